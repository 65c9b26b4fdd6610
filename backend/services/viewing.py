"""Who opened a case or conversation to read it: one event a person and half hour, however often the page reloads."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.services.context import Context
from backend.services.walls import case_of, conversation_of
from backend.store.events import append_event, case_stream, conversation_stream
from backend.store.tables import Event

VIEWED = "viewed"
_ONCE_IN = timedelta(minutes=30)


def view_case(context: Context, actor: Actor, reference: str) -> None:
    """Notes that the actor reads this case; NotFound when it is not theirs to see."""
    with context.database.read() as session:
        stream = case_stream(case_of(session, actor, reference).id)
        if _seen_lately(context, session, stream, actor):
            return
    with context.database.write() as session:
        case_of(session, actor, reference, lock=True)
        append_event(session, stream=stream, kind=VIEWED, at=context.now(), actor=actor)


def view_conversation(context: Context, actor: Actor, conversation_id: str) -> None:
    """Notes that the actor reads this conversation; NotFound when it is not theirs to see."""
    stream = conversation_stream(conversation_id)
    with context.database.read() as session:
        conversation_of(session, actor, conversation_id)
        if _seen_lately(context, session, stream, actor):
            return
    with context.database.write() as session:
        conversation_of(session, actor, conversation_id, lock=True)
        append_event(session, stream=stream, kind=VIEWED, at=context.now(), actor=actor)


def _seen_lately(context: Context, session: Session, stream: str, actor: Actor) -> bool:
    since = context.now() - _ONCE_IN
    wanted = (Event.stream == stream, Event.kind == VIEWED, Event.at > since)
    mine = Event.actor == f"{actor.kind}:{actor.id}"
    return session.scalars(select(Event.id).where(*wanted, mine).limit(1)).first() is not None
