"""A turn: the message is stored before anything else sees it, and every turn ends in an answer.

(A) `receive` stores, screens for danger and decides who hears. (B) `claim` leases the turn to a
runner, which calls the assistant with no transaction open. (C) `finish` stores the replies if the
conversation is still the assistant's; `give_up` answers without the assistant (design section 2).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from backend.core.intake.agenda import open_question
from backend.core.ownership import Owner
from backend.core.safety import Cue
from backend.errors import Conflict, TooLong
from backend.services.briefs import brief_of
from backend.services.context import SYSTEM, Context
from backend.services.conversations import public_case
from backend.services.danger import cues_in
from backend.services.handoff import CARRY_ON
from backend.services.messages import Draft, fixed, public_message, write_message
from backend.services.screening import answer_without_assistant
from backend.services.situations import load_situation
from backend.services.unheard import say_it_is_kept
from backend.store.events import append_event, conversation_stream
from backend.store.queries import lock_conversation, message_by_client_id, turn_by_id, turn_of
from backend.store.tables import Conversation, Message, Turn
from backend.wording import FIRST

LONGEST_TEXT = 50_000
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3
ONE_MOMENT = "turns.one_moment"


class TurnState(StrEnum):
    """How far a turn has got."""

    RECEIVED = "received"
    RUNNING = "running"
    ANSWERED = "answered"
    GIVEN_UP = "given_up"


FINISHED = (TurnState.ANSWERED, TurnState.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message from outside: its client id, and either text or the id of a choice."""

    client_id: str
    text: str | None = None
    choice: str | None = None


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
        chosen = _chosen(session, conversation, incoming.choice)
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


def _language(context: Context, conversation_id: str) -> str:
    """Read before the write transaction: screening a long text takes a second, and no lock is held meanwhile."""
    with context.database.read() as session:
        conversation = session.get(Conversation, conversation_id)
        return conversation.language if conversation else FIRST


def _same_turn(session: Session, before: Message, incoming: Incoming) -> str:
    same = before.choice["id"] == incoming.choice if before.choice else before.text == incoming.text
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


def claim(context: Context, turn_id: str | None = None) -> dict[str, Any] | None:
    """Leases the next turn (or this one, if it is its turn) and gives its brief; None when there is none.

    One turn of a conversation at a time, in the order the messages came.
    """
    now = context.now()
    earlier = aliased(Turn)
    waits = exists().where(
        earlier.conversation_id == Turn.conversation_id,
        earlier.seq < Turn.seq,
        earlier.state.not_in(FINISHED),
    )
    over = and_(Turn.state == TurnState.RUNNING, Turn.lease_until < now)
    ready = [or_(Turn.state == TurnState.RECEIVED, over), ~waits]
    if turn_id is not None:
        ready.append(Turn.id == turn_id)
    with context.database.write() as session:
        turn = _held(session, ready, waits_for_others=turn_id is not None)
        if turn is None:
            return None
        conversation = session.get_one(Conversation, turn.conversation_id)
        if conversation.owner == Owner.BOT:
            turn.owner_version = conversation.owner_version  # a message that had to wait is heard all the same
        elif turn.owner_version != conversation.owner_version:
            _answer_after_handover(context, session, conversation, turn)
            return None
        turn.attempts += 1
        turn.state, turn.lease_until = TurnState.RUNNING, now + LEASE
        brief = brief_of(context, session, conversation, turn)
        return brief | {"attempts": turn.attempts, "received_at": turn.received_at}


def _held(session: Session, ready: Sequence[ColumnElement[bool]], *, waits_for_others: bool) -> Turn | None:
    """The first of these turns, with its conversation held: every writer of a turn holds that first."""
    found = select(Turn).join(Conversation, Conversation.id == Turn.conversation_id).where(*ready)
    first = found.order_by(Turn.received_at).limit(1)
    held = first.with_for_update(of=Conversation, skip_locked=not waits_for_others)
    turn = session.scalars(held).first()
    if turn is None:
        return None
    session.refresh(turn)
    still = session.scalars(select(Turn.id).where(Turn.id == turn.id, *ready)).first()
    return turn if still is not None else None


