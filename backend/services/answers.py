"""How a turn ends: the assistant's replies are stored, or the front door answers for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.ownership import Owner
from backend.services.context import SYSTEM, Context
from backend.services.handoff import CARRY_ON
from backend.services.messages import Draft, fixed, write_message
from backend.services.turns import FINISHED, TurnState
from backend.services.unheard import say_it_is_kept
from backend.store.events import append_event, conversation_stream
from backend.store.queries import lock_turn
from backend.store.tables import Conversation, Message, Turn

ONE_MOMENT = "turns.one_moment"


def finish(context: Context, turn_id: str, replies: Sequence[Mapping[str, Any]]) -> None:
    """Stores the assistant's replies, unless the conversation changed hands meanwhile."""
    with context.database.write() as session:
        turn, conversation = lock_turn(session, turn_id)
        if turn.state in FINISHED:
            return
        if conversation.owner_version != turn.owner_version or conversation.owner == Owner.STAFF:
            answer_after_handover(context, session, conversation, turn, [reply["text"] for reply in replies])
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
        turn, conversation = lock_turn(session, turn_id)
        if turn.state in FINISHED:
            return
        if conversation.owner_version != turn.owner_version:
            answer_after_handover(context, session, conversation, turn)
            return
        message = _message_of(session, turn)
        if not was_answered(session, turn.id):
            for draft in say_it_is_kept(context, session, conversation, message, turn, reason=reason):
                write_message(session, conversation, draft, at=context.now(), turn_id=turn.id)
        turn.state, turn.answered_at = TurnState.GIVEN_UP, context.now()


def was_answered(session: Session, turn_id: str) -> bool:
    """Whether words were said to the turn already; the waiting line is no answer."""
    said = select(Message.id).where(Message.turn_id == turn_id, Message.key.is_distinct_from(ONE_MOMENT))
    return session.scalars(said).first() is not None


def say_one_moment(context: Context, turn_id: str) -> None:
    """The waiting line, once, for a turn that takes long; its answer is added when it comes."""
    with context.database.write() as session:
        turn, conversation = lock_turn(session, turn_id)
        said = select(Message.id).where(Message.turn_id == turn_id, Message.key == ONE_MOMENT)
        if turn.state in FINISHED or session.scalars(said).first() is not None:
            return
        draft = fixed(context, conversation, ONE_MOMENT)
        write_message(session, conversation, draft, at=context.now(), turn_id=turn.id)


def _message_of(session: Session, turn: Turn) -> Message:
    wanted = (Message.conversation_id == turn.conversation_id, Message.seq == turn.seq)
    return session.scalars(select(Message).where(*wanted)).one()


def answer_after_handover(
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
