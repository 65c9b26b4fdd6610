"""A member of staff in a scenario: signs in, takes over, answers, hands back, corrects the record."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor, ActorKind
from backend.core.record import Fact, FactState, change_point, give_fact
from backend.services.cases import save_record
from backend.services.sign_in import sign_in
from backend.services.situations import record_of
from backend.services.staff import create_account
from backend.services.takeover import hand_back, reply, take_over
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Conversation, Staff, StaffSession
from tests.scenarios.phone_seat import PhoneSeat
from tests.scenarios.seat import WebSeat
from tests.stack import Stack

_PASSWORD = "a long password for tests"


class StaffSeat:
    """Amina, who works for the scenario's provider."""

    def __init__(self, stack: Stack, provider: str) -> None:
        self._stack, self._provider = stack, provider
        with stack.context.database.write() as session:
            for row in session.scalars(select(StaffSession).where(StaffSession.ended_at.is_(None))):
                row.ended_at = stack.context.now()

    def do(self, what: str | dict[str, str], conversation_id: str) -> None:
        """One step of staff."""
        context, actor = self._stack.context, self._actor()
        if what == "sign_in":
            email = self._email()
            sign_in(context, email=email, password=_PASSWORD, address="127.0.0.1")
        elif what == "join":
            take_over(context, actor, conversation_id, expected_version=self._version(conversation_id))
        elif what == "hand_back":
            hand_back(context, actor, conversation_id, expected_version=self._version(conversation_id), reason="done")
        elif isinstance(what, dict):
            reply(context, actor, conversation_id, text=what["reply"], client_id=str(uuid.uuid4()))
        else:
            raise AssertionError(f"Staff cannot {what}.")

    def edit_record(self, edit: dict[str, Any], seat: WebSeat | PhoneSeat) -> None:
        """An edit from outside the chat: the record changes under the conversation."""
        context = self._stack.context
        actor = Actor(ActorKind.PERSON, seat.conversation)
        with context.database.write() as session:
            conversation = lock_conversation(session, seat.conversation)
            assert conversation.case_id is not None
            case = lock_case(session, conversation.case_id)
            record = record_of(session, case)
            if "point" in edit:
                record = change_point(record, edit["point"], edit["to"], source="page")
            else:
                record = give_fact(record, edit["fact"], Fact(edit["to"], FactState.GIVEN))
            save_record(context, session, case, record, actor=actor, reason="record page")

    def _email(self) -> str:
        email = f"amina@{self._provider}.example"
        with self._stack.context.database.read() as session:
            known = session.scalars(select(Staff.id).where(Staff.email == email)).first()
        if known is None:
            create_account(
                self._stack.context, email=email, name="Amina", password=_PASSWORD, providers=[self._provider]
            )
        return email

    def _actor(self) -> Actor:
        email = self._email()
        with self._stack.context.database.read() as session:
            staff = session.scalars(select(Staff).where(Staff.email == email)).one()
        return Actor(ActorKind.STAFF, str(staff.id), frozenset({self._provider}))

    def _version(self, conversation_id: str) -> int:
        with self._stack.context.database.read() as session:
            return session.get_one(Conversation, conversation_id).owner_version
