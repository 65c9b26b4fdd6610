"""Words that people are told to use: they do what was said of them, whatever is being asked."""

from __future__ import annotations

import re

_NAMED = {
    "status": re.compile(r"\W*(?:(?:my|the|case|complaint)\W+)?status(?: please)?\W*", re.I),
    "date": re.compile(r"\W*(?:but |and )?why (?:that|this|the) date\W*", re.I),
    "promises": re.compile(
        r"\W*(?:(?:so|and)\W+)?(?:(?:can|could) you tell me )?(?:what (?:have|did) you (?:all )?promised?(?: me| us)?"
        r"|what (?:have|was) (?:i|we) (?:been )?promised|what (?:has been|was) promised(?: to)?(?: me| us)?"
        r"|(?:your|my|the) promises)(?: so far)?\W*",
        re.I,
    ),
    "escalate": re.compile(
        r"\W*(?:no\W+)?(?:(?:it|that|this)(?:'s| is)\W+)?not (?:settled|resolved)(?: yet)?\W*", re.I
    ),
}


def operation_named(text: str) -> str | None:
    """The operation that these words name, where they are nothing but its name."""
    return next((operation for operation, words in _NAMED.items() if words.fullmatch(text)), None)
