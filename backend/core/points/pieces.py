"""Pieces: a story cut into sentences and clauses, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from backend.core.points.layout import FRAMES, HEADINGS, Break, Line, Place
from backend.core.points.sentences import sentences_of
from backend.core.points.spans import Span
from backend.core.points.structure import lines_of

_SHORT_STORY = 2  # sentences
_MOST_PIECES = 2_000  # more than anybody tells; the time the rest takes grows with them


class Piece(NamedTuple):
    """A sentence or clause, what stands before it, and what its line is."""

    span: Span
    break_before: Break
    place: Place


def pieces_of(parts: Mapping[int, str]) -> list[Piece]:
    """The sentences of a story, in its order; of a story of one or two, their clauses."""
    lines = [(text, line) for number, text in parts.items() for line in lines_of(number, text)]
    pieces = [piece for text, line in lines for piece in _pieces(text, line, clauses=False)]
    if len(pieces) <= _SHORT_STORY:
        pieces = [piece for text, line in lines for piece in _pieces(text, line, clauses=True)]
    return _coarser(pieces)


def _pieces(text: str, line: Line, *, clauses: bool) -> Iterator[Piece]:
    whole = line.place in HEADINGS | FRAMES
    spans = [line.span] if whole else sentences_of(text, line.span, clauses=clauses)
    for index, span in enumerate(spans):
        place = Place.IN_ITEM if index and line.place is Place.ITEM else line.place
        yield Piece(span, line.break_before if index == 0 else Break.NONE, place)


def _coarser(pieces: list[Piece]) -> list[Piece]:
    """The pieces, neighbours of a part made one where there are too many."""
    size = -(-len(pieces) // _MOST_PIECES)
    coarse: list[Piece] = []
    for n, piece in enumerate(pieces):
        if n % size and coarse[-1].span.part == piece.span.part:
            whole = Span(piece.span.part, coarse[-1].span.start, piece.span.end)
            coarse[-1] = coarse[-1]._replace(span=whole)
        else:
            coarse.append(piece)
    return coarse
