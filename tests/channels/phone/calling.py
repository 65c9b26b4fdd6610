"""Calls for tests: a context on a database, a caller on the line, and what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import select

from backend.services.calls import begin, conversation_of
from backend.services.context import Context
from backend.services.handoff import ask_for_person
from backend.services.messages import Draft, write_message
from backend.store.database import Database
from backend.store.queries import lock_conversation
from backend.store.tables import Conversation, Event, Message
from tests.builders import Clock, make_context, stored_conversation, with_numbers

MOBILE = "+447700900123"  # kept for drama


@cache
def _read_once() -> Context:
    """Policies, calendars, patterns and wording: reading them takes longer than most tests."""
    return with_numbers(make_context(None))  # type: ignore[arg-type]


def a_context(database: Database) -> Context:
    """A context on this database at ten on a Monday, every provider's telephone numbers set."""
    return replace(_read_once(), database=database, now=Clock())


def pass_time(context: Context, **duration: float) -> None:
    """So much later."""
    assert isinstance(context.now, Clock)
    context.now.pass_time(**duration)


@dataclass(frozen=True)
class Caller:
    """Somebody on the line."""

    context: Context
    sid: str
    conversation: str

    @property
    def stored(self) -> Conversation:
        """Their conversation's row as it is now."""
        return stored_conversation(self.context, self.conversation)

    @property
    def owner(self) -> str:
        """Who hears them now."""
        return self.stored.owner

    def messages(self) -> list[Message]:
        """All that was said in the conversation, in order."""
        return rows(self.context, Message, Message.conversation_id == self.conversation)

    def events(self) -> list[str]:
        """The kinds of the conversation's own events, in order."""
        found = rows(self.context, Event, Event.stream == f"conversation:{self.conversation}")
        return [event.kind for event in found]


def a_caller(
    context: Context,
    *,
    sid: str = "CA1",
    provider: str = "lumiere",
    number: str | None = MOBILE,
    says: Sequence[str] = (),
) -> Caller:
    """A call that has begun, in which the caller has said these things."""
    begin(context, sid=sid, provider=provider, number=number)
    conversation = conversation_of(context, sid)
    with context.database.write() as session:
        row = lock_conversation(session, conversation)
        for text in says:
            write_message(session, row, Draft(text, sender="customer"), at=context.now())
    return Caller(context, sid, conversation)


def a_waiting_caller(context: Context, *, sid: str = "CA1") -> Caller:
    """A caller who has asked for a person, in opening hours, and waits for one."""
    caller = a_caller(context, sid=sid)
    ask_for_person(context, caller.conversation)
    assert caller.owner == "waiting"
    return caller


def rows(context: Context, table: Any, *where: Any) -> list[Any]:
    """The rows of a table, oldest first, out of any session."""
    order = table.seq if table is Message else next(iter(table.__mapper__.primary_key))
    with context.database.read() as session:
        found = list(session.scalars(select(table).where(*where).order_by(order)))
        session.expunge_all()
        return found
