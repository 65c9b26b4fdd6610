"""What a telephone call has to say and may be answered: a conversation as the line sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.intake.agenda import open_question
from backend.core.ownership import Owner
from backend.core.question import Kind, Question
from backend.core.reference import speak_reference
from backend.services.context import Context
from backend.services.situations import load_situation
from backend.services.transfers import by_telephone
from backend.services.turns import is_finished
from backend.store.queries import messages_after
from backend.store.tables import Alert, Case, Conversation, Message

STAYS = timedelta(minutes=5)  # with somebody who was in danger
_PAGE = 20  # messages looked through at a time for the last that asks


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
    """The conversation now: who hears it, what was said to the caller lately, and how the last question is answered."""

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
    prompt: Said | None  # what waits for an answer; None when everything has been asked, and while staff talk
    danger_at: datetime | None = None  # when danger was last heard
    by_telephone: bool = False  # staff have the caller on their own telephone

    @property
    def choices(self) -> tuple[Mapping[str, Any], ...]:
        """The ready answers now."""
        return self.prompt.choices if self.prompt else ()

    @property
    def is_in_danger(self) -> bool:
        """Whether danger was heard so lately that the caller is not left alone."""
        return self.danger_at is not None and self.now - self.danger_at < STAYS

    def after(self, seq: int) -> tuple[Said, ...]:
        """What was said after a number."""
        return tuple(said for said in self.said if said.seq > seq)


def look(context: Context, conversation_id: str, *, since: int = 0) -> CallView:
    """The conversation as the line sees it now, with what was said after a number."""
    with context.database.read() as session:
        conversation = session.get_one(Conversation, conversation_id)
        situation = load_situation(context, session, conversation)
        question = open_question(situation)
        prompt = _prompt(session, conversation, finished=question is None)
        asked = _asked(question, prompt)
        new = messages_after(session, conversation_id, since)
        return CallView(
            provider=conversation.provider,
            language=conversation.language,
            owner=Owner(conversation.owner),
            owner_version=conversation.owner_version,
            on_hold=conversation.hold is not None,
            said=tuple(_said(message) for message in new if message.sender != "customer"),
            kind=asked.kind if asked else Kind.MENU if prompt and prompt.choices else Kind.NARRATIVE,
            about=asked.about if asked else None,
            skippable=asked.skippable if asked else False,
            reference=_reference(session, conversation),
            now=context.now(),
            prompt=prompt,
            danger_at=_danger_at(session, conversation),
            by_telephone=by_telephone(conversation),
        )


def _said(message: Message) -> Said:
    return Said(message.seq, message.key or "", message.text, message.sender, tuple(message.choices))


def _prompt(session: Session, conversation: Conversation, *, finished: bool) -> Said | None:
    """The last thing said that asks; a question of the intake is over when nothing is open any more."""
    if conversation.owner == Owner.STAFF:
        return None  # what the caller says is for the person who talks with them
    last = next(
        (m for m in _newest_first(session, conversation) if m.choices or (m.key or "").startswith("ask.")), None
    )
    return None if last is None or (finished and (last.key or "").startswith("ask.")) else _said(last)


def _newest_first(session: Session, conversation: Conversation) -> Iterator[Message]:
    """What was said to the caller, a page at a time: the last that asks is nearly always on the first."""
    wanted = (Message.conversation_id == conversation.id, Message.sender != "customer")
    before = conversation.last_seq + 1
    while True:
        newest = select(Message).where(*wanted, Message.seq < before).order_by(Message.seq.desc()).limit(_PAGE)
        page = list(session.scalars(newest))
        yield from page
        if len(page) < _PAGE:
            return
        before = page[-1].seq


def _asked(question: Question | None, prompt: Said | None) -> Question | None:
    """The open question, if it is the one that waits for an answer."""
    if question is None or prompt is None:
        return None
    return question if prompt.key in {f"ask.{question.key}", f"greeting.{question.key}"} else None


def _reference(session: Session, conversation: Conversation) -> str | None:
    if conversation.case_id is None:
        return None
    return speak_reference(session.get_one(Case, conversation.case_id).reference)


def _danger_at(session: Session, conversation: Conversation) -> datetime | None:
    wanted = select(Alert.at).where(Alert.conversation_id == conversation.id)
    return session.scalars(wanted.order_by(Alert.at.desc()).limit(1)).first()


def is_answered(context: Context, turn_id: str) -> bool:
    """Whether a turn that took long has its answer now."""
    return is_finished(context, turn_id)
