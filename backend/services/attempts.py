"""Count attempts at a secret in a window of time, in the database so that every process counts together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.services.context import Context
from backend.store.tables import Attempts


def count_attempt(context: Context, session: Session, key: str, *, most: int, window: timedelta) -> bool:
    """Counts one attempt; False when the window already held as many as are allowed."""
    now = context.now()
    row = session.get(Attempts, key, with_for_update=True) or _begin(session, key, now)
    if now - row.window_start >= window:
        row.window_start, row.count = now, 0
    row.count += 1
    return row.count <= most


def _begin(session: Session, key: str, now: datetime) -> Attempts:
    """The first attempt's row; when another process writes it at the same moment, that one."""
    try:
        with session.begin_nested():
            row = Attempts(key=key, window_start=now, count=0)
            session.add(row)
        return row
    except IntegrityError:
        return session.get_one(Attempts, key, with_for_update=True)


def forget_attempts(session: Session, key: str) -> None:
    """The secret was right: earlier attempts no longer count."""
    session.execute(delete(Attempts).where(Attempts.key == key))
