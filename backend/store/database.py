"""The database: one engine, a reading and a writing session, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

try:
    import pysqlite3
except ImportError:  # no wheel for this platform
    pysqlite3 = None

_SAFE_WAL = (3, 51, 3)  # earlier SQLite versions can corrupt a write-ahead log


def sqlite_module() -> ModuleType:
    """The newest SQLite there is: the bundled one, else Python's own."""
    return pysqlite3 or sqlite3


class Database:
    """Opens sessions. `write()` is one transaction; nothing slow happens inside it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment and changes nothing."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends well, rolled back when it raises."""
        with (
            self.engine.connect().execution_options(writes=True) as connection,
            Session(bind=connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        """Gives every connection back."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=20, max_overflow=60)
    name = make_url(url).database
    if name:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, module=sqlite_module(), pool_size=20, max_overflow=60)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    journal = "WAL" if sqlite_module().sqlite_version_info >= _SAFE_WAL else "DELETE"
    for pragma in (
        f"journal_mode={journal}",
        "synchronous=FULL",  # a promise must outlive a power cut
        "foreign_keys=ON",
        "busy_timeout=15000",
        "recursive_triggers=ON",  # or INSERT OR REPLACE slips past the append-only triggers
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """Writers take the lock at once: a deferred BEGIN loses updates or fails half-way."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
