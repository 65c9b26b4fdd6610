"""Alembic's environment: one transaction a migration, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from alembic import context

from backend.store.database import Database
from backend.store.tables import Base

database = Database(context.config.get_main_option("sqlalchemy.url") or "")
with database.engine.connect().execution_options(writes=True) as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
database.close()
