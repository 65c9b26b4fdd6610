"""Keys for choices: three at a time and "more"; 0 is a person, 9 skips or leaves, 8 helps, star repeats, always."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PERSON, SKIP, HELP, AGAIN, DONE = "0", "9", "8", "*", "#"
_PAGE = 3
_MORE = "4"
_WAYS_OUT = ("skip", "leave_it", "not_now", "none_of_these")
_SPOKEN_KEYS = {"one": "1", "two": "2", "three": "3", "four": "4", "nine": "9"}
_SMALL_WORDS = "a an and are as at by do for go i in is it me my of on or please that the them this to you"
_SMALL = frozenset(_SMALL_WORDS.split(" "))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice with the key that takes it; without a choice the key turns the page."""

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
    found = [_option(str(n), c) for n, c in enumerate(plain[start : start + _PAGE], start=1)]
    if pages > 1:
        found.append(Option(_MORE, "more", "", None))
    if ways_out:
        found.append(_option(SKIP, ways_out[-1]))
    return tuple(found)


def _option(key: str, choice: Mapping[str, Any]) -> Option:
    return Option(key, choice["meaning"], choice["label"], choice["id"], choice.get("about"))


def pressed(shown: Sequence[Option], key: str) -> Option | None:
    """The option this key takes; # ends a story where that is a choice."""
    if key == DONE:
        return next((option for option in shown if option.meaning == "that_is_everything"), None)
    return next((option for option in shown if option.key == key), None)


def spoken(shown: Sequence[Option], speech: str) -> Option | None:
    """The option that was said: its number, or all the words its label does not share with the others."""
    words = re.findall(r"[a-z0-9']+", speech.lower())
    if len(words) <= 2:
        key = next((_SPOKEN_KEYS.get(word, word) for word in words if word in _SPOKEN_KEYS or word.isdigit()), None)
        if key is not None:
            return pressed(shown, key)
    if len(words) > 6:
        return None
    fitting = [option for option in shown if (own := _own_words(option, shown)) and own <= set(words)]
    return fitting[0] if len(fitting) == 1 else None


def _own_words(option: Option, shown: Sequence[Option]) -> set[str]:
    mine = set(re.findall(r"[a-z0-9']+", option.label.lower())) - _SMALL
    others = {word for other in shown if other != option for word in other.label.lower().split()}
    return mine - others
