"""Staff see what was recorded and listen to it; that they did is an event with their name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from backend.core.actor import Actor
from backend.core.proofs import london_date
from backend.errors import NotFound
from backend.services.context import Context
from backend.store.events import append_event, case_stream, conversation_stream
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Case, Conversation, Event, Recording

LISTENED = "listened"
_ONCE_IN = timedelta(minutes=30)  # a player asks for one recording in many parts


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording's sound on its way; `part` is what a Range header was answered with, None for all of it."""

    chunks: Iterator[bytes]
    close: Callable[[], None]
    length: str | None = None
    part: str | None = None


class Player(Protocol):
    """Whatever fetches recordings."""

    def sound(self, sid: str, *, part: str | None = None) -> Sound:
        """The sound of a recording, or a part of it."""


@dataclass(frozen=True, slots=True)
class RecordingLine:
    """One recording as staff see it; `why_not` says why it cannot be listened to, empty when it can."""

    sid: str
    kind: str
    point: int | None
    at: datetime
    seconds: int
    delete_on: date | None
    deleted_at: datetime | None
    why_not: str


def recordings_of_case(context: Context, session: Session, case: Case) -> Sequence[RecordingLine]:
    """What was recorded for a case, oldest first; a call's own recording may be older than its case."""
    talks = select(Conversation.id).where(Conversation.case_id == case.id)
    unclaimed = and_(Recording.case_id.is_(None), Recording.conversation_id.in_(talks))
    return _lines(context, session, or_(Recording.case_id == case.id, unclaimed))


def recordings_of_conversation(
    context: Context, session: Session, conversation: Conversation
) -> Sequence[RecordingLine]:
    """What was recorded in a call, oldest first."""
    return _lines(context, session, Recording.conversation_id == conversation.id)


def _lines(context: Context, session: Session, which: ColumnElement[bool]) -> Sequence[RecordingLine]:
    found = session.scalars(select(Recording).where(which).order_by(Recording.at, Recording.sid))
    return [
        RecordingLine(
            sid=row.sid,
            kind=row.kind,
            point=row.point,
            at=row.at,
            seconds=row.seconds,
            delete_on=row.delete_on,
            deleted_at=row.deleted_at,
            why_not=_why_not(context, row),
        )
        for row in found
    ]


def _why_not(context: Context, row: Recording) -> str:
    if row.deleted_at is not None:
        return "deleted"
    if _is_over(context, row):
        return "being_deleted"
    return "" if context.telephone_account else "no_account"


def _is_over(context: Context, row: Recording) -> bool:
    """Whether it is kept no longer, be it that Twilio still has it."""
    return row.deleted_at is not None or (row.delete_on is not None and row.delete_on <= london_date(context.now()))


def listen(context: Context, actor: Actor, player: Player, sid: str, *, part: str | None = None) -> Sound:
    """The sound, for staff of its provider alone; NotFound when it is another's, was deleted, or is gone."""
    with context.database.read() as session:
        row = _mine(session, actor, sid)
        if _is_over(context, row):
            raise NotFound("This recording was deleted, as the provider or the caller decided.")
        heard_lately = _heard_lately(context, session, actor, row)
    sound = player.sound(sid, part=part)
    with ExitStack() as unless_noted:
        unless_noted.callback(sound.close)
        if not heard_lately:
            _note(context, actor, sid)
        unless_noted.pop_all()
    return sound


def _mine(session: Session, actor: Actor, sid: str) -> Recording:
    row = session.get(Recording, sid)
    provider = session.get_one(Conversation, row.conversation_id).provider if row else ""
    if row is None or not actor.works_for(provider):
        raise NotFound("There is no such recording.")
    return row


def _heard_lately(context: Context, session: Session, actor: Actor, row: Recording) -> bool:
    wanted = (Event.stream == stream_of(row), Event.kind == LISTENED, Event.at > context.now() - _ONCE_IN)
    mine = select(Event).where(*wanted, Event.actor == f"{actor.kind}:{actor.id}")
    return any(event.body["recording"] == row.sid for event in session.scalars(mine))


def _note(context: Context, actor: Actor, sid: str) -> None:
    with context.database.write() as session:
        row = held(session, sid)
        body = {"recording": sid, "kind": row.kind, "point": row.point}
        append_event(session, stream=stream_of(row), kind=LISTENED, at=context.now(), actor=actor, body=body)


def held(session: Session, sid: str) -> Recording:
    """A recording as it stands now, with whatever its events belong to held for this transaction."""
    row = session.get_one(Recording, sid)
    if row.case_id is not None:
        lock_case(session, row.case_id)
    else:
        lock_conversation(session, row.conversation_id)
    session.refresh(row)
    return row


def stream_of(row: Recording) -> str:
    """Where a recording's events stand: with its case, or with its call while there is none."""
    return case_stream(row.case_id) if row.case_id is not None else conversation_stream(row.conversation_id)
