"""Sentences: where one ends, in careful prose, in typing without capitals and in transcribed speech."""

from __future__ import annotations

import re

from backend.core.points.cues import cues
from backend.core.points.layout import plain_lines
from backend.core.points.run_on import split_run_on
from backend.core.points.spans import Span, trim

_END = re.compile(
    r"""(?: (?P<dot>[.…]+) | [!?؟۔।…]+[.!?…]* )  # the mark, or several
        [\"'”’»)\]]*                              # quotation marks and brackets that close after it
        (?=\s|$)
      | [。！？]+[」』”’）]*
      | (?P<item>\s(?=\(?[1-9]\)\s))             # "2) " within a line""",
    re.VERBOSE,
)
_CLOSERS = "\"'”’»)]"
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘]*$")
_MARKER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})$")
_LONGEST_LOOK = 12  # characters; no abbreviation is longer


def split_at_sentences(text: str, span: Span) -> list[Span]:
    """The sentences within a span, without surrounding white space; run-on talk is cut at its clauses."""
    lines = [
        Span(span.part, max(span.start, line.span.start), min(span.end, line.span.end))
        for line in plain_lines(span.part, text)
        if line.span.start < span.end and span.start < line.span.end
    ]
    return [piece for line in lines for piece in sentences_of(text, line)]


def sentences_of(text: str, line: Span, *, clauses: bool = False) -> list[Span]:
    """The sentences of one line; where clauses are asked for, those of each sentence."""
    pieces: list[Span] = []
    start = line.start
    for mark in _END.finditer(text, line.start, line.end):
        if _ends_here(text, start, mark):
            pieces.append(trim(text, Span(line.part, start, mark.end())))
            start = mark.end()
    pieces.append(trim(text, Span(line.part, start, line.end)))
    return [cut for piece in pieces if piece.end > piece.start for cut in split_run_on(text, piece, clauses=clauses)]


def _ends_here(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a sentence that began at `start` ends with this mark."""
    following = text[mark.end() : mark.end() + _LONGEST_LOOK].lstrip()[:1]
    if mark["item"] is not None:
        return bool(text[start : mark.start()].strip())
    if following.islower() and text[mark.end() - 1] in _CLOSERS:
        return False
    if mark["dot"] is None:
        return True
    if mark["dot"] != ".":
        return not following.islower()
    return not _is_abbreviation(text, start, mark.start(), following)


def _is_abbreviation(text: str, start: int, dot: int, following: str) -> bool:
    """Whether the full stop at `dot` belongs to a shortened word, an initial or a list marker."""
    word = _LAST_WORD.search(text[max(start, dot - _LONGEST_LOOK) : dot])
    last = word[0] if word else ""
    if _MARKER.match(last) and not text[start : dot - len(last)].strip():
        return True
    known, last_word = cues().words, last.casefold()
    if last_word in known["abbreviations"] or (len(last) == 1 and last.isupper() and last != "I"):
        return True
    if last_word in known["abbreviations_before_a_number"]:
        return following.isdigit()
    return last_word in known["abbreviations_that_may_end"] and following.islower()
