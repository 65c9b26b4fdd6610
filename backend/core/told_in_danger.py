"""Words in which danger was heard: what of them is a cry, and what is a story told beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from backend.core.points import Span, split_at_sentences
from backend.core.safety import Cue

_STORY = 25  # words: longer than this it is a story, and the danger in it is a part of the matter
_A_MATTER = 5  # words: a shorter sentence beside a cry belongs to it


def told_apart(text: str, cues: Sequence[Cue]) -> list[tuple[str, bool]]:
    """The text in order, in pieces that are kept apart and are never made a point, and pieces that may be."""
    if len(text.split()) > _STORY:
        return [(text, False)]
    sentences = split_at_sentences(text, Span(0, 0, len(text)))
    starts = [0, *(sentence.start for sentence in sentences[1:]), len(text)]
    pieces = [(start, end) for start, end in zip(starts, starts[1:], strict=False)]
    marked = [(_is_cry(text, start, end, cues), text[start:end]) for start, end in pieces]
    runs = [("".join(words for _, words in run), cry) for cry, run in groupby(marked, key=lambda piece: piece[0])]
    return [(words.strip(), cry) for words, cry in runs if words.strip()]


def _is_cry(text: str, start: int, end: int, cues: Sequence[Cue]) -> bool:
    holds_cue = any(cue.start < end and start < cue.end for cue in cues)
    return holds_cue or len(text[start:end].split()) < _A_MATTER
