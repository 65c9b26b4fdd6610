"""A chat that staff own and have left without a word goes back to waiting, and says so."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from backend.core.ownership import Owner, OwnerEvent
from backend.services.context import SYSTEM, Context
from backend.services.handoff import CARRY_ON, start_wait
from backend.services.messages import fixed, write_message
from backend.services.ownership import transition
from backend.store.queries import lock_conversation
from backend.store.tables import Conversation, Message


def ask_again_for_silent_staff(context: Context) -> None:
    """Every staff-owned conversation whose last word is the person's and older than the limit."""
    now = context.now()
    with context.database.read() as session:
        owned = select(Conversation).where(Conversation.owner == Owner.STAFF)
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


def _ask_again(context: Context, conversation_id: str) -> None:
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        limit = _limit(context, conversation)
        last = session.scalars(
            select(Message).where(Message.conversation_id == conversation_id).order_by(Message.seq.desc()).limit(1)
        ).first()
        waits_for_staff = last is not None and last.sender == "customer"
        quiet = conversation.last_staff_at is None or conversation.last_staff_at + limit < context.now()
        if conversation.owner != Owner.STAFF or not (waits_for_staff and quiet):
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
