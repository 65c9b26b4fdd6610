"""Spans: where in the story a point's words are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of one part of the story."""

    part: int
    start: int
    end: int


def trim(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(span.part, start, max(start, span.start + len(words.rstrip())))


def rest_of(parts: Mapping[int, str], taken: Iterable[Span]) -> list[Span]:
    """The spans of the story that are in none of the taken spans, in its order."""
    spans = list(taken)
    left: list[Span] = []
    for number, text in parts.items():
        start = 0
        inside = sorted((s for s in spans if s.part == number), key=lambda s: s.start)
        for span in [*inside, Span(number, len(text), len(text))]:
            gap = trim(text, Span(number, start, max(start, span.start)))
            if gap.end > gap.start:
                left.append(gap)
            start = max(start, span.end)
    return left


def joined(parts: Mapping[int, str], spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters in order, with spans made one where only blanks lie between them."""
    together: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.part, s.start)):
        last = together[-1] if together else None
        if last and last.part == span.part and not parts[span.part][last.end : span.start].strip(" \t"):
            together[-1] = Span(span.part, last.start, span.end)
        else:
            together.append(span)
    return tuple(together)
