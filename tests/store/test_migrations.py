"""Migrations: from nothing to the newest version, and the tables are then what the code says they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from backend.commands import alembic_config
from backend.store.database import Database
from backend.store.tables import Base, Recording


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.sqlite"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def upgraded(empty_url: str) -> Iterator[Database]:
    command.upgrade(alembic_config(empty_url), "head")
    database = Database(empty_url)
    yield database
    database.close()


def test_from_nothing_to_the_newest_version(upgraded: Database) -> None:
    with upgraded.engine.connect() as connection:
        newest = ScriptDirectory.from_config(alembic_config(upgraded.url)).get_heads()
        assert [MigrationContext.configure(connection).get_current_revision()] == newest
        assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())


def test_the_migrated_tables_are_those_of_the_code(upgraded: Database) -> None:
    with upgraded.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == [], "Write a migration in backend/store/migrations."


def test_upgrading_again_changes_nothing(upgraded: Database) -> None:
    command.upgrade(alembic_config(upgraded.url), "head")


def test_a_recording_from_before_says_what_it_is(tmp_path: Path) -> None:
    empty_url = f"sqlite:///{tmp_path}/empty.sqlite"
    command.upgrade(alembic_config(empty_url), "0003")
    database = Database(empty_url)
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO conversation (id, provider, channel, language, token_hash, owner, owner_version, last_seq,"
                " opened_at) VALUES ('c', 'lumiere', 'phone', 'en', 't', 'bot', 1, 0, '2026-11-23 10:00:00')"
            )
        )
        for sid, point in (("RE1", 2), ("RE2", None)):
            session.execute(
                text(
                    "INSERT INTO recording (sid, conversation_id, point, url, seconds, at)"
                    " VALUES (:sid, 'c', :point, 'u', 9, '2026-11-23 10:00:00')"
                ),
                {"sid": sid, "point": point},
            )
    command.upgrade(alembic_config(empty_url), "head")
    with database.read() as session:
        found = session.execute(select(Recording.sid, Recording.kind).order_by(Recording.sid)).all()
    database.close()
    assert [tuple(row) for row in found] == [("RE1", "point"), ("RE2", "message")]
