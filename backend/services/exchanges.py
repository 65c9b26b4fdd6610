"""One exchange of a call: what came in is kept before anything sees it, then what it comes to, then its answer.

Each is stored once. Whatever repeats an exchange, a retry of the line or a process that takes up what another left,
finds what is there and goes on from it, so that the same words come to the same end and are answered the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.services.context import Context
from backend.store.tables import Call, CallTurn

Data = dict[str, Any]
FIRST_EXCHANGE = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange, and the call as it stood when it began; `answer` is set once it was answered."""

    sid: str
    number: int
    provider: str
    conversation_id: str
    state: Mapping[str, Any]
    heard: Mapping[str, Any]
    began_at: datetime
    asked_at: datetime | None  # when the answer before this was given
    decided: Mapping[str, Any] | None = None
    answer: str | None = None


def take(context: Context, *, sid: str, number: int, heard: Mapping[str, Any]) -> Exchange:
    """Keeps what came in with an exchange and gives the exchange; one that is ahead of the call is its next one."""
    with context.database.write() as session:
        call = held_call(session, sid)
        number = min(number, call.next_turn)
        row = session.get(CallTurn, (sid, number))
        if row is None:
            row = CallTurn(sid=sid, number=number, heard=dict(heard), at=context.now())
            session.add(row)
        return _exchange(session, call, row)


def left_open(context: Context, sid: str) -> Exchange | None:
    """The exchange that came in and was not answered; there is at most one."""
    with context.database.read() as session:
        wanted = (CallTurn.sid == sid, CallTurn.answer.is_(None))
        row = session.scalars(select(CallTurn).where(*wanted).order_by(CallTurn.number.desc()).limit(1)).first()
        return _exchange(session, session.get_one(Call, sid), row) if row else None


def decide_once(context: Context, exchange: Exchange, decided: Mapping[str, Any]) -> Data:
    """Stores what an exchange comes to, and gives what was stored first."""
    with context.database.write() as session:
        held_call(session, exchange.sid)
        row = session.get_one(CallTurn, (exchange.sid, exchange.number))
        if row.decided is None:
            row.decided = dict(decided)
        return dict(row.decided)


def answer_once(context: Context, exchange: Exchange, *, state: Mapping[str, Any], answer: str) -> str:
    """Stores an exchange's answer with the call's new state, and gives the answer that was stored first."""
    with context.database.write() as session:
        call = held_call(session, exchange.sid)
        row = session.get_one(CallTurn, (exchange.sid, exchange.number))
        if row.answer is None:
            row.answer, row.answered_at = answer, context.now()
            if exchange.number + 1 >= call.next_turn:  # an answer that comes late does not take the call back
                call.state, call.next_turn = dict(state), exchange.number + 1
        return row.answer


def held_call(session: Session, sid: str) -> Call:
    """The call as it stands now, held for this transaction, or NotFound."""
    wanted = select(Call).where(Call.sid == sid).with_for_update()
    call = session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if call is None:
        raise NotFound("There is no such call here.")
    return call


def _exchange(session: Session, call: Call, row: CallTurn) -> Exchange:
    before = session.get(CallTurn, (row.sid, row.number - 1)) if row.number else None
    return Exchange(
        sid=row.sid,
        number=row.number,
        provider=call.provider,
        conversation_id=call.conversation_id,
        state=dict(call.state),
        heard=dict(row.heard),
        began_at=call.began_at,
        asked_at=before.answered_at if before else None,
        decided=row.decided,
        answer=row.answer,
    )
