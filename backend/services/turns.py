"""A turn: the message is stored before anything else sees it, and every turn ends in an answer.

(A) `receive` stores, screens for danger and decides who hears. (B) `leases.claim` leases the turn to a
runner, which calls the assistant with no transaction open. (C) `answers.finish` stores the replies if the
conversation is still the assistant's; `answers.give_up` answers without the assistant (design section 2).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.intake.agenda import open_question
from backend.core.question import Choice
from backend.core.safety import Cue
from backend.errors import Conflict, TooLong
from backend.services.context import Context
from backend.services.conversations import public_case
from backend.services.danger import cues_in
from backend.services.messages import Draft, labelled, public_message, write_message
from backend.services.screening import answer_without_assistant
from backend.services.situations import load_situation
from backend.store.queries import lock_conversation, message_by_client_id, turn_by_id, turn_of
from backend.store.tables import Conversation, Message, Turn
from backend.wording import FIRST

LONGEST_TEXT = 50_000


class TurnState(StrEnum):
    """How far a turn has got."""

    RECEIVED = "received"
    RUNNING = "running"
    ANSWERED = "answered"
    GIVEN_UP = "given_up"


FINISHED = (TurnState.ANSWERED, TurnState.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message from outside: its client id, and either text, the id of a choice, or a key that always works."""

    client_id: str
    text: str | None = None
    choice: str | None = None
    key: str | None = None  # a meaning that needs no offer: a person, another language

    @property
    def chosen(self) -> str | None:
        """What names the choice, if it is one."""
        return self.choice or self.key


def receive(context: Context, conversation_id: str, incoming: Incoming) -> str:
    """Stores the message with its turn and gives the turn's id; the same message again gives the same turn."""
    if incoming.text is not None and len(incoming.text) > LONGEST_TEXT:
        raise TooLong(f"That is longer than {LONGEST_TEXT:,} characters. Please send it in two or more parts.")
    cues = cues_in(context, _language(context, conversation_id), incoming.text or "")
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        before = message_by_client_id(session, conversation_id, incoming.client_id)
        if before is not None:
            return _same_turn(session, before, incoming)
        chosen = _chosen(session, conversation, incoming.choice) or _keyed(context, conversation, incoming.key)
        words = Draft(incoming.text or chosen.get("label", ""), sender="customer")
        now = context.now()
        message = write_message(
            session, conversation, words, at=now, client_id=incoming.client_id, choice=chosen or None
        )
        turn = Turn(
            id=str(uuid.uuid4()),
            conversation_id=conversation.id,
            seq=message.seq,
            state=TurnState.RECEIVED,
            owner_version=conversation.owner_version,
            received_at=now,
        )
        session.add(turn)
        session.flush()
        _answer_at_once(context, session, conversation, message, turn, cues)
        return turn.id


def was_received(context: Context, conversation_id: str, client_id: str) -> bool:
    """Whether this message was stored before, and is sent again for its answer."""
    with context.database.read() as session:
        return message_by_client_id(session, conversation_id, client_id) is not None


def holds_danger(context: Context, conversation_id: str, incoming: Incoming) -> bool:
    """Whether the message must be heard whatever else is going on."""
    return bool(cues_in(context, _language(context, conversation_id), incoming.text or ""))


def _language(context: Context, conversation_id: str) -> str:
    """Read before the write transaction: screening a long text takes a second, and no lock is held meanwhile."""
    with context.database.read() as session:
        conversation = session.get(Conversation, conversation_id)
        return conversation.language if conversation else FIRST


def _same_turn(session: Session, before: Message, incoming: Incoming) -> str:
    same = before.choice["id"] == incoming.chosen if before.choice else before.text == incoming.text
    turn = turn_of(session, before.conversation_id, before.seq)
    if not same or turn is None:
        raise Conflict("That message id was used for another message. Please send it again as a new one.")
    return turn.id


def _chosen(session: Session, conversation: Conversation, choice_id: str | None) -> dict[str, Any]:
    """The choice with this id, which must have been offered in this conversation."""
    if choice_id is None:
        return {}
    wanted = (Message.conversation_id == conversation.id, Message.sender != "customer")
    for message in session.scalars(select(Message).where(*wanted).order_by(Message.seq.desc())):
        for choice in message.choices:
            if choice["id"] == choice_id:
                return {**choice, "of": message.key}
    raise Conflict("That answer is not one of the choices here. Please look at the latest question.")


def _keyed(context: Context, conversation: Conversation, meaning: str | None) -> dict[str, Any]:
    """A key of the telephone that means the same at every question."""
    if meaning is None:
        return {}
    return {"id": meaning, **labelled(context, conversation.language, Choice(meaning))}


def _answer_at_once(
    context: Context,
    session: Session,
    conversation: Conversation,
    message: Message,
    turn: Turn,
    cues: Sequence[Cue],
) -> None:
    """Danger, a person, waiting and staff are the front door's; the rest is left for the assistant."""
    answer = answer_without_assistant(context, session, conversation, message, cues)
    for draft in answer.drafts:
        write_message(session, conversation, draft, at=context.now(), turn_id=turn.id)
    turn.owner_version = conversation.owner_version
    if answer.reply is not None:
        turn.operation, turn.result = "answer", dict(answer.reply)
    if not answer.assistant_too:
        turn.state, turn.answered_at = TurnState.ANSWERED, context.now()


def is_finished(context: Context, turn_id: str) -> bool:
    """Whether the turn has its answer."""
    with context.database.read() as session:
        return turn_by_id(session, turn_id).state in FINISHED


def answer_of(context: Context, turn_id: str) -> dict[str, Any]:
    """The answer to a turn as the public contract gives it; identical ever after once it is finished."""
    with context.database.read() as session:
        turn = turn_by_id(session, turn_id)
        conversation = session.get_one(Conversation, turn.conversation_id)
        answers = session.scalars(select(Message).where(Message.turn_id == turn.id).order_by(Message.seq))
        return {
            "owner": conversation.owner,
            "pending": turn.state not in FINISHED,
            "messages": [public_message(message) for message in answers],
            "case": public_case(session, conversation),
        }


def question_key(context: Context, conversation_id: str) -> str | None:
    """The key of the question that is open now."""
    with context.database.read() as session:
        conversation = session.get_one(Conversation, conversation_id)
        question = open_question(load_situation(context, session, conversation))
        return question.key if question else None
