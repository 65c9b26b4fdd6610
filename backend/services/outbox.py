"""Intentions written in the same transaction as what they follow from; the worker carries them out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.store.tables import Outbox


def intend(
    session: Session,
    kind: str,
    *,
    dedupe_key: str,
    body: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
) -> None:
    """One effect to be carried out at or after `due_at`; the same key again is the same effect."""
    if session.scalars(select(Outbox.id).where(Outbox.dedupe_key == dedupe_key)).first() is not None:
        return
    session.add(Outbox(kind=kind, dedupe_key=dedupe_key, body=dict(body), due_at=due_at, made_at=now))
