"""The lease of a turn: one of a conversation at a time, in the order the messages came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from backend.core.ownership import Owner
from backend.services.answers import answer_after_handover
from backend.services.briefs import brief_of
from backend.services.context import Context
from backend.services.turns import FINISHED, TurnState
from backend.store.queries import lock_turn
from backend.store.tables import Conversation, Turn

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3


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
            answer_after_handover(context, session, conversation, turn)
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


def release(context: Context, turn_id: str, *, at: datetime) -> None:
    """Gives the lease back so that the turn runs again at or after this time."""
    with context.database.write() as session:
        turn, _ = lock_turn(session, turn_id)
        if turn.state == TurnState.RUNNING:
            turn.lease_until = at
