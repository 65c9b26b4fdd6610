"""What an entity rule returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """An entity: its kind, its plain value, and the verbatim stretch of text it was read from."""

    entity: str
    value: str
    start: int
    end: int
    text: str


def found_at(entity: str, value: str, *, text: str, start: int, end: int) -> Found:
    """An entity at text[start:end]."""
    return Found(entity=entity, value=value, start=start, end=end, text=text[start:end])


def without_overlaps(candidates: Iterable[Found]) -> list[Found]:
    """The longest of overlapping finds, in the order of the text."""
    kept: list[Found] = []
    for candidate in sorted(candidates, key=lambda f: (f.start - f.end, f.start)):
        if all(candidate.end <= other.start or candidate.start >= other.end for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda f: f.start)
