"""Count attempts at a secret in a window of time, in the database so that every process counts together."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.services.context import Context
from backend.store.tables import Attempts


def count_attempt(context: Context, session: Session, key: str, *, most: int, window: timedelta) -> bool:
    """Counts one attempt; False when the window already held as many as are allowed."""
    now = context.now()
    row = session.get(Attempts, key, with_for_update=True)
    if row is None:
        row = Attempts(key=key, window_start=now, count=0)
        session.add(row)
    if now - row.window_start >= window:
        row.window_start, row.count = now, 0
    row.count += 1
    return row.count <= most


def forget_attempts(session: Session, key: str) -> None:
    """The secret was right: earlier attempts no longer count."""
    session.execute(delete(Attempts).where(Attempts.key == key))
