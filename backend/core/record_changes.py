"""What is different between two versions of a record, so that a person can read it before they go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from backend.core.record import Fact, Point, Record, words_of


class Changed(StrEnum):
    """What kind of thing is different."""

    POINT = "point"
    FACT = "fact"
    OFFER = "offer"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `key` is a point's number now (or the one it had), a fact's or an offer's key.

    `was` and `now` are words, the empty string for something left unanswered, None where there is nothing.
    """

    what: Changed
    key: str
    was: str | None
    now: str | None


def changes(before: Record, after: Record) -> tuple[Change, ...]:
    """Every difference a reader would notice: points, then facts, offers, and words of the story in no point."""
    return (*_points(before, after), *_facts(before, after), *_offers(before, after), *_story(before, after))


def _points(before: Record, after: Record) -> Iterator[Change]:
    was, now = _numbered(before), _numbered(after)
    for point_id in [*now, *(gone for gone in was if gone not in now)]:
        old, new = was.get(point_id), now.get(point_id)
        if old is None or new is None or old[1] != new[1]:
            number = (new or old or (0, ""))[0]
            yield Change(Changed.POINT, str(number), old and old[1], new and new[1])


def _numbered(record: Record) -> dict[int, tuple[int, str]]:
    return {point.id: (number, words_of(record, point)) for number, point in enumerate(record.points, start=1)}


def _facts(before: Record, after: Record) -> Iterator[Change]:
    for key in dict.fromkeys((*before.facts, *after.facts)):
        old, new = before.facts.get(key), after.facts.get(key)
        if old != new:
            yield Change(Changed.FACT, key, _said(old), _said(new))


def _said(fact: Fact | None) -> str | None:
    return None if fact is None else fact.words or fact.value or ""


def _offers(before: Record, after: Record) -> Iterator[Change]:
    for key in dict.fromkeys((*before.offers, *after.offers)):
        old, new = before.offers.get(key), after.offers.get(key)
        if old != new:
            yield Change(Changed.OFFER, key, old, new)


def _story(before: Record, after: Record) -> Iterator[Change]:
    """Parts that came or went, but not the ones whose words a changed point shows already."""
    was = {part.number: part.text for part in before.parts}
    now = {part.number: part.text for part in after.parts}
    in_points = {number for record in (before, after) for point in record.points for number in _parts_of(point)}
    for number in dict.fromkeys((*was, *now)):
        if was.get(number) != now.get(number) and number not in in_points:
            yield Change(Changed.STORY, "", was.get(number), now.get(number))


def _parts_of(point: Point) -> set[int]:
    return {span.part for span in point.spans}
