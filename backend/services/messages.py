"""Write messages into a conversation: numbered without gaps, never changed afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.core.question import Choice
from backend.services.changes import announce
from backend.services.context import Context
from backend.store.tables import Conversation, Message
from backend.wording import FIRST


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be written: its words, choices with labels, and its wording key."""

    text: str
    key: str | None = None
    choices: tuple[Mapping[str, Any], ...] = ()
    sender: str = "assistant"
    language: str | None = None


def write_message(
    session: Session,
    conversation: Conversation,
    draft: Draft,
    *,
    at: datetime,
    turn_id: str | None = None,
    client_id: str | None = None,
    choice: Mapping[str, Any] | None = None,
    staff_name: str | None = None,
) -> Message:
    """One more message; the caller holds the conversation's lock."""
    conversation.last_seq += 1
    message = Message(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        client_id=client_id,
        turn_id=turn_id,
        sender=draft.sender,
        staff_name=staff_name,
        text=draft.text,
        language=draft.language or conversation.language,
        at=at,
        choice=dict(choice) if choice else None,
        choices=[{"id": uuid.uuid4().hex, **choice} for choice in draft.choices],
        key=draft.key,
    )
    session.add(message)
    session.flush()
    announce(session, conversation.id)
    return message


def fixed(
    context: Context,
    conversation: Conversation,
    key: str,
    *,
    choices: Iterable[Choice] = (),
    sender: str = "assistant",
    **values: object,
) -> Draft:
    """A draft of fixed wording, its choices labelled in the conversation's language."""
    language = conversation.language
    return Draft(
        text=context.wording.say(language, _on_channel(context, conversation, key), **values),
        key=key,
        choices=tuple(labelled(context, language, choice) for choice in choices),
        sender=sender,
    )


def _on_channel(context: Context, conversation: Conversation, key: str) -> str:
    """A line that must sound different from how it reads has a `_voice` of its own."""
    spoken = f"{key}_voice"
    return spoken if conversation.channel == "phone" and context.wording.has(FIRST, spoken) else key


def labelled(context: Context, language: str, choice: Choice, label: str | None = None) -> dict[str, Any]:
    """A choice as data: meaning, what it is about, and its label."""
    return {
        "meaning": choice.meaning,
        "about": choice.about,
        "label": label or context.wording.say(language, f"choices.{choice.meaning}", about=choice.about or ""),
    }


def public_message(message: Message) -> dict[str, Any]:
    """A message as the web chat and the page show it."""
    return {
        "seq": message.seq,
        "sender": message.sender,
        "name": message.staff_name,
        "text": message.text,
        "lang": message.language,
        "at": message.at.isoformat(),
        "choices": [{"id": c["id"], "label": c["label"], "meaning": c["meaning"]} for c in message.choices],
    }
