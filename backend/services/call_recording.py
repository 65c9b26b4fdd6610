"""Whether a whole call is recorded: only if its provider decided so, and only until the caller asks us not to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.services.context import Context
from backend.store.events import conversation_stream
from backend.store.tables import Event, Message

ANNOUNCED = "greeting.welcome_recorded"  # the greeting's wording key: no call is recorded whose caller was not told
REFUSED = "recording_refused"


def records_calls(context: Context, provider: str) -> bool:
    """Whether the provider decided so, and a recording can be stopped and deleted when a caller asks for it."""
    return context.telephone_account and context.policy(provider).settings.yes("record_calls") is True


def is_recorded(session: Session, conversation_id: str) -> bool:
    """Whether the caller was told that this call is recorded, and has not refused."""
    told = select(Message.id).where(Message.conversation_id == conversation_id, Message.key == ANNOUNCED)
    return session.scalars(told.limit(1)).first() is not None and not was_refused(session, conversation_id)


def was_refused(session: Session, conversation_id: str) -> bool:
    """Whether the caller asked not to be recorded."""
    wanted = (Event.stream == conversation_stream(conversation_id), Event.kind == REFUSED)
    return session.scalars(select(Event.id).where(*wanted).limit(1)).first() is not None
