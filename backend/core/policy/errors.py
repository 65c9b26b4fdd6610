"""The one error of reading a complaints policy."""

from __future__ import annotations


class PolicyError(Exception):
    """The policy cannot be used as it is written; the message is a sentence that says what to mend."""
