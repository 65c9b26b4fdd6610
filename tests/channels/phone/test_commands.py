"""`flask phone`: what to enter at Twilio, what is missing, and the document for when none of Heard answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from backend.app import create_app
from backend.config import read_config
from backend.store.database import Database
from channels.phone.twiml_lint import problems
from tests.builders import SECRET_KEY, make_context, with_numbers


def _app(database: Database, **environ: str) -> Flask:
    secrets = {"SECRET_KEY": SECRET_KEY, "SERVICE_TOKEN": SECRET_KEY, "DATABASE_URL": "sqlite:///unused"}
    return create_app(read_config(secrets | environ), context=make_context(database))


def _said(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["phone", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_setup_prints_the_addresses_and_what_is_missing(database: Database) -> None:
    printed = _said(_app(database, PUBLIC_URL="https://heard.test"), "setup", "lumiere")
    assert "POST  https://heard.test/phone/lumiere/incoming#rc=2&rp=ct,5xx" in printed
    assert "missing: TWILIO_AUTH_TOKEN is not set" in printed
    assert "missing: line_number is not set in settings.yml" in printed


def test_a_provider_there_is_not_is_named_with_those_there_are(database: Database) -> None:
    result = _app(database).test_cli_runner().invoke(args=["phone", "setup", "nobody"])
    assert result.exit_code == 1
    assert result.output == "Error: There is no provider nobody. There are exclusive-health, lumiere.\n"


def test_the_fallback_apologises_and_ends_while_no_number_is_set(database: Database) -> None:
    document = _said(_app(database), "fallback", "lumiere").strip()
    assert problems(document) == []
    assert "our line is not working at the moment" in document and "<Dial" not in document


def test_the_fallback_puts_the_caller_through_and_says_what_to_do_when_nobody_answers(database: Database) -> None:
    app = _app(database)
    heard = app.extensions["heard"]
    app.extensions["heard"] = replace(heard, context=with_numbers(heard.context))
    document = _said(app, "fallback", "exclusive-health").strip()
    assert document.index("+441134960001") < document.index("ring again in a few minutes")
    # Nothing of ours can be asked how the call went: that is the one rule this document is allowed to break.
    assert problems(document) == ["Dial: without an action the call ends when nobody answers."]


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database(f"sqlite:///{tmp_path_factory.mktemp('db')}/heard.sqlite")
