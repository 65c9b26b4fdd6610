"""A telephone call, known by the line's own id: how it begins, whose conversation it is, and when it has gone quiet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.services.context import Context
from backend.services.conversations import open_conversation
from backend.services.exchanges import FIRST_EXCHANGE, Exchange, take
from backend.store.tables import Call, CallTurn

_CLIENT_IDS = uuid.UUID("5d3f6f0e-9f5c-4a53-9a0b-0c8d5f1f7a10")


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


def call_of(context: Context, sid: str) -> Call:
    """The call as it stands, or NotFound."""
    call = _find(context, sid)
    if call is None:
        raise NotFound("There is no such call here.")
    return call


def conversation_of(context: Context, sid: str) -> str:
    """The conversation of a call, or NotFound."""
    return call_of(context, sid).conversation_id


def line_is_open(session: Session, conversation_id: str) -> bool:
    """Whether the conversation is a call that is not over."""
    wanted = (Call.conversation_id == conversation_id, Call.ended_at.is_(None))
    return session.scalars(select(Call.sid).where(*wanted)).first() is not None


@dataclass(frozen=True, slots=True)
class QuietCall:
    """A call whose end was never told, since when nothing came or was answered, and its last state."""

    sid: str
    since: datetime
    state: Mapping[str, Any]


def quiet_calls(context: Context, *, before: datetime) -> list[QuietCall]:
    """Calls without an end in which nothing has happened since a moment."""
    last = func.max(func.coalesce(CallTurn.answered_at, CallTurn.at))
    found = (
        select(Call.sid, func.coalesce(last, Call.began_at).label("since"), Call.state)
        .outerjoin(CallTurn, CallTurn.sid == Call.sid)
        .where(Call.ended_at.is_(None), Call.began_at < before)
        .group_by(Call.sid)
    )
    with context.database.read() as session:
        rows = [QuietCall(sid, since, dict(state)) for sid, since, state in session.execute(found)]
    return [call for call in rows if call.since < before]
