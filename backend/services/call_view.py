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
    prompt: Said | None  # what waits for an answer; None when everything has been asked

    @property
    def choices(self) -> tuple[Mapping[str, Any], ...]:
        """The ready answers now."""
        return self.prompt.choices if self.prompt else ()

    def after(self, seq: int) -> tuple[Said, ...]:
        """What was said after a number."""
        return tuple(said for said in self.said if said.seq > seq)


def look(context: Context, conversation_id: str) -> CallView:
    """The conversation as the line sees it now."""
    with context.database.read() as session:
        conversation = session.get_one(Conversation, conversation_id)
        said = tuple(_said(m) for m in messages_after(session, conversation_id, 0) if m.sender != "customer")
        situation = load_situation(context, session, conversation)
        prompt = _prompt(said, finished=open_question(situation) is None)
        question = _asked(open_question(situation), prompt)
        return CallView(
            provider=conversation.provider,
            language=conversation.language,
            owner=Owner(conversation.owner),
            owner_version=conversation.owner_version,
            on_hold=conversation.hold is not None,
            said=said,
            kind=question.kind if question else Kind.MENU if prompt and prompt.choices else Kind.NARRATIVE,
            about=question.about if question else None,
            skippable=question.skippable if question else False,
            reference=_reference(session, conversation),
            now=context.now(),
            prompt=prompt,
        )


def _said(message: Message) -> Said:
    return Said(message.seq, message.key or "", message.text, message.sender, tuple(message.choices))


def _prompt(said: tuple[Said, ...], *, finished: bool) -> Said | None:
    """The last thing said that asks; a question of the intake is over when nothing is open any more."""
    asking = (line for line in reversed(said) if line.choices or line.key.startswith("ask."))
    last = next(asking, None)
    return None if last is not None and finished and last.key.startswith("ask.") else last


def _asked(question: Question | None, prompt: Said | None) -> Question | None:
    """The open question, if it is the one that waits for an answer."""
    if question is None or prompt is None:
        return None
    return question if prompt.key in {f"ask.{question.key}", f"greeting.{question.key}"} else None


def _reference(session: Session, conversation: Conversation) -> str | None:
    if conversation.case_id is None:
        return None
    return speak_reference(session.get_one(Case, conversation.case_id).reference)


def is_answered(context: Context, turn_id: str) -> bool:
    """Whether a turn that took long has its answer now."""
    return is_finished(context, turn_id)
