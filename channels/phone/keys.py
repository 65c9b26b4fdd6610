"""Keys for choices: three at a time and "more"; 0 is a person, 9 skips or leaves, 8 helps, star repeats, always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PERSON, SKIP, HELP, AGAIN, DONE = "0", "9", "8", "*", "#"
UNRECORDED = "7"  # while the whole call is recorded
_PAGE = 3
_MORE = "4"
_WAYS_OUT = ("skip", "leave_it", "not_now", "none_of_these")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice with the key that takes it, if one is named; without a choice the key turns the page."""

    key: str
    meaning: str
    label: str
    choice: str | None
    about: str | None = None


def options(choices: Sequence[Mapping[str, Any]], page: int) -> tuple[Option, ...]:
    """The choices of a page with their keys, in their order; a person has a key of its own and is not among them."""
    ways_out = [c for c in choices if c["meaning"] in _WAYS_OUT]
    plain = [c for c in choices if c["meaning"] not in {*_WAYS_OUT, "person"}]
    pages = max(1, -(-len(plain) // _PAGE))
    start = (page % pages) * _PAGE
    found = [as_option(c, key=str(n)) for n, c in enumerate(plain[start : start + _PAGE], start=1)]
    if pages > 1:
        found.append(Option(_MORE, "more", "", None))
    if ways_out:
        found.append(as_option(ways_out[-1], key=SKIP))
    return tuple(found)


def as_option(choice: Mapping[str, Any], *, key: str = "") -> Option:
    """A choice as an option; without a key it was said."""
    return Option(key, choice["meaning"], choice["label"], choice["id"], choice.get("about"))


def pressed(shown: Sequence[Option], key: str) -> Option | None:
    """The option this key takes; # ends a story where that is a choice."""
    if key == DONE:
        return next((option for option in shown if option.meaning == "that_is_everything"), None)
    return next((option for option in shown if option.key == key), None)
