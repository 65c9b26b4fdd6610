"""`flask staff`: accounts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from backend.errors import HeardError
from backend.services.context import Context
from backend.services.staff import change_password, close_account, create_account, first_account

staff_commands = AppGroup("staff", help="Staff accounts of the console.")


@staff_commands.command("first")
def first() -> None:
    """Make the first account, for every provider, and show its password once; later runs say nothing."""
    heard = current_app.extensions["heard"]
    account = first_account(heard.context)
    if account is None:
        return
    click.echo(f"Staff sign in at {heard.config.public_url}/staff/login")
    click.echo(f"  e-mail:   {account.email}")
    click.echo(f"  password: {account.password}")
    click.echo("The password is shown this once. More accounts: flask staff add --help")


@staff_commands.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name that complainants will see.")
@click.option("--provider", "providers", required=True, multiple=True, help="May be given more than once.")
@click.password_option(help="Asked for when it is not given.")
def add(email: str, name: str, providers: tuple[str, ...], password: str) -> None:
    """Make an account for EMAIL with the providers whose cases it may see."""
    with _errors_in_words():
        create_account(_context(), email=email, name=name, password=password, providers=providers)
    click.echo(f"{email} can sign in.")


@staff_commands.command("password")
@click.argument("email")
@click.password_option(help="Asked for when it is not given.")
def password_command(email: str, password: str) -> None:
    """Give EMAIL another password and sign it out everywhere."""
    with _errors_in_words():
        change_password(_context(), email=email, password=password)
    click.echo(f"{email} has a new password.")


@staff_commands.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close the account of EMAIL; what was done with it keeps its name."""
    with _errors_in_words():
        close_account(_context(), email=email)
    click.echo(f"{email} cannot sign in any more.")


def _context() -> Context:
    found: Context = current_app.extensions["heard"].context
    return found


@contextmanager
def _errors_in_words() -> Iterator[None]:
    try:
        yield
    except HeardError as error:
        raise click.ClickException(str(error)) from error
