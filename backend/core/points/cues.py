"""Cues: the reviewed phrases by which the parts of a story are told apart, as data, a folder a language.

`rest.json`: greetings, wishes, contact details and whatever else is no matter. `matter.json`: signs that
something went wrong, plain (`strong`) or not, and phrases that look so and are `harmless`. `topics.json`: what
it is about; `signs` say that it went wrong, `words` only talk of it, topics `near` one another often go together.
`flow.json`: how talk moves on, leans back and returns. `frame.json`: how the lines around a letter begin.
`words.json`: word lists. How a phrase is written, `PhraseBook` says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from backend.core.points.words import PhraseBook

_FOLDER = Path(__file__).parent / "cues"
_OPENERS = ("new_topic", "further", "wish", "thanks", "contact", "clause_opener")
SIGN = "sign:"  # a label that begins so names a topic, of which something plainly went wrong
WORD = "word:"  # or a topic of which there is only talk


@dataclass(frozen=True, slots=True)
class Cues:
    """The phrases and word lists of a language, and which topics lie near one another."""

    book: PhraseBook
    openers: PhraseBook  # what may open a clause in run-on talk
    frame: PhraseBook  # how the lines around a letter begin
    words: Mapping[str, frozenset[str]]  # word lists by name
    near: Mapping[str, frozenset[str]]


@cache
def cues(language: str = "en") -> Cues:
    """The cues of a language."""
    rest, matter, flow = (_read(language, name) for name in ("rest", "matter", "flow"))
    topics, words = _read(language, "topics"), _read(language, "words")
    book = {**rest, **matter, **flow}
    openers = {label: book[label] for label in _OPENERS}
    del book["clause_opener"]
    for name, topic in topics.items():
        book["strong"] = [*book["strong"], *topic["signs"]]
        book[SIGN + name] = topic["signs"]
        book[WORD + name] = topic["words"]
    return Cues(
        book=PhraseBook(book, numbers=words["numbers"]),
        openers=PhraseBook(openers, numbers=words["numbers"]),
        frame=PhraseBook(_read(language, "frame")),
        words={name: frozenset(listed) for name, listed in words.items()},
        near={name: frozenset(topic["near"]) for name, topic in topics.items()},
    )


def _read(language: str, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((_FOLDER / language / f"{name}.json").read_text(encoding="utf-8"))
    return read
