"""A point that the line misheard, written down by staff and read back: the person's own yes to it, by telephone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.intake.by_phone import PHONE
from backend.core.intake.points_by_phone import settle_point
from backend.core.intake.situation import Situation
from backend.core.obligations import ObligationKind, ObligationState
from backend.core.proofs import end_of_day, london_date
from backend.core.record import Record, from_data, words_of
from backend.core.spoken_dates import spoken_date
from backend.errors import Conflict, Mistyped, NotFound
from backend.services.context import Context
from backend.services.promises import keep
from backend.services.walls import case_of
from backend.store.events import append_event, case_stream
from backend.store.queries import current_record
from backend.store.tables import Case, Event, ObligationRow, RecordVersion

HOW = "read back by staff"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ReadBack:
    """One point agreed by telephone after staff read it back; `stands` while the record still says it so."""

    point: int
    version: int
    read_by: str
    read_on: date
    recorded_by: str
    stands: bool


def owed_read_back(context: Context, actor: Actor, reference: str, obligation_id: int) -> ObligationRow:
    """The open promise to write a point down and read it back, or NotFound."""
    with context.database.read() as session:
        case = case_of(session, actor, reference)
        return _owed(session, case, obligation_id)


def mark_read_back(
    context: Context,
    actor: Actor,
    reference: str,
    obligation_id: int,
    *,
    point: int,
    read_by: str,
    read_on: date | None,
    expected_version: int,
) -> None:
    """The point was read back as this version has it, and the person agreed it: its promise is kept.

    Only the point is agreed. The record as a whole is agreed when the person says so to a version of it.
    """
    with context.database.write() as session:
        case = case_of(session, actor, reference, lock=True)
        owed = _owed(session, case, obligation_id)
        stored = current_record(session, case)
        if stored is None or stored.version != expected_version:
            raise Conflict(
                f"The record was changed meanwhile: you saw version {expected_version}, it is now version "
                f"{case.record_version}. Please look whether the point still says what you read back."
            )
        record = from_data(stored.document)
        if not 1 <= point <= len(record.points):
            raise Mistyped("Please choose the point that you read back.", field="point")
        name, day = _name(read_by), _day(context, read_on, _first_day(session, owed, _words(record, point)))
        body = {"point": point, "version": stored.version, "hash": stored.hash, "obligation": owed.id}
        body |= {"read_by": name, "read_on": day.isoformat()}
        append_event(
            session,
            stream=case_stream(case.id),
            kind="point_agreed",
            at=context.now(),
            actor=actor,
            reason=HOW,
            body=body,
        )
        told = f"{name} read point {point} of version {stored.version} back, and the person agreed it by telephone."
        keep(context, session, owed, actor=actor, reason=told, at=_instant(context, day))
        _not_asked_again(case, record, point)


def _owed(session: Session, case: Case, obligation_id: int) -> ObligationRow:
    row = session.get(ObligationRow, obligation_id)
    if row is None or row.case_id != case.id or row.kind != ObligationKind.WRITE_DOWN:
        raise NotFound("There is no such promise.")
    if row.state != ObligationState.OPEN:
        raise Conflict("This promise has been marked already.")
    return row


def _words(record: Record, point: int) -> str:
    return words_of(record, record.points[point - 1])


def _name(read_by: str) -> str:
    name = read_by.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Mistyped("Please write who read it back.", field="read_by")
    return name


def _day(context: Context, day: date | None, first: date) -> date:
    if day is None:
        raise Mistyped("Please write the day on which it was read back.", field="read")
    if day > london_date(context.now()):
        raise Mistyped("That day is still to come. Please write the day on which it was read back.", field="read")
    if day < first:
        sentence = f"The point has said so only since {spoken_date(first)}. Please write that day or a later one."
        raise Mistyped(sentence, field="read")
    return day


def _first_day(session: Session, owed: ObligationRow, words: str) -> date:
    """The first day on which these words can have been read back: they were promised, and the record said so."""
    versions = select(RecordVersion).where(RecordVersion.case_id == owed.case_id)
    newest_first = session.scalars(versions.order_by(RecordVersion.version.desc()))
    said_so = list(takewhile(lambda version: _says(from_data(version.document), words), newest_first))
    return london_date(max(owed.made_at, said_so[-1].at))


def _says(record: Record, words: str) -> bool:
    return any(words_of(record, point) == words for point in record.points)


def _instant(context: Context, day: date) -> datetime:
    return min(context.now(), end_of_day(day) - timedelta(microseconds=1))


def _not_asked_again(case: Case, record: Record, point: int) -> None:
    """Whoever rings again is not asked about a point that they have agreed."""
    before = Situation(channel=PHONE, record=record, progress=dict(case.progress))
    case.progress = dict(settle_point(before, point).progress)


def read_backs_in(
    events: Iterable[Event], versions: Sequence[RecordVersion], names: Mapping[str, str]
) -> Sequence[ReadBack]:
    """The points of a case that were agreed so, oldest first."""
    records = {version.version: from_data(version.document) for version in versions}
    newest = records[max(records)] if records else Record()
    return [
        ReadBack(
            point=event.body["point"],
            version=event.body["version"],
            read_by=event.body["read_by"],
            read_on=date.fromisoformat(event.body["read_on"]),
            recorded_by=names[event.actor],
            stands=_says(newest, _words(records[event.body["version"]], event.body["point"])),
        )
        for event in events
        if event.kind == "point_agreed" and event.reason == HOW
    ]
