"""The keys that a line has named, by what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.wording import FIRST, Wording

_OPTION = re.compile(r"([^.?!]*?),? press ([0-9*#])(?:, then hash)?\.", re.IGNORECASE)
_FOR = re.compile(r"^for ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Key:
    """A key with the words that name it, as "to skip this"."""

    key: str
    words: str

    @property
    def label(self) -> str:
        """What somebody says who wants it."""
        said = _FOR.sub("", self.words)
        return f"{said[:1].upper()}{said[1:]}."


def named_keys(heard: str) -> list[Key]:
    """Each key named in what was heard, in that order."""
    return [Key(key, words.strip()) for words, key in _OPTION.findall(heard)]


def key_for(keys: list[Key], meaning: str, about: str, wording: Wording) -> Key | None:
    """The key that was named last for this meaning, and for what it is about where the words tell."""
    return next((key for key in reversed(keys) if _means(key.words, meaning, about, wording)), None)


def _means(words: str, meaning: str, about: str, wording: Wording) -> bool:
    own, label = f"phone.option_{meaning}", f"choices.{meaning}"
    if wording.has(FIRST, own):
        return wording.say(FIRST, own, digit="1").startswith(f"{words},")
    if about:
        return about.lower() in re.findall(r"\w+", words.lower())
    return wording.has(FIRST, label) and wording.say(FIRST, label).lower() in words.lower()
