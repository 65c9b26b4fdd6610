"""A fresh, migrated database for each test: SQLite always, PostgreSQL where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import create_engine, make_url, text

from backend.commands import alembic_config
from backend.store.database import Database


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at the newest version, to be copied."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite"
    command.upgrade(alembic_config(f"sqlite:///{path}"), "head")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> Iterator[str]:
    """An empty PostgreSQL database at the newest version, to be copied."""
    with _copy(postgres_url, template="template0") as url:
        command.upgrade(alembic_config(url), "head")
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield from _opened(_copied(request.getfixturevalue("migrated_file"), tmp_path))
    else:
        empty = request.getfixturevalue("migrated_postgres")
        with _copy(empty, template=str(make_url(empty).database)) as url:
            yield from _opened(url)


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database, for what does not depend on the kind."""
    yield from _opened(_copied(migrated_file, tmp_path))


def _copied(empty: Path, folder: Path) -> str:
    return f"sqlite:///{shutil.copy(empty, folder / 'heard.sqlite')}"


def _opened(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


@contextmanager
def _copy(address: str, *, template: str) -> Iterator[str]:
    """The address of a copy of a database on the same server, dropped at the end."""
    name = f"heard_{uuid4().hex}"
    _execute(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield make_url(address).set(database=name).render_as_string(hide_password=False)
    _execute(address, f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(address: str, statement: str) -> None:
    engine = create_engine(make_url(address).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
