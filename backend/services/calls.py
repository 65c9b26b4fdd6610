"""A telephone call as the store keeps it: each exchange's words before anything sees them, and its answer once.

The identity of a call is the line's own id. What came in is kept raw in the exchange's row; the answer stored
there is given again, unchanged, whenever the same exchange comes again.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.services.context import Context
from backend.services.conversations import open_conversation
from backend.store.tables import Call, CallTurn

Data = dict[str, Any]
_CLIENT_IDS = uuid.UUID("5d3f6f0e-9f5c-4a53-9a0b-0c8d5f1f7a10")
FIRST_EXCHANGE = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange of a call, and the call as it stood when it began; `answer` is set once it was answered."""

    sid: str
    number: int
    provider: str
    conversation_id: str
    caller: str | None
    state: Mapping[str, Any]
    heard: Mapping[str, Any]
    began_at: datetime
    asked_at: datetime | None  # when the answer before this was given
    answer: str | None = None


def client_id(sid: str, part: str) -> str:
    """The id of a message from a call: the same for the same exchange, so that a repeat adds nothing."""
    return str(uuid.uuid5(_CLIENT_IDS, f"{sid}/{part}"))


def begin(context: Context, *, sid: str, provider: str, number: str | None) -> Exchange:
    """The call and its conversation, opened at the first ring; the same call again is the same conversation."""
    policy = context.policy(provider)
    if _find(context, sid) is None:
        opened = open_conversation(context, provider=policy.slug, client_id=client_id(sid, "call"), channel="phone")
        _store_call(context, sid=sid, provider=policy.slug, conversation_id=opened.id, number=number)
    return take(context, sid=sid, number=FIRST_EXCHANGE, heard={})


def _find(context: Context, sid: str) -> Call | None:
    with context.database.read() as session:
        return session.get(Call, sid)


def _store_call(context: Context, *, sid: str, provider: str, conversation_id: str, number: str | None) -> None:
    call = Call(
        sid=sid,
        conversation_id=conversation_id,
        provider=provider,
        number=number,
        state={},
        began_at=context.now(),
    )
    try:
        with context.database.write() as session:
            session.add(call)
    except IntegrityError:  # the same ring came twice at the same moment
        return


def take(context: Context, *, sid: str, number: int, heard: Mapping[str, Any]) -> Exchange:
    """Keeps what came in with an exchange and gives the exchange; one that is ahead of the call is its next one."""
    with context.database.write() as session:
        call = _held(session, sid)
        number = min(number, call.next_turn)
        row = session.get(CallTurn, (sid, number))
        if row is None:
            row = CallTurn(sid=sid, number=number, heard=dict(heard), at=context.now())
            session.add(row)
        before = session.get(CallTurn, (sid, number - 1)) if number else None
        return Exchange(
            sid=sid,
            number=number,
            provider=call.provider,
            conversation_id=call.conversation_id,
            caller=call.number,
            state=dict(call.state),
            heard=dict(row.heard),
            began_at=call.began_at,
            asked_at=before.answered_at if before else None,
            answer=row.answer,
        )


def store(context: Context, exchange: Exchange, *, state: Mapping[str, Any], answer: str) -> str:
    """Stores an exchange's answer with the call's new state and gives the answer that was first."""
    with context.database.write() as session:
        call = _held(session, exchange.sid)
        row = session.get_one(CallTurn, (exchange.sid, exchange.number))
        if row.answer is None:
            row.answer, row.answered_at = answer, context.now()
            call.state, call.next_turn = dict(state), exchange.number + 1
        return row.answer


def end(context: Context, sid: str) -> Data | None:
    """The call is over: its last state, once; None when it was over already or never began."""
    with context.database.write() as session:
        call = session.get(Call, sid)
        if call is None or call.ended_at is not None:
            return None
        call.ended_at = context.now()
        return dict(call.state)


def unanswered(context: Context, sid: str) -> tuple[int, Data] | None:
    """The exchange that came in and was not answered, with what was heard; there is at most one."""
    with context.database.read() as session:
        wanted = (CallTurn.sid == sid, CallTurn.answer.is_(None))
        row = session.scalars(select(CallTurn).where(*wanted).order_by(CallTurn.number.desc()).limit(1)).first()
        return (row.number, dict(row.heard)) if row else None


def next_exchange(context: Context, sid: str) -> int:
    """The number of the exchange that the call waits for."""
    call = _find(context, sid)
    if call is None:
        raise NotFound("There is no such call here.")
    return call.next_turn


def conversation_of(context: Context, sid: str) -> str:
    """The conversation of a call, or NotFound."""
    call = _find(context, sid)
    if call is None:
        raise NotFound("There is no such call here.")
    return call.conversation_id


def _held(session: Session, sid: str) -> Call:
    wanted = select(Call).where(Call.sid == sid).with_for_update()
    call = session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if call is None:
        raise NotFound("There is no such call here.")
    return call
