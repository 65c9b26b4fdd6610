"""A person at the services themselves, and an assistant that understands what the test tells it to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.record import Record, from_data
from backend.errors import Conflict, Unavailable
from backend.services.calls import begin
from backend.services.context import Context
from backend.services.conversations import open_conversation
from backend.services.operations import operate
from backend.services.runner import Runner
from backend.services.sign_in import sign_in
from backend.services.turns import Incoming, answer_of, receive
from backend.store.database import Database
from backend.store.tables import Case, Event, Message, ObligationRow, RecordVersion, Turn
from tests.builders import MONDAY, Clock, a_staff, make_context, with_settings

TOLD = "complain_treatment_result"
A_CALL = "CA" + "1" * 32
_PASSWORD = "a-long-enough-password"


@dataclass
class FakeAssistant:
    """Does one operation a turn and answers with its wording keys; `away` makes it refuse."""

    context: Context
    operation: str = "answer"
    understood: Mapping[str, Any] = field(default_factory=dict)
    away: bool = False
    asked: list[str] = field(default_factory=list)

    def __call__(self, brief: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The replies to a brief, one for each thing to say and one for the question."""
        self.asked.append(brief["turn"])
        if self.away:
            raise Unavailable("The assistant is away.")
        try:
            reply = operate(self.context, brief["turn"], self.operation, self.understood)
        except Conflict:
            return []
        says = [{"text": say["key"], "choices": []} for say in reply["says"]]
        question = reply["question"]
        return [*says, {"text": question["key"], "choices": question["choices"]}] if question else says


class Seat:
    """One conversation: says and chooses, each turn run to its end."""

    def __init__(self, context: Context, *, provider: str = "lumiere", caller: str | None = None) -> None:
        self.context = context
        self.assistant = FakeAssistant(context)
        self.runner = Runner(context, self.assistant)
        self.id = _ring(context, provider, caller) if caller else open_conversation(context, provider=provider).id
        self.turn = ""

    @property
    def clock(self) -> Clock:
        """The time it is for this seat."""
        assert isinstance(self.context.now, Clock)
        return self.context.now

    def say(
        self,
        text: str,
        *,
        operation: str = "answer",
        intent: str = "add_information",
        topics: Sequence[str] = (),
        entities: Sequence[Mapping[str, Any]] = (),
    ) -> list[str | None]:
        """The keys of what is said to these words, understood so."""
        understood = {"intent": intent, "confidence": 0.9, "entities": entities}
        understood["topics"] = [{"intent": topic, "confidence": 0.9} for topic in topics]
        self.assistant.operation, self.assistant.understood = operation, understood
        return self._send(Incoming(str(uuid.uuid4()), text=text))

    def tell(self, text: str = "My cheek is lumpy after the filler.") -> list[str | None]:
        """A part of the story, recognised as a complaint about treatment."""
        return self.say(text, intent=TOLD, topics=[TOLD])

    def post(self, text: str = "My cheek is lumpy.", *, client_id: str | None = None) -> str:
        """Words are stored and nobody has heard them yet; the turn."""
        self.turn = receive(self.context, self.id, Incoming(client_id or str(uuid.uuid4()), text=text))
        return self.turn

    def choose(self, meaning: str, about: str | None = None) -> list[str | None]:
        """The keys of what is said when the latest choice with this meaning is taken."""
        self.assistant.operation, self.assistant.understood = "answer", {"intent": "choice"}
        return self._send(Incoming(str(uuid.uuid4()), choice=self.choice_id(meaning, about)))

    def choice_id(self, meaning: str, about: str | None = None) -> str:
        """The id of the latest choice with this meaning."""
        for message in reversed(self.messages()):
            for choice in message.choices:
                if choice["meaning"] == meaning and about in {None, choice["about"]}:
                    return str(choice["id"])
        raise AssertionError(f"{meaning} was never offered.")

    def _send(self, incoming: Incoming) -> list[str | None]:
        self.turn = receive(self.context, self.id, incoming)
        self.runner.run_one(self.turn)
        return self.keys(self.turn)

    def until(self, question: str) -> None:
        """Skips and agrees until this question is open."""
        plain = {"tell_more": "that_is_everything", "offer": "none_of_these"}
        plain |= dict.fromkeys(("point", "points", "agree"), "agree")
        for _ in range(30):
            asked = self.messages()[-1].key
            if asked == f"ask.{question}":
                return
            self.choose(plain.get(str(asked).removeprefix("ask."), "skip"))
        raise AssertionError(f"{question} was never asked; the last was {asked}.")

    def keys(self, turn: str) -> list[str | None]:
        """The wording keys of a turn's messages."""
        return [message.key for message in self.messages() if message.turn_id == turn]

    def answer(self) -> dict[str, Any]:
        """The public answer to the last turn."""
        return answer_of(self.context, self.turn)

    def messages(self) -> list[Message]:
        """Everything in the conversation, in order."""
        return rows(self.context, Message, Message.conversation_id == self.id)

    def stored_turn(self) -> Turn:
        """The last turn's row."""
        return rows(self.context, Turn, Turn.id == self.turn)[0]

    def case(self) -> Case | None:
        """The newest case of the database: tests hold one."""
        return next(iter(rows(self.context, Case)[::-1]), None)

    def record(self) -> Record:
        """The newest record."""
        stored = rows(self.context, RecordVersion)
        return from_data(stored[-1].document) if stored else Record()

    def promised(self) -> dict[str, ObligationRow]:
        """What is owed, by kind."""
        return {row.kind: row for row in rows(self.context, ObligationRow)}

    def events(self) -> list[str]:
        """The kinds of all events, in order."""
        return [event.kind for event in rows(self.context, Event)]


def a_seat(
    database: Database,
    *,
    provider: str = "lumiere",
    at: datetime = MONDAY,
    caller: str | None = None,
    **settings: str | bool | None,
) -> Seat:
    """A new conversation at this moment; by telephone from the caller's number, if there is one."""
    context = with_settings(replace(_read_once(), database=database, now=Clock(at)), **settings)
    return Seat(context, provider=provider, caller=caller)


def _ring(context: Context, provider: str, caller: str) -> str:
    return begin(context, sid=A_CALL, provider=provider, number=caller).conversation_id


@cache
def _read_once() -> Context:
    """Policies, calendars, patterns and wording: reading them takes longer than most tests."""
    return make_context(None)  # type: ignore[arg-type]


def somebody_is_there(context: Context, *, provider: str = "lumiere") -> Actor:
    """A member of staff signs in."""
    actor = a_staff(context, name="Ben Okri", providers=[provider], password=_PASSWORD)
    sign_in(context, email="ben@heard.test", password=_PASSWORD, address="here")
    return actor


def an_entity(kind: str, words: str) -> dict[str, Any]:
    """What the assistant found in the words."""
    return {"entity": kind, "value": words, "text": words, "start": 0, "end": len(words)}


def rows(context: Context, table: Any, *where: Any) -> list[Any]:
    """The rows of a table, oldest first, out of any session."""
    with context.database.read() as session:
        found = _ordered(session, table, where)
        session.expunge_all()
        return found


def _ordered(session: Session, table: Any, where: Sequence[Any]) -> list[Any]:
    order = table.seq if table is Message else table.received_at if table is Turn else table.id
    return list(session.scalars(select(table).where(*where).order_by(order)))
