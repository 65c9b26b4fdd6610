"""Migrations: from nothing to the newest version, and the tables are then what the code says they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from backend.commands import alembic_config
from backend.store.database import Database
from backend.store.tables import Base


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
