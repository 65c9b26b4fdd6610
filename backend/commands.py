"""Commands: migrate the database, verify the audit trail, run the worker."""

from __future__ import annotations

import click
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from backend.config import ROOT
from backend.production import refuse_undecided
from backend.store.events import verify_events
from backend.worker import run_worker

db_commands = AppGroup("db", help="The database.")
audit_commands = AppGroup("audit", help="The record of what happened.")


def alembic_config(url: str) -> AlembicConfig:
    """Alembic's configuration for this database."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "backend" / "store" / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@db_commands.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest version."""
    command.upgrade(alembic_config(current_app.extensions["heard"].config.database_url), "head")


@audit_commands.command("verify")
def verify() -> None:
    """Check that no event was changed, removed or put in between."""
    with current_app.extensions["heard"].context.database.read() as session:
        count, breaks = verify_events(session)
    for found in breaks:
        click.echo(f"{found.stream}, event {found.seq}: {found.why}.")
    if breaks:
        raise click.ClickException(f"{len(breaks)} of {count} events do not hold. Keep this database as it is.")
    click.echo(f"{count} events, every chain holds.")


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Carry out what is due: e-mails, alerts, wait limits."""
    heard = current_app.extensions["heard"]
    refuse_undecided(heard.config, heard.context)
    run_worker(heard.context, heard.config)
