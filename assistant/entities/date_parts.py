"""What the rules of both kinds of date read from a match."""

from __future__ import annotations

import re

from assistant.entities.calendar_words import Interval


def group(match: re.Match[str], name: str) -> str | None:
    found = match.groupdict().get(name)
    return found.lower() if found else None


def part_of(whole: Interval, part: str) -> Interval:
    """The first, middle or last third."""
    third = (whole.last - whole.first) / 3
    if re.search(r"early|beginning|start|first", part, re.IGNORECASE):
        return Interval(whole.first, whole.first + third)
    if re.search(r"late|end|last", part, re.IGNORECASE):
        return Interval(whole.last - third, whole.last)
    return Interval(whole.first + third, whole.last - third)
