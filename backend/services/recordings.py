"""Sound of a call, kept at Twilio: what a caller was asked to leave for a person, or the whole call."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.proofs import london_date
from backend.services.call_recording import REFUSED, is_recorded, was_refused
from backend.services.calls import call_of
from backend.services.context import SYSTEM, Context
from backend.services.conversations import person
from backend.services.handoff import case_for_contact
from backend.services.listening import stream_of
from backend.services.outbox import intend
from backend.store.events import append_event, conversation_stream
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Recording


class RecordingKind(StrEnum):
    """What was recorded."""

    MESSAGE = "message"
    POINT = "point"
    CALL = "call"


def keep(context: Context, conversation_id: str, *, sid: str, url: str, seconds: int, point: int | None) -> None:
    """What a caller was asked to leave, once; staff are told of it."""
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        if session.get(Recording, sid) is not None:
            return
        case = case_for_contact(context, session, conversation)
        now = context.now()
        row = Recording(
            sid=sid,
            conversation_id=conversation.id,
            case_id=case.id,
            kind=RecordingKind.MESSAGE if point is None else RecordingKind.POINT,
            point=point,
            url=url,
            seconds=seconds,
            at=now,
            delete_on=deletion_day(context, conversation.provider, now),
        )
        session.add(row)
        append_event(
            session,
            stream=stream_of(row),
            kind="recorded",
            at=now,
            actor=person(conversation.id),
            body={"recording": sid, "kind": row.kind, "seconds": seconds, "point": point},
        )
        body = {"conversation": conversation.id, "case": case.id, "why": "recording"}
        intend(session, "staff_alert", dedupe_key=f"recording:{sid}", body=body, due_at=now, now=now)


def deletion_day(context: Context, provider: str, at: datetime) -> date | None:
    """The London date on which a recording of that moment is deleted; None until its provider decides."""
    days = context.policy(provider).settings.number("recordings_kept_days")
    return None if days is None else london_date(at) + timedelta(days=days)


# A whole call


def keep_call(context: Context, call_sid: str, *, sid: str, url: str, seconds: int) -> None:
    """The recording of a whole call, once; of one whose caller refused, what there is goes at once."""
    call = call_of(context, call_sid)
    with context.database.write() as session:
        conversation = lock_conversation(session, call.conversation_id)
        if session.get(Recording, sid) is not None:
            return
        if conversation.case_id is not None:
            lock_case(session, conversation.case_id)
        now = context.now()
        unwanted = not is_recorded(session, conversation.id)
        row = Recording(
            sid=sid,
            conversation_id=conversation.id,
            case_id=conversation.case_id,
            kind=RecordingKind.CALL,
            url=url,
            seconds=seconds,
            at=call.began_at,
            delete_on=london_date(now) if unwanted else deletion_day(context, conversation.provider, call.began_at),
        )
        session.add(row)
        body = {"recording": sid, "kind": row.kind, "seconds": seconds, "point": None}
        append_event(session, stream=stream_of(row), kind="recorded", at=now, actor=SYSTEM, body=body)


def refuse(context: Context, call_sid: str) -> None:
    """The caller goes on unrecorded: the recording is stopped, and what was recorded is deleted."""
    call = call_of(context, call_sid)
    with context.database.write() as session:
        conversation = lock_conversation(session, call.conversation_id)
        if was_refused(session, conversation.id):
            return
        now = context.now()
        stream = conversation_stream(conversation.id)
        append_event(session, stream=stream, kind=REFUSED, at=now, actor=person(conversation.id))
        key, body = f"recording_stop:{call_sid}", {"call": call_sid}
        intend(session, "recording_stop", dedupe_key=key, body=body, due_at=now, now=now)
        for row in _of_call(session, conversation.id):
            row.delete_on = london_date(now)


def _of_call(session: Session, conversation_id: str) -> list[Recording]:
    wanted = (Recording.conversation_id == conversation_id, Recording.kind == RecordingKind.CALL)
    return list(session.scalars(select(Recording).where(*wanted, Recording.deleted_at.is_(None))))
