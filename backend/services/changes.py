"""When to look whether conversations have changed, and where they stand."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator

import psycopg
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.services.context import Context
from backend.store.tables import Conversation

logger = logging.getLogger(__name__)

CHANNEL = "heard_message"
SQLITE_PAUSE = 0.25  # seconds between looks
POSTGRES_PAUSE = 2.0  # the slow poll beside LISTEN
_AFTER_FAILURE = 2.0

Mark = tuple[int, int]  # last_seq, owner_version


def announce(session: Session, conversation_id: str) -> None:
    """Tells every process, once this transaction is committed, that the conversation has changed."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, conversation_id)))


def standing(context: Context, conversation_ids: Iterable[str]) -> dict[str, Mark]:
    """Where each of these conversations stands; empty when the database does not answer."""
    columns = (Conversation.id, Conversation.last_seq, Conversation.owner_version)
    query = select(*columns).where(Conversation.id.in_(list(conversation_ids)))
    try:
        with context.database.read() as session:
            return {row.id: (row.last_seq, row.owner_version) for row in session.execute(query)}
    except SQLAlchemyError as error:
        logger.warning("Looking for new messages failed: %s", type(error).__name__)
        time.sleep(_AFTER_FAILURE)
        return {}


def times_to_look(context: Context) -> Iterator[None]:
    """Yields at every moment worth a look, for ever: by a short pause on SQLite, by LISTEN on PostgreSQL."""
    if context.database.is_sqlite:
        while True:
            yield
            time.sleep(SQLITE_PAUSE)
    while True:
        try:
            yield from _as_they_are_told(context)
        except psycopg.Error as error:
            logger.warning("Listening for new messages failed: %s", type(error).__name__)
            yield
            time.sleep(_AFTER_FAILURE)


def _as_they_are_told(context: Context) -> Iterator[None]:
    """At every NOTIFY and every two seconds beside it, on a connection of its own."""
    url = context.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}".encode())
        while True:
            yield
            for _ in connection.notifies(timeout=POSTGRES_PAUSE, stop_after=1):
                pass
