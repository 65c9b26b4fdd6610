"""A ready answer that is typed or said instead of pressed: "by post", "e-mail please", "Yes, that is right"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

# What a ready answer is worded with; a word of these alone chooses nothing.
_FILLERS = frozenset(
    {
        "a",
        "an",
        "the",
        "by",
        "to",
        "it",
        "its",
        "it's",
        "is",
        "that",
        "this",
        "please",
        "i",
        "i'd",
        "me",
        "like",
        "would",
        "will",
        "want",
        "with",
        "for",
        "of",
        "in",
        "on",
        "and",
        "or",
        "if",
        "you",
    }
)
_OWN_WAY = frozenset({"person"})  # a wish for a person is heard before this, in every wording


def typed_choice(text: str, offered: Sequence[Mapping[str, Any]], *, loosely: bool) -> Mapping[str, Any] | None:
    """The one choice whose label these words are; `loosely`, or whose label holds all of them."""
    choices = [choice for choice in offered if choice["meaning"] not in _OWN_WAY]
    said = _words(text)
    exact = [choice for choice in choices if _words(choice["label"]) == said]
    if said and len(exact) == 1:
        return exact[0]
    telling = set(said) - _FILLERS
    if not loosely or not telling:
        return None
    near = [choice for choice in choices if _holds(set(_words(choice["label"])), telling)]
    return near[0] if len(near) == 1 else None


def _holds(label: set[str], telling: set[str]) -> bool:
    """Whether the label says all of it; "now" is not "not now"."""
    return telling <= label and ("not" in telling) == ("not" in label)


def _words(text: str) -> list[str]:
    """Words in lower case; "e-mail" and "email" are one."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower().replace("’", "'").replace("-", ""))