def finish(context: Context, turn_id: str, replies: Sequence[Mapping[str, Any]]) -> None:
    """Stores the assistant's replies, unless the conversation changed hands meanwhile."""
    with context.database.write() as session:
        turn, conversation = _running(session, turn_id)
        if turn.state in FINISHED:
            return
        if conversation.owner_version != turn.owner_version or conversation.owner == Owner.STAFF:
            _answer_after_handover(context, session, conversation, turn, [reply["text"] for reply in replies])
        else:
            keys = _keys(turn, len(replies))
            for reply, key in zip(replies, keys, strict=True):
                draft = Draft(
                    reply["text"], key=key, choices=tuple(reply.get("choices", ())), language=reply.get("lang")
                )
                write_message(session, conversation, draft, at=context.now(), turn_id=turn.id)
            turn.state, turn.answered_at = TurnState.ANSWERED, context.now()


def _keys(turn: Turn, count: int) -> list[str | None]:
    """The wording keys of the replies, where the assistant said one message for each."""
    result = turn.result or {}
    keys: list[str | None] = [say["key"] for say in result.get("says", [])]
    if result.get("question"):
        keys.append(f"ask.{result['question']['key']}")
    return keys if len(keys) == count else [None] * count


def give_up(context: Context, turn_id: str, *, reason: str) -> None:
    """Answers for the assistant: the words are kept, with a reference and a date, and staff see them."""
    with context.database.write() as session:
        turn, conversation = _running(session, turn_id)
        if turn.state in FINISHED:
            return
        if conversation.owner_version != turn.owner_version:
            _answer_after_handover(context, session, conversation, turn)
            return
        message = _message_of(session, turn)
        if not _was_answered(session, turn):
            for draft in say_it_is_kept(context, session, conversation, message, turn, reason=reason):
                write_message(session, conversation, draft, at=context.now(), turn_id=turn.id)
        turn.state, turn.answered_at = TurnState.GIVEN_UP, context.now()


def _was_answered(session: Session, turn: Turn) -> bool:
    """Whether the front door has answered the turn already and only the assistant's part is missing."""
    said = select(Message.id).where(Message.turn_id == turn.id, Message.key.is_distinct_from("turns.one_moment"))
    return session.scalars(said).first() is not None


def say_one_moment(context: Context, turn_id: str) -> None:
    """The waiting line, once, for a turn that takes long; its answer is added when it comes."""
    with context.database.write() as session:
        turn, conversation = _running(session, turn_id)
        said = select(Message.id).where(Message.turn_id == turn_id, Message.key == ONE_MOMENT)
        if turn.state in FINISHED or session.scalars(said).first() is not None:
            return
        draft = fixed(context, conversation, ONE_MOMENT)
        write_message(session, conversation, draft, at=context.now(), turn_id=turn.id)


def release(context: Context, turn_id: str, *, at: datetime) -> None:
    """Gives the lease back so that the turn runs again at or after this time."""
    with context.database.write() as session:
        turn, _ = _running(session, turn_id)
        if turn.state == TurnState.RUNNING:
            turn.lease_until = at


def _running(session: Session, turn_id: str) -> tuple[Turn, Conversation]:
    turn = turn_by_id(session, turn_id)
    conversation = lock_conversation(session, turn.conversation_id)
    session.refresh(turn)
    return turn, conversation


def _message_of(session: Session, turn: Turn) -> Message:
    wanted = (Message.conversation_id == turn.conversation_id, Message.seq == turn.seq)
    return session.scalars(select(Message).where(*wanted)).one()


def _answer_after_handover(
    context: Context, session: Session, conversation: Conversation, turn: Turn, dropped: Sequence[str] = ()
) -> None:
    """The conversation changed hands: the assistant's words are logged, and whoever waits is not left in silence."""
    append_event(
        session,
        stream=conversation_stream(conversation.id),
        kind="reply_dropped",
        at=context.now(),
        actor=SYSTEM,
        reason="the conversation changed hands",
        body={"turn": turn.id, "replies": list(dropped)},
    )
    turn.state, turn.answered_at = TurnState.ANSWERED, context.now()
    answered = session.scalars(select(Message.id).where(Message.turn_id == turn.id)).first()
    if answered is not None or conversation.owner == Owner.STAFF:
        return
    if conversation.owner == Owner.WAITING:
        drafts = [fixed(context, conversation, "handoff.kept_while_waiting", choices=[CARRY_ON])]
    else:
        message = _message_of(session, turn)
        drafts = say_it_is_kept(context, session, conversation, message, turn, reason="the conversation changed hands")
    for draft in drafts:
        write_message(session, conversation, draft, at=context.now(), turn_id=turn.id)


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
