"""The brief: what the assistant is told about a turn, and nothing more."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.intake.agenda import open_question
from backend.services.context import Context
from backend.services.situations import load_situation
from backend.store.tables import Conversation, Message, Turn


def brief_of(context: Context, session: Session, conversation: Conversation, turn: Turn) -> dict[str, Any]:
    """The turn's words, the open question, language, channel, and what was said last."""
    wanted = (Message.conversation_id == conversation.id, Message.seq == turn.seq)
    message = session.scalars(select(Message).where(*wanted)).one()
    question = open_question(load_situation(context, session, conversation))
    chosen = message.choice
    return {
        "turn": turn.id,
        "text": message.text,
        "choice": {"meaning": chosen["meaning"], "about": chosen["about"]} if chosen else None,
        "language": conversation.language,
        "channel": conversation.channel,
        "provider": conversation.provider,
        "question": ({"key": question.key, "kind": str(question.kind), "about": question.about} if question else None),
        "last_said": _last_said(session, conversation, turn.seq),
    }


def _last_said(session: Session, conversation: Conversation, before: int) -> str | None:
    wanted = (
        Message.conversation_id == conversation.id,
        Message.seq < before,
        Message.sender == "assistant",
    )
    return session.scalars(select(Message.text).where(*wanted).order_by(Message.seq.desc()).limit(1)).first()
