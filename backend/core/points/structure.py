"""Structure: list items, headings, and the address and signature around a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from backend.core.points.cues import cues
from backend.core.points.layout import HEADINGS, Break, Line, Place, marker_length, plain_lines
from backend.core.points.words import Hit, words_in

_NO_HEADING_ENDS = ".!?…;,"
_LONGEST_HEADING = 9  # words
_LONGEST_FRAME = 12  # words of a line in the address or the signature
_LABEL = 12  # characters within which "Our ref:" has its colon
_FIRST = 60  # characters of a line by which it is told what it is


def lines_of(part: int, text: str) -> list[Line]:
    """The lines of one part, with what each is."""
    lines = _with_items(text, plain_lines(part, text))
    return _with_frame(text, _with_wished_items(text, _with_headings(text, lines)))


def _with_items(text: str, lines: Sequence[Line]) -> list[Line]:
    items = [marker_length(line.of(text)) > 0 for line in lines]
    if sum(items) < 2:
        return list(lines)
    return [replace(line, place=Place.ITEM) if item else line for line, item in zip(lines, items, strict=True)]


def _with_headings(text: str, lines: Sequence[Line]) -> list[Line]:
    headed = [replace(line, place=_place_before(text, line, after)) for line, after in pairwise(lines)]
    return [*headed, *lines[-1:]]


def _place_before(text: str, line: Line, after: Line) -> Place:
    words = line.of(text)
    if words.endswith(":") and after.place is Place.ITEM:
        return Place.LEAD_IN
    short = line.count <= _LONGEST_HEADING and words[-1] not in _NO_HEADING_ENDS
    stands_out = words[0].isupper() or not words[0].isalpha()
    apart = line.break_before >= Break.PARAGRAPH and after.place is Place.TEXT
    if not (short and stands_out and apart and after.count >= _LONGEST_HEADING):
        return line.place
    labels = {hit.label for hit in _first_hits(text, line)}
    return next((place for place in (Place.HEADING_WISH, Place.HEADING_BACKGROUND) if place in labels), Place.HEADING)


def _with_wished_items(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, with the items of a list that "what I am asking for:" leads into marked as wished."""
    found: list[Line] = []
    wished = False
    for line in lines:
        if line.place is not Place.ITEM:
            leads_in = line.place is Place.LEAD_IN or line.place in HEADINGS
            wished = leads_in and _has(_first_hits(text, line), Place.HEADING_WISH)
        found.append(replace(line, place=Place.WISHED) if wished and line.place is Place.ITEM else line)
    return found


def _with_frame(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, with the address, the subject lines and the signature marked."""
    short = [line.count <= _LONGEST_FRAME for line in lines]
    heads = [_first_hits(text, line) if is_short else [] for line, is_short in zip(lines, short, strict=True)]
    opening = _opening(text, lines, heads)
    body = next((n for n in range(opening + 1, len(lines)) if not short[n]), len(lines))
    closing = next((n for n in range(1, len(lines)) if _has(heads[n], "valediction")), len(lines))
    framed: list[Line] = []
    for n, (line, head) in enumerate(zip(lines, heads, strict=True)):
        heads_text = n + 1 == body < len(lines) and lines[body].break_before is Break.LINE
        subject = 0 <= opening < n < body and not heads_text and line.of(text)[-1] not in _NO_HEADING_ENDS
        if short[n] and (subject or _is_reference(text, line, head)):
            framed.append(replace(line, place=Place.REFERENCE))
        elif short[n] and (n <= opening or n >= closing):
            framed.append(replace(line, place=Place.FRAME))
        else:
            framed.append(line)
    return framed


def _opening(text: str, lines: Sequence[Line], heads: Sequence[list[Hit]]) -> int:
    """Where "Dear Sirs" stands with nothing but an address above it; -1 where it stands nowhere."""
    for n, (line, head) in enumerate(zip(lines, heads, strict=True)):
        if line.count > _LONGEST_FRAME:
            return -1
        if _has(head, "salutation"):
            return n
        if line.of(text)[-1] in "!?":
            return -1
    return -1


def _is_reference(text: str, line: Line, head: list[Hit]) -> bool:
    if any(hit.label == "title_line" and hit.end == line.count for hit in head):
        return True
    return _has(head, "reference_line") and re.search(r"[:.]", line.of(text)[:_LABEL]) is not None


def _has(head: list[Hit], label: str) -> bool:
    return any(hit.label == label for hit in head)


def _first_hits(text: str, line: Line) -> list[Hit]:
    """What the frame phrases say of the beginning of the line."""
    words = [word.folded for word in words_in(text, line.span.start, min(line.span.end, line.span.start + _FIRST))]
    return list(cues().frame.hits_at(words, 0)) if words else []
