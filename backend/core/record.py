"""The record: everything a person told us and agreed, as one immutable value with a hash.

A record only changes by the functions here; each returns a new record. The story is kept word for
word in parts; points are spans of those parts (design section 5, clauses L.R64 and L.R65).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from backend.core.points import Span, rest_of, split_at_sentences


class RecordError(Exception):
    """An edit that the record cannot take; the message says what to do instead."""


class FactState(StrEnum):
    """How a fact came to be as it is."""

    GIVEN = "given"
    HEARD = "heard"  # taken from the story, not asked
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the story, verbatim; `source` is web, phone, page or staff.

    A part kept `apart` was said in danger: it stays in the record and is never made a point.
    """

    number: int
    text: str
    source: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One numbered matter to be answered: verbatim spans of the story."""

    id: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer in the person's own words, with a read value where one is understood.

    `by_phone`: a telephone line turned their speech into these words, and may have misheard.
    """

    words: str
    state: FactState
    value: str | None = None
    by_phone: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Parts of the story, points, facts by key, and what was offered and chosen."""

    parts: tuple[Part, ...] = ()
    story_done: bool = False
    points: tuple[Point, ...] = ()
    next_point: int = 1
    facts: Mapping[str, Fact] = field(default_factory=dict)
    offers: Mapping[str, str] = field(default_factory=dict)  # offer key -> accepted | declined
    topics: tuple[str, ...] = ()


def add_part(record: Record, text: str, *, source: str, apart: bool = False) -> Record:
    """The record with one more part of the story, in no point yet."""
    if not text.strip():
        raise RecordError("There was nothing written. Please write what you would like to add.")
    part = Part(len(record.parts) + 1, text, source, apart)
    return replace(record, parts=(*record.parts, part))


def texts(record: Record) -> list[str]:
    """The words of the story, part by part."""
    return [part.text for part in record.parts]


def words_of(record: Record, point: Point) -> str:
    """A point's own words, its spans joined by a space."""
    by_number = {part.number: part.text for part in record.parts}
    return " ".join(" ".join(by_number[s.part][s.start : s.end].split()) for s in point.spans)


def rest(record: Record) -> list[str]:
    """The words that are in no point, kept as they were said."""
    taken = [span for point in record.points for span in point.spans]
    by_number = {part.number: part.text for part in record.parts}
    return [
        " ".join(by_number[s.part][s.start : s.end].split())
        for s in rest_of({part.number: part.text for part in record.parts}, taken)
    ]


def with_points(record: Record, proposed: Iterable[tuple[Span, ...]]) -> Record:
    """The record with these points in place of the ones it had."""
    spans = list(proposed)
    points = tuple(Point(record.next_point + n, span) for n, span in enumerate(spans))
    return replace(record, points=points, next_point=record.next_point + len(spans))


def append_points(record: Record, proposed: Iterable[tuple[Span, ...]]) -> Record:
    """The record with further points after the ones it had."""
    added = with_points(record, proposed)
    return replace(added, points=(*record.points, *added.points))


def number_of(record: Record, point_id: int) -> int:
    """Where a point stands in the list, counted from 1."""
    for number, point in enumerate(record.points, start=1):
        if point.id == point_id:
            return number
    raise RecordError("That point is no longer in the record. Please look at the points again.")


def point_at(record: Record, number: int) -> Point:
    """The point that is read out under this number."""
    if not 1 <= number <= len(record.points):
        raise RecordError(f"There is no point {number}. There are {len(record.points)} points.")
    return record.points[number - 1]


def change_point(record: Record, number: int, text: str, *, source: str) -> Record:
    """The point now says these words; its earlier words stay in the rest of the story."""
    point = point_at(record, number)
    added = add_part(record, text, source=source)
    part = added.parts[-1]
    start = len(part.text) - len(part.text.lstrip())
    span = Span(part.number, start, len(part.text.rstrip()))
    changed = replace(point, spans=(span,))
    return replace(added, points=_swap(added.points, number, (changed,)))


def add_point(record: Record, text: str, *, source: str) -> Record:
    """One more point, in these words."""
    added = add_part(record, text, source=source)
    part = added.parts[-1]
    start = len(part.text) - len(part.text.lstrip())
    return append_points(added, [(Span(part.number, start, len(part.text.rstrip())),)])


def remove_point(record: Record, number: int) -> Record:
    """The point is no point any more; its words stay in the rest of the story."""
    point_at(record, number)
    return replace(record, points=_swap(record.points, number, ()))


def split_point(record: Record, number: int) -> Record:
    """Each sentence of the point becomes a point of its own."""
    point = point_at(record, number)
    by_number = {part.number: part.text for part in record.parts}
    pieces = [piece for span in point.spans for piece in split_at_sentences(by_number[span.part], span)]
    if len(pieces) < 2:
        raise RecordError("That point is one sentence. You can change its words instead.")
    new = tuple(Point(record.next_point + n, (piece,)) for n, piece in enumerate(pieces))
    points = _swap(record.points, number, new)
    return replace(record, points=points, next_point=record.next_point + len(pieces))


def join_point(record: Record, number: int) -> Record:
    """The point joins the one before it."""
    if number < 2:
        raise RecordError("The first point has none before it to join.")
    before, point = point_at(record, number - 1), point_at(record, number)
    joined = replace(before, spans=(*before.spans, *point.spans))
    points = _swap(record.points, number, ())
    return replace(record, points=_swap(points, number - 1, (joined,)))


def give_fact(record: Record, key: str, fact: Fact) -> Record:
    """The record with this fact, in place of an earlier one of that key."""
    return replace(record, facts={**record.facts, key: fact})


def answer_offers(record: Record, *, offered: Iterable[str], accepted: str | None) -> Record:
    """The record with what was offered and the one that was chosen, or none."""
    answers = {key: "accepted" if key == accepted else "declined" for key in offered}
    return replace(record, offers={**record.offers, **answers})


def _swap(points: tuple[Point, ...], number: int, new: tuple[Point, ...]) -> tuple[Point, ...]:
    return (*points[: number - 1], *new, *points[number:])


def to_data(record: Record) -> dict[str, Any]:
    """The record as plain JSON data."""
    data = asdict(record)
    data["topics"] = list(record.topics)
    for fact in data["facts"].values():
        if not fact["by_phone"]:
            del fact["by_phone"]  # only said where it is so: what was stored before it could be keeps its hash
    return data


def from_data(data: Mapping[str, Any]) -> Record:
    """The record that `to_data` gave."""
    return Record(
        parts=tuple(Part(**part) for part in data["parts"]),
        story_done=data["story_done"],
        points=tuple(Point(point["id"], tuple(Span(**span) for span in point["spans"])) for point in data["points"]),
        next_point=data["next_point"],
        facts={
            key: Fact(fact["words"], FactState(fact["state"]), fact["value"], fact.get("by_phone", False))
            for key, fact in data["facts"].items()
        },
        offers=dict(data["offers"]),
        topics=tuple(data["topics"]),
    )


def record_hash(record: Record) -> str:
    """SHA-256 of the record's canonical JSON (keys sorted, no spaces, UTF-8)."""
    canonical = json.dumps(to_data(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
