"""A TwiML document as the player reads it: verbs, what they say, and how long that takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

WORDS_A_MINUTE = 150
_PLAYED = 3.0  # seconds taken for a recording whose length nobody told us
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")


class CallFailure(AssertionError):
    """What Twilio would refuse, or no caller should ever meet."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One element with what it holds."""

    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple[Verb, ...] = ()

    def whole(self, name: str, default: int) -> int:
        """An attribute that is a whole number."""
        return int(self.attributes.get(name, default))


@dataclass(frozen=True, slots=True)
class Line:
    """Something spoken to whoever is at this end: from which second on, and for how long."""

    at: float
    words: str
    seconds: float


def parse(twiml: str) -> tuple[Verb, ...]:
    """The verbs of a document; ElementTree.ParseError when it is not XML."""
    return _verb(ElementTree.fromstring(twiml.encode())).children


def _verb(element: ElementTree.Element) -> Verb:
    words = " ".join("".join(element.itertext()).split())
    return Verb(element.tag, dict(element.attrib), words, tuple(_verb(child) for child in element))


def speech_seconds(words: str) -> float:
    """How long it takes to say these words."""
    return len(words.split()) * 60 / WORDS_A_MINUTE


def seconds(verb: Verb) -> float:
    """How long a Say, Play or Pause takes."""
    if verb.name == "Pause":
        return float(verb.whole("length", 1))
    once = _PLAYED if verb.name == "Play" else speech_seconds(verb.text) + _breaks(verb)
    return once * verb.whole("loop", 1)


def _breaks(verb: Verb) -> float:
    found = 0.0
    for child in verb.children:
        if child.name == "break" and (length := _LENGTH.fullmatch(child.attributes.get("time", ""))):
            found += float(length[1]) / (1000 if length[2] == "ms" else 1)
        found += _breaks(child)
    return found


def words(verb: Verb) -> str:
    """What is heard of a Say or Play; nothing of a Pause."""
    return f"[{verb.text}]" if verb.name == "Play" else verb.text


def lines(verbs: Iterable[Verb], *, start: float) -> list[Line]:
    """What is heard of these, one after the other."""
    found, at = [], start
    for verb in verbs:
        if words(verb):
            found.append(Line(at, words(verb), seconds(verb)))
        at += seconds(verb)
    return found


def cut_short(heard: Iterable[Line], *, at: float) -> list[Line]:
    """What was heard until the line fell silent at that second."""
    found = []
    for line in heard:
        if line.at + line.seconds <= at:
            found.append(line)
        elif line.at < at:
            told = line.words.split()
            share = int(len(told) * (at - line.at) / line.seconds)
            found.append(Line(line.at, " ".join(told[:share]), at - line.at))
    return found
