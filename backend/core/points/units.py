"""Units: the sentences and clauses of a story, each with what can be read from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from backend.core.points.cues import SIGN, WORD, Cues, cues
from backend.core.points.layout import Break, Place, marker_length
from backend.core.points.pieces import Piece, pieces_of
from backend.core.points.spans import Span
from backend.core.points.words import stem, words_in

_SHORTEST_CONTENT = 3  # letters
_TALK, _TALK_BESIDE_A_SIGN = 0.8, 0.3  # how much a topic weighs that is only talked of
_OPENING_QUOTES = "\"'“‘«„"
_HARMLESS = "harmless"
_HINTS = frozenset({"weak", "feeling", "dissatisfied"})
_MASKED = _HINTS | {"strong"}


class Evidence(IntEnum):
    """How plainly a sentence tells of something that went wrong."""

    NONE = 0
    HINT = 1  # a "not", a feeling
    PLAIN = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or clause: where it is, its words, its cues by label with the first word of each."""

    span: Span
    break_before: Break
    place: Place
    quoted: bool  # begins with a quotation mark
    titled: bool  # its words begin with capitals or figures, as in names and addresses
    words: tuple[str, ...]
    cues: Mapping[str, int]
    evidence: Evidence
    topics: Mapping[str, float]  # 1 where something plainly went wrong, less where there is only talk of it
    stems: frozenset[str]

    @property
    def signs(self) -> set[str]:
        """The topics of which it tells that something plainly went wrong."""
        return {topic for topic, weight in self.topics.items() if weight == 1}

    def has(self, *labels: str) -> bool:
        """Whether any of these cues is anywhere in it."""
        return not self.cues.keys().isdisjoint(labels)

    def opens_with(self, *labels: str, within: int = 1) -> bool:
        """Whether any of these cues begins among its first words."""
        found = self.cues
        return any(found[label] < within for label in labels if label in found)


def units_of(parts: Mapping[int, str]) -> list[Unit]:
    """The units of a story, in its order."""
    known = cues()
    return [_unit(known, parts[piece.span.part], piece) for piece in pieces_of(parts)]


def _unit(known: Cues, text: str, piece: Piece) -> Unit:
    span = piece.span
    start = span.start + marker_length(text[span.start : span.end]) if piece.place is Place.ITEM else span.start
    all_words = words_in(text, start, span.end)
    words = tuple(word.folded for word in all_words if word.folded not in known.words["fillers"])
    found = _cues_found(known, words)
    content = {word for word in words if len(word) >= _SHORTEST_CONTENT and word.isalpha()}
    return Unit(
        span=span,
        break_before=piece.break_before,
        place=piece.place,
        quoted=text[span.start] in _OPENING_QUOTES,
        titled=not any(text[w.start].islower() for w in all_words if w.folded not in known.words["stop_words"]),
        words=words,
        cues=found,
        evidence=_evidence(found),
        topics=_topics(found),
        stems=frozenset(map(stem, content - known.words["stop_words"])),
    )


def _evidence(found: Mapping[str, int]) -> Evidence:
    if "strong" in found:
        return Evidence.PLAIN
    return Evidence.NONE if found.keys().isdisjoint(_HINTS) else Evidence.HINT


def _topics(found: Mapping[str, int]) -> dict[str, float]:
    signs = {label.removeprefix(SIGN): 1.0 for label in found if label.startswith(SIGN)}
    talk = _TALK_BESIDE_A_SIGN if signs else _TALK
    return {label.removeprefix(WORD): talk for label in found if label.startswith(WORD)} | signs


def _cues_found(known: Cues, words: Sequence[str]) -> dict[str, int]:
    """The first word of each cue, without those that lie within a phrase that shows them harmless."""
    hits = list(known.book.hits(words))
    harmless = [hit for hit in hits if hit.label == _HARMLESS]
    found: dict[str, int] = {}
    for hit in hits:
        masked = hit.label in _MASKED or hit.label.startswith((SIGN, WORD))
        if not (masked and any(other.start <= hit.start and hit.end <= other.end for other in harmless)):
            found.setdefault(hit.label, hit.start)
    return found
