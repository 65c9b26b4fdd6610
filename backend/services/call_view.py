"""What a telephone call has to say and may be answered: a conversation as the line sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.core.intake.agenda import open_question
from backend.core.ownership import Owner
from backend.core.question import Kind, Question
from backend.core.reference import speak_reference
from backend.services.context import Context
from backend.services.situations import load_situation
from backend.services.turns import is_finished
from backend.store.queries import messages_after
from backend.store.tables import Case, Conversation, Message


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to say, with its wording key and the ready answers that go with it."""

    seq: int
    key: str
    text: str
    sender: str
    choices: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CallView:
    """The conversation now: who hears it, all that was said to the caller, and how the last question is answered."""

    provider: str
    language: str
    owner: Owner
    owner_version: int
    on_hold: bool
    said: tuple[Said, ...]
    kind: Kind
    about: str | None
    skippable: bool
    reference: str | None  # as it is spoken
    now: datetime

    @property
    def prompt(self) -> Said:
        """The last thing said that can be answered by a choice, or else the last thing said."""
        return next((said for said in reversed(self.said) if said.choices), self.said[-1])

    def after(self, seq: int) -> tuple[Said, ...]:
        """What was said after a number."""
        return tuple(said for said in self.said if said.seq > seq)


def look(context: Context, conversation_id: str) -> CallView:
    """The conversation as the line sees it now."""
    with context.database.read() as session:
        conversation = session.get_one(Conversation, conversation_id)
        said = tuple(_said(m) for m in messages_after(session, conversation_id, 0) if m.sender != "customer")
        question = _asked(open_question(load_situation(context, session, conversation)), said)
        return CallView(
            provider=conversation.provider,
            language=conversation.language,
            owner=Owner(conversation.owner),
            owner_version=conversation.owner_version,
            on_hold=conversation.hold is not None,
            said=said,
            kind=question.kind if question else _kind(said),
            about=question.about if question else None,
            skippable=question.skippable if question else False,
            reference=_reference(session, conversation),
            now=context.now(),
        )


def _said(message: Message) -> Said:
    return Said(message.seq, message.key or "", message.text, message.sender, tuple(message.choices))


def _asked(question: Question | None, said: tuple[Said, ...]) -> Question | None:
    """The open question, if it is the one that was asked last."""
    last = next((line for line in reversed(said) if line.choices or line.key.startswith("ask.")), None)
    if question is None or last is None:
        return None
    return question if last.key in {f"ask.{question.key}", f"greeting.{question.key}"} else None


def _kind(said: tuple[Said, ...]) -> Kind:
    return Kind.MENU if said and said[-1].choices else Kind.NARRATIVE


def _reference(session: Session, conversation: Conversation) -> str | None:
    if conversation.case_id is None:
        return None
    return speak_reference(session.get_one(Case, conversation.case_id).reference)


def is_answered(context: Context, turn_id: str) -> bool:
    """Whether a turn that took long has its answer now."""
    return is_finished(context, turn_id)
