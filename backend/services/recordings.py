"""Sound a caller was asked to leave: kept with the case, linked to its point, heard and written down by a person."""

from __future__ import annotations

from backend.services.context import Context
from backend.services.conversations import person
from backend.services.handoff import case_for_contact
from backend.services.outbox import intend
from backend.store.events import append_event, case_stream
from backend.store.queries import lock_conversation
from backend.store.tables import Recording


def keep(context: Context, conversation_id: str, *, sid: str, url: str, seconds: int, point: int | None) -> None:
    """One recording, once; staff are told of it."""
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        if session.get(Recording, sid) is not None:
            return
        case = case_for_contact(context, session, conversation)
        now = context.now()
        session.add(
            Recording(
                sid=sid,
                conversation_id=conversation.id,
                case_id=case.id,
                point=point,
                url=url,
                seconds=seconds,
                at=now,
            )
        )
        append_event(
            session,
            stream=case_stream(case.id),
            kind="recorded",
            at=now,
            actor=person(conversation.id),
            body={"recording": sid, "seconds": seconds, "point": point},
        )
        body = {"conversation": conversation.id, "case": case.id, "why": "recording"}
        intend(session, "staff_alert", dedupe_key=f"recording:{sid}", body=body, due_at=now, now=now)
