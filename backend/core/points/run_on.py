"""Run-on talk: speech and typing without full stops, cut where a new clause opens."""

from __future__ import annotations

from collections.abc import Sequence

from backend.core.points.cues import cues
from backend.core.points.spans import Span, trim
from backend.core.points.words import words_in

_LONG = 50  # words before a sentence that ends with a full stop counts as run-on talk
_LONG_UNENDED = 15  # the same for one that ends with none
_LONG_FOR_TWO = 8  # words of a whole story that may hold two matters
_LONG_FOR_PROSE = 22  # words before a written sentence is cut where it names a new matter
_FEWEST_TO_A_COMMA = 25  # words; with fewer it is written prose
_SHORTEST_CLAUSE, _SHORTEST_IN_PROSE = 4, 5  # words
_ENDS = (".", "!", "?", "…", '"', "'", "”", "’", ")")


def split_run_on(text: str, sentence: Span, *, clauses: bool = False) -> list[Span]:
    """The sentence itself, or its clauses when it runs on without full stops or they are asked for."""
    ended = text.endswith(_ENDS, sentence.start, sentence.end)
    fewest = _LONG_FOR_TWO if clauses else _LONG_FOR_PROSE if ended else _LONG_UNENDED
    if sentence.end - sentence.start < 2 * fewest - 1:  # too short to hold so many words
        return [sentence]
    words = words_in(text, sentence.start, sentence.end)
    if len(words) < fewest:
        return [sentence]
    known = cues()
    kept = [word for word in words if word.folded not in known.words["fillers"]]
    commas = sum(text.count(mark, sentence.start, sentence.end) for mark in ",;:")
    runs_on = len(words) >= (_LONG if ended else _LONG_UNENDED) and len(words) >= _FEWEST_TO_A_COMMA * commas
    starts = _clause_starts([word.folded for word in kept], speech=runs_on or clauses)
    edges = [sentence.start, *(kept[start].start for start in starts), sentence.end]
    pairs = zip(edges, edges[1:], strict=False)
    return [trim(text, Span(sentence.part, start, end)) for start, end in pairs]


def _clause_starts(words: Sequence[str], *, speech: bool) -> list[int]:
    """Where in the words a clause opens; in prose, only one that names a new matter."""
    known = cues()
    shortest = _SHORTEST_CLAUSE if speech else _SHORTEST_IN_PROSE
    starts: list[int] = []
    last = 0
    for place in range(shortest, len(words) - shortest + 1):
        if place - last < shortest or words[place - 1] in known.words["goes_on"]:
            continue
        labels = {hit.label for hit in known.openers.hits_at(words, place)}
        if labels & {"new_topic", "further"} or (speech and labels):
            starts.append(_with_what_leads_on(words, place, last))
            last = place
    return starts


def _with_what_leads_on(words: Sequence[str], place: int, last: int) -> int:
    leads_on = cues().words["leads_on"]
    while place - 1 > last and words[place - 1] in leads_on:
        place -= 1
    return place
