"""Append events to a stream, each chained to the one before by its hash, and verify the chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.store.tables import Event

_FIRST = "0" * 64


def case_stream(case_id: int) -> str:
    """The stream of a case."""
    return f"case:{case_id}"


def conversation_stream(conversation_id: str) -> str:
    """The stream of a conversation."""
    return f"conversation:{conversation_id}"


def append_event(
    session: Session,
    *,
    stream: str,
    kind: str,
    at: datetime,
    actor: Actor,
    reason: str = "",
    body: Mapping[str, Any] | None = None,
) -> Event:
    """One more event of the stream. The caller holds the lock of the case or conversation."""
    last = session.scalars(select(Event).where(Event.stream == stream).order_by(Event.seq.desc()).limit(1)).first()
    event = Event(
        stream=stream,
        seq=last.seq + 1 if last else 1,
        kind=kind,
        at=at,
        actor=f"{actor.kind}:{actor.id}",
        reason=reason,
        body=dict(body or {}),
        previous_hash=last.hash if last else _FIRST,
        hash="",
    )
    event.hash = event_hash(event)
    session.add(event)
    session.flush()
    return event


def event_hash(event: Event) -> str:
    """SHA-256 over the event's content and the hash before it."""
    content = [
        event.stream,
        event.seq,
        event.kind,
        event.at.isoformat(),
        event.actor,
        event.reason,
        event.body,
        event.previous_hash,
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold."""

    stream: str
    seq: int
    why: str


def verify_events(session: Session) -> tuple[int, list[Break]]:
    """How many events were read, and every place where a chain does not hold."""
    breaks: list[Break] = []
    count, stream, seq, previous = 0, "", 0, _FIRST
    for event in session.scalars(select(Event).order_by(Event.stream, Event.seq)):
        if event.stream != stream:
            stream, seq, previous = event.stream, 0, _FIRST
        if event.seq != seq + 1:
            breaks.append(Break(stream, event.seq, f"event {seq + 1} is missing"))
        if event.previous_hash != previous:
            breaks.append(Break(stream, event.seq, "it does not follow the event before it"))
        if event.hash != event_hash(event):
            breaks.append(Break(stream, event.seq, "its content is not what was hashed"))
        count, seq, previous = count + 1, event.seq, event.hash
    return count, breaks
