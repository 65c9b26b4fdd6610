"""Points: a story split into numbered matters, in the person's own words.

Extractive by construction: a point is spans of what was said, and every word is in a point or in
the rest (design section 5, step 2). Nothing is paraphrased and nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_POINTS = 7
_SENTENCE_END = re.compile(r"(?<=[.!?])(?P<closing>[\"'”’)\]]*)\s+|\n+")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of one part of the story."""

    part: int
    start: int
    end: int


def split_at_sentences(text: str, span: Span) -> list[Span]:
    """The sentences within a span, each without surrounding white space."""
    pieces: list[Span] = []
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        pieces.append(Span(span.part, start, match.start() + len(match["closing"] or "")))
        start = match.end()
    pieces.append(Span(span.part, start, span.end))
    trimmed = (trim(text, piece) for piece in pieces)
    return [piece for piece in trimmed if piece.end > piece.start]


def trim(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(span.part, start, max(start, span.start + len(words.rstrip())))


def rest_of(parts: Mapping[int, str], taken: Iterable[Span]) -> list[Span]:
    """The spans of the story, sentence by sentence, that are in none of the taken spans."""
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


def propose_points(parts: Mapping[int, str], *, at_most: int = MOST_POINTS) -> list[tuple[Span, ...]]:
    """The points a story seems to hold, in its own order; neighbouring sentences on one topic together."""
    sentences = [
        span for number, text in parts.items() for span in split_at_sentences(text, Span(number, 0, len(text)))
    ]
    points: list[tuple[Span, ...]] = [(span,) for span in sentences]
    while len(points) > at_most:
        points = [*points[:-2], (*points[-2], *points[-1])]
    return points
