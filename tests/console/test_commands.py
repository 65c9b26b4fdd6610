"""`flask staff`: accounts from the command line."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask

from backend.console.commands import staff_commands
from backend.services.context import Context
from backend.services.sign_in import sign_in

PASSWORD = "a-long-enough-password"


@pytest.fixture
def run(app: Flask, context: Context):  # type: ignore[no-untyped-def]
    """Runs one command and gives its result."""
    app.extensions["heard"] = SimpleNamespace(
        context=context, config=SimpleNamespace(production=False, public_url="http://localhost:8000")
    )
    app.cli.add_command(staff_commands)
    return lambda *words, **given: app.test_cli_runner().invoke(args=["staff", *words], **given)


def test_the_first_account_is_shown_once(run, context: Context) -> None:  # type: ignore[no-untyped-def]
    shown = run("first").output
    assert "http://localhost:8000/staff/login" in shown
    email, password = (shown.partition(f"{word}:")[2].split()[0] for word in ("e-mail", "password"))
    assert sign_in(context, email=email, password=password, address="here")
    again = run("first")
    assert (again.exit_code, again.output) == (0, "")


def test_an_account_is_added_changed_and_closed(run, context: Context) -> None:  # type: ignore[no-untyped-def]
    words = ("amina@heard.test", "--name", "Amina Yusuf", "--provider", "lumiere")
    assert run("add", *words, input=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert sign_in(context, email="amina@heard.test", password=PASSWORD, address="here")
    again = run("add", *words, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert (again.exit_code, "There is an account for amina@heard.test already." in again.output) == (1, True)
    assert run("password", "amina@heard.test", "--password", "another-long-password").exit_code == 0
    assert run("close", "amina@heard.test").exit_code == 0
    assert run("close", "nobody@heard.test").exit_code == 1
