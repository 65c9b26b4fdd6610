"""The database: what is written at the same time is all written, and what fails leaves nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from backend.services.attempts import count_attempt
from backend.services.second_fact import WINDOW
from backend.store.database import Database, sqlite_module
from backend.store.queries import lock_conversation
from backend.store.tables import Conversation, Heartbeat
from tests.builders import MONDAY, a_conversation, make_context
from tests.databases import database, migrated_file, migrated_postgres

__all__ = ["database", "migrated_file", "migrated_postgres"]
THREADS, TIMES = 8, 25


def _add_one(database: Database, conversation: str) -> None:
    """Reads, then writes what it read and one more: what a lost update loses."""
    with database.write() as session:
        row = lock_conversation(session, conversation)
        row.last_seq = row.last_seq + 1


def test_no_update_is_lost_when_many_read_and_then_write(database: Database) -> None:
    conversation = a_conversation(make_context(database))
    with database.read() as session:
        before = session.get_one(Conversation, conversation).last_seq
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: _add_one(database, conversation), range(THREADS * TIMES)))
    with database.read() as session:
        assert session.get_one(Conversation, conversation).last_seq == before + THREADS * TIMES


def test_attempts_are_counted_together(database: Database) -> None:
    context = make_context(database)

    def attempt(_: int) -> bool:
        with database.write() as session:
            return count_attempt(context, session, "key", most=5, window=WINDOW)

    attempt(0)
    with ThreadPoolExecutor(THREADS) as pool:
        allowed = list(pool.map(attempt, range(20)))
    assert allowed.count(True) == 4


def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        session.add(Heartbeat(name="worker", at=MONDAY))
        session.flush()
        raise RuntimeError("stopped half-way")
    with database.read() as session:
        assert session.get(Heartbeat, "worker") is None


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    writing, read = threading.Event(), threading.Event()

    def write() -> None:
        with database.write() as session:
            session.add(Heartbeat(name="worker", at=MONDAY))
            session.flush()
            writing.set()
            assert read.wait(10), "The reader waited for the writer."

    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(write)
        assert writing.wait(10)
        with database.read() as session:
            assert session.get(Heartbeat, "worker") is None
        read.set()
        written.result()
    with database.read() as session:
        assert session.get(Heartbeat, "worker") is not None


def test_a_reader_sees_one_moment(database: Database) -> None:
    """SQLite's reader keeps its snapshot; PostgreSQL's sees each statement's own."""
    with database.read() as session:
        assert session.get(Heartbeat, "worker") is None
        with database.write() as writer:
            writer.add(Heartbeat(name="worker", at=MONDAY))
        found = session.scalars(select(Heartbeat.name)).all()
    assert list(found) == ([] if database.is_sqlite else ["worker"])


def test_an_instant_needs_its_zone_and_comes_back_with_it(database: Database) -> None:
    with database.write() as session:
        session.add(Heartbeat(name="worker", at=MONDAY))
    with database.read() as session:
        assert session.get_one(Heartbeat, "worker").at == MONDAY
        assert session.get_one(Heartbeat, "worker").at.tzinfo is not None
    with pytest.raises(StatementError, match="time zone"), database.write() as session:
        session.merge(Heartbeat(name="worker", at=datetime(2026, 11, 23)))  # noqa: DTZ001 - what is refused


def test_sqlite_keeps_what_it_has_promised_through_a_power_cut(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path}/heard.sqlite").read() as session:
        assert _pragma(session, "synchronous") == 2
        assert _pragma(session, "foreign_keys") == 1
        assert _pragma(session, "recursive_triggers") == 1
        safe = sqlite_module().sqlite_version_info >= (3, 51, 3)
        assert _pragma(session, "journal_mode") == ("wal" if safe else "delete")


def _pragma(session: Session, name: str) -> object:
    return session.scalar(text(f"PRAGMA {name}"))
