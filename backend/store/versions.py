"""Which version of the tables a database has, and which one this code needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session


@cache
def needed_version() -> str | None:
    """The newest migration there is."""
    return ScriptDirectory(str(Path(__file__).parent / "migrations")).get_current_head()


def version_of(session: Session) -> str | None:
    """The last migration that was run on this database."""
    found: str | None = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
