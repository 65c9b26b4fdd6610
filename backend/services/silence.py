"""A chat that staff own and have left without a word goes back to waiting, and says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.core.ownership import Owner, OwnerEvent
from backend.services.context import SYSTEM, Context
from backend.services.handoff import CARRY_ON, start_wait
from backend.services.messages import fixed, write_message
from backend.services.ownership import transition
from backend.store.queries import lock_conversation
from backend.store.tables import Conversation, Message


def ask_again_for_silent_staff(context: Context) -> None:
    """Every staff-owned conversation in which the person has waited for a word longer than the limit."""
    now = context.now()
    with context.database.read() as session:
        # Staff without an account took a call by telephone: they talk, and write nothing here.
        owned = select(Conversation).where(Conversation.owner == Owner.STAFF, Conversation.staff_id.is_not(None))
        silent = [
            conversation.id
            for conversation in session.scalars(owned)
            if conversation.last_staff_at is not None
            and conversation.last_staff_at + _limit(context, conversation) < now
        ]
    for conversation_id in silent:
        _ask_again(context, conversation_id)


def _limit(context: Context, conversation: Conversation) -> timedelta:
    return timedelta(minutes=context.policy(conversation.provider).waiting.staff_silence_minutes)


def _unanswered_since(session: Session, conversation: Conversation) -> datetime | None:
    """Since when the person waits for a word: their first message after the last staff one, or the joining."""
    mine = Message.conversation_id == conversation.id
    word = select(func.coalesce(func.max(Message.seq), 0)).where(mine, Message.sender == "staff")
    theirs = select(Message.at).where(mine, Message.sender == "customer", Message.seq > word.scalar_subquery())
    first = session.scalars(theirs.order_by(Message.seq).limit(1)).first()
    return first and max(first, conversation.last_staff_at or first)


def _ask_again(context: Context, conversation_id: str) -> None:
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        limit = _limit(context, conversation)
        since = _unanswered_since(session, conversation)
        if conversation.owner != Owner.STAFF or since is None or context.now() - since < limit:
            return
        transition(
            context,
            session,
            conversation,
            OwnerEvent.STAFF_SILENT,
            expected_version=conversation.owner_version,
            actor=SYSTEM,
            reason="no word from staff",
        )
        start_wait(context, session, conversation)
        minutes = int(limit.total_seconds() // 60)
        draft = fixed(context, conversation, "handoff.staff_silent", choices=[CARRY_ON], minutes=minutes)
        write_message(session, conversation, draft, at=context.now())
