"""Danger in what people write and say: reviewed patterns, screened on every message before anything else.

A cue can add help; it never ends, blocks or judges a complaint. Negation and a third person do not clear
one ("my son said he does not want to die" is heard). Figures of speech are kept out by precise patterns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from backend.core.patterns import BadPatterns, Pattern, load_document
from backend.core.plain_words import Reading, Spelling, read

__all__ = ["BadPatterns", "Cue", "CueKind", "Pattern", "kinds", "load_patterns", "screen"]

FOLDER = Path(__file__).with_name("safety_patterns")


class CueKind(StrEnum):
    """What kind of danger, the most urgent first."""

    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"
    ABUSE = "abuse"


@dataclass(frozen=True, slots=True)
class Cue:
    """Danger that was heard, and the span of the text (start, end) in which it was."""

    kind: CueKind
    pattern_id: str
    start: int
    end: int


@cache
def load_patterns(language: str, folder: Path = FOLDER) -> tuple[Pattern, ...]:
    """The reviewed patterns of a language; none when it has no file yet."""
    path = folder / f"{language}.json"
    if not path.exists():
        return ()
    patterns = load_document(path)
    for pattern in patterns:
        if pattern.kind not in set(CueKind):
            raise BadPatterns(f"The pattern {pattern.id} has the kind {pattern.kind}; it must be one of CueKind.")
    return patterns


def screen(text: str, patterns: Iterable[Pattern]) -> tuple[Cue, ...]:
    """Every cue in the message and in each of its sentences, the most urgent kind first, then in order of place.

    Patterns of several languages may be given together.
    """
    readings: dict[Spelling, Reading] = {}
    found: set[Cue] = set()
    for pattern in patterns:
        if pattern.spelling not in readings:
            readings[pattern.spelling] = read(text, pattern.spelling)
        spans = pattern.find(readings[pattern.spelling])
        found |= {Cue(CueKind(pattern.kind), pattern.id, start, end) for start, end in spans}
    order = list(CueKind)
    return tuple(sorted(found, key=lambda cue: (order.index(cue.kind), cue.start, cue.end, cue.pattern_id)))


def kinds(cues: Iterable[Cue]) -> tuple[CueKind, ...]:
    """The kinds of danger among these cues, the most urgent first."""
    heard = {cue.kind for cue in cues}
    return tuple(kind for kind in CueKind if kind in heard)
