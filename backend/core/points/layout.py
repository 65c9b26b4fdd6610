"""Layout: the lines of a message as the person broke them, and what each line is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from backend.core.points.spans import Span, trim
from backend.core.points.words import words_in


class Break(IntEnum):
    """What stands before a line or sentence; the larger, the more it parts."""

    NONE = 0
    LINE = 1
    PARAGRAPH = 2
    PART = 3


class Place(StrEnum):
    """What a line is."""

    TEXT = "text"
    ITEM = "item"  # begins with a list marker
    IN_ITEM = "in_item"  # goes on with the item
    LEAD_IN = "lead_in"  # ends with a colon, before a list
    WISHED = "wished"  # an item of a list of what the person asks for
    HEADING = "heading"
    HEADING_WISH = "heading_wish"  # what is under it is what the person asks for
    HEADING_BACKGROUND = "heading_background"
    FRAME = "frame"  # the address, the salutation, the signature
    REFERENCE = "reference"  # the subject line, "Our ref:", "Enc."


HEADINGS = frozenset({Place.HEADING, Place.HEADING_WISH, Place.HEADING_BACKGROUND})
FRAMES = frozenset({Place.FRAME, Place.REFERENCE})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a part; lines that only wrap are one."""

    span: Span
    break_before: Break
    count: int  # words
    place: Place = Place.TEXT

    def of(self, text: str) -> str:
        """The line's own characters."""
        return text[self.span.start : self.span.end]


NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_ITEM = re.compile(
    r"""(?: [-–—*•·‣▪●○◦►➢✓]+ (?=\s|[^\W\d_])    # a dash or bullet
          | \(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.):\]]+ (?=\s)
          | \(?[A-Z][):\]] (?=\s)
          | \#?\d{1,2}\s*[-–—] (?=\s)
          | (?:[Nn]o\.?|[Pp]oint|[Ii]tem|[Cc]omplaint|[Ii]ssue)\s*\d{1,2}\b
          | [\u2460-\u2473] | \d\ufe0f?\u20e3 )       # figures in circles and boxes
    """,
    re.VERBOSE,
)
_WIDEST_WRAP, _NARROWEST_WRAP = 120, 40  # characters
_FEWEST_WRAPS = 3
_MOST_LINES_WRAP = 0.6  # share of lines that end where the window does, before all are taken to wrap


def marker_length(text: str) -> int:
    """How many characters the list marker at the start of the text has."""
    marker = _ITEM.match(text)
    return marker.end() if marker else 0


def plain_lines(part: int, text: str) -> list[Line]:
    """The lines of one part that hold anything, with those joined that a narrow window only wrapped."""
    lines: list[Line] = []
    start, gap = 0, Break.PART
    for end, following in [*((m.start(), m.end()) for m in NEWLINE.finditer(text)), (len(text), len(text))]:
        span = trim(text, Span(part, start, end))
        if span.end > span.start:
            lines.append(Line(span, gap, count=len(words_in(text, span.start, span.end))))
            gap = Break.LINE
        elif gap is Break.LINE:
            gap = Break.PARAGRAPH
        start = following
    return _unwrapped(text, lines)


def _unwrapped(text: str, lines: Sequence[Line]) -> list[Line]:
    width = max((line.span.end - line.span.start for line in lines), default=0)
    wraps = [_wraps(text, a, b, width) for a, b in zip(lines, lines[1:], strict=False)]
    breaks = sum(line.break_before is Break.LINE for line in lines)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP or sum(wraps) < max(_FEWEST_WRAPS, breaks * _MOST_LINES_WRAP):
        return list(lines)
    together = list(lines[:1])
    for line, wrapped in zip(lines[1:], wraps, strict=True):
        if wrapped:
            last = together[-1]
            together[-1] = replace(
                last, span=Span(last.span.part, last.span.start, line.span.end), count=last.count + line.count
            )
        else:
            together.append(line)
    return together


def _wraps(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the line ends only because the next word did not fit."""
    if following.break_before is not Break.LINE or marker_length(following.of(text)):
        return False
    first = following.of(text).split(maxsplit=1)[0]
    return line.span.end - line.span.start + 1 + len(first) > width
