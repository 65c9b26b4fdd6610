"""Hold a case for a change that its person makes on the record page: one order of locks, one named version."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.record import Record
from backend.errors import Conflict, HeardError
from backend.services.context import Context
from backend.services.situations import record_of
from backend.services.tokens import token_hash
from backend.store.queries import lock_case
from backend.store.tables import Case, Conversation


class StaleRecord(Conflict):
    """The record was changed after the version that the page showed."""

    def __init__(self, *, seen: int, now: int) -> None:
        super().__init__("Your record has changed since this page was opened. Please read what has changed first.")
        self.seen, self.now = seen, now


@dataclass(frozen=True, slots=True)
class Held:
    """The case, its record and its version when it was taken up, and its conversations, the newest last."""

    case: Case
    record: Record
    version: int
    conversations: tuple[Conversation, ...]

    @property
    def chat(self) -> Conversation | None:
        """The newest web chat in which the person may be told of their record."""
        chats = [each for each in self.conversations if each.channel == "web"]
        return chats[-1] if chats else None

    @property
    def language(self) -> str:
        """The language of the newest conversation."""
        return self.conversations[-1].language if self.conversations else "en"


def hold(session: Session, case_id: int) -> Held:
    """The case, held with its conversations; these first, as a turn does, so that neither waits for the other."""
    wanted = select(Conversation).where(Conversation.case_id == case_id).order_by(Conversation.id).with_for_update()
    found = sorted(session.scalars(wanted), key=lambda each: each.opened_at)
    case = lock_case(session, case_id)
    return Held(case, record_of(session, case), case.record_version, tuple(found))


def require_version(held: Held, version: int) -> None:
    """StaleRecord when the record has moved on since this version, HeardError when there never was one."""
    if version == held.version:
        return
    if 0 <= version < held.version:
        raise StaleRecord(seen=version, now=held.version)
    raise HeardError("This form names a version of your record that there is not. Please open the page again.")


def some_conversation(context: Context, session: Session, held: Held) -> Conversation:
    """A conversation about the case that staff see; a new one of the page's own when there is none any more."""
    if held.conversations:
        return held.chat or held.conversations[-1]
    conversation = Conversation(
        id=str(uuid.uuid4()),
        provider=held.case.provider,
        channel="page",
        language="en",
        token_hash=token_hash(secrets.token_urlsafe(32)),
        owner="bot",
        owner_version=1,
        case_id=held.case.id,
        last_seq=0,
        opened_at=context.now(),
    )
    session.add(conversation)
    session.flush()
    return conversation
