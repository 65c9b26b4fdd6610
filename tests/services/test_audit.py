"""The audit trail: what was said, agreed and promised is only ever added to, and a change to it shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.store.database import Database
from backend.store.events import verify_events
from backend.store.tables import Base
from tests.services.seat import Seat, a_seat

APPEND_ONLY = ("message", "event", "record_version", "agreement", "clock", "policy_version")
_OF_ONE_COLUMN = {"agreement": "name", "clock": "reason", "policy_version": "provider", "record_version": "reason"}


@pytest.fixture
def seat(database: Database) -> Seat:
    """A conversation with a row in every table that is only added to."""
    seat = a_seat(database)
    seat.tell()
    seat.until("sign")
    seat.say("Joan Ash")
    return seat


def _execute(seat: Seat, statement: str) -> None:
    with seat.context.database.write() as session:
        session.execute(text(statement))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_said_and_agreed_can_be_neither_changed_nor_removed(seat: Seat, table: str) -> None:
    column = _OF_ONE_COLUMN.get(table, "id")
    before = _dump(seat, table)
    assert before
    statements = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    if not seat.context.database.is_sqlite:
        statements.append(f"TRUNCATE {table}")
    for statement in statements:
        with pytest.raises(DBAPIError, match="only ever added to"):
            _execute(seat, statement)
    assert _dump(seat, table) == before


def test_replacing_a_row_is_refused_too(seat: Seat) -> None:
    if not seat.context.database.is_sqlite:
        with pytest.raises(DBAPIError, match="only ever added to"):
            _execute(seat, "INSERT INTO event SELECT * FROM event ON CONFLICT (id) DO UPDATE SET reason = 'changed'")
        return
    with pytest.raises(DBAPIError, match="only ever added to"):
        _execute(seat, "INSERT OR REPLACE INTO event SELECT * FROM event")


def test_every_other_table_is_known_to_change(seat: Seat) -> None:
    """A new table is looked at here: is what it holds ever changed?"""
    changing = {
        *("conversation", "turn", "case", "obligation", "outbox", "alert", "staff", "staff_provider"),
        *("staff_session", "record_link", "attempts", "heartbeat"),
        *("call", "call_turn", "text_message", "recording"),
    }
    assert {*Base.metadata.tables} - {*APPEND_ONLY} == changing


def test_an_untouched_trail_holds(seat: Seat) -> None:
    with seat.context.database.read() as session:
        count, breaks = verify_events(session)
    assert count > 10 and breaks == []


@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        ("UPDATE event SET reason = 'other' WHERE stream = {s} AND seq = 2", "its content is not what was hashed"),
        ("UPDATE event SET body = '{{}}' WHERE stream = {s} AND seq = 2", "its content is not what was hashed"),
        ("UPDATE event SET actor = 'staff:1' WHERE stream = {s} AND seq = 2", "its content is not what was hashed"),
        ("DELETE FROM event WHERE stream = {s} AND seq = 2", "event 2 is missing"),
        ("DELETE FROM event WHERE stream = {s} AND seq = 1", "event 1 is missing"),
    ],
)
def test_a_row_that_was_changed_or_removed_is_found(seat: Seat, tamper: str, why: str) -> None:
    with _without_triggers(seat) as session:
        session.execute(text(tamper.format(s="(SELECT stream FROM event WHERE kind = 'opened')")))
    assert why in _breaks(seat)


def test_two_rows_that_were_swapped_are_found(seat: Seat) -> None:
    with _without_triggers(seat) as session:
        stream = session.scalar(text("SELECT stream FROM event WHERE kind = 'opened'"))
        for old, new in ((2, 900), (3, 2), (900, 3)):
            swap = text("UPDATE event SET seq = :new WHERE stream = :stream AND seq = :old")
            session.execute(swap, {"new": new, "old": old, "stream": stream})
    assert "it does not follow the event before it" in _breaks(seat)


def test_a_row_with_a_hash_of_its_own_is_found_at_the_next_one(seat: Seat) -> None:
    """Whoever changes a row and hashes it again breaks the chain after it."""
    with _without_triggers(seat) as session:
        session.execute(text("UPDATE event SET hash = 'feed' WHERE kind = 'opened'"))
    assert "it does not follow the event before it" in _breaks(seat)


def _breaks(seat: Seat) -> list[str]:
    with seat.context.database.read() as session:
        return [found.why for found in verify_events(session)[1]]


def _dump(seat: Seat, table: str) -> list[str]:
    with seat.context.database.read() as session:
        return sorted(str(tuple(row)) for row in session.execute(text(f"SELECT * FROM {table}")))


@contextmanager
def _without_triggers(seat: Seat) -> Iterator[Session]:
    """What somebody with the database's own rights can do."""
    with seat.context.database.write() as session:
        if seat.context.database.is_sqlite:
            for change in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER event_no_{change}"))
        else:
            session.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        yield session
