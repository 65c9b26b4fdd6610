"""The record page by itself, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask

from backend.http_errors import register_errors
from backend.record_page import record_page
from backend.services.context import Context
from backend.services.conversations import open_conversation
from backend.services.record_links import make_link
from backend.store.database import Database
from backend.store.queries import lock_case
from tests.builders import Clock, a_case, make_context, stored_case
from tests.databases import database, migrated_file, migrated_postgres
from tests.record_page.browser import Browser

__all__ = ["database", "migrated_file", "migrated_postgres"]


@pytest.fixture
def clock() -> Clock:
    """The time it is."""
    return Clock()


@pytest.fixture
def context(database: Database, clock: Clock) -> Context:
    """What the services need."""
    return make_context(database, now=clock)


@pytest.fixture
def app(context: Context) -> Flask:
    """The record page and nothing else."""
    return an_app(context)


def an_app(context: Context) -> Flask:
    """An app with this context that has the record page."""
    app = Flask("record", static_folder=None)
    app.extensions["heard"] = SimpleNamespace(context=context)
    register_errors(app)
    app.register_blueprint(record_page)
    return app


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    """Opens one more browser."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def link(context: Context) -> Callable[[str], str]:
    """The path of a new link to a case's record."""

    def make(reference: str) -> str:
        with context.database.write() as session:
            case = lock_case(session, stored_case(context, reference).id)
            return make_link(context, session, case).removeprefix(context.public_url)

    return make


@pytest.fixture
def opened(browser: Callable[[], Browser], link: Callable[[str], str]) -> Callable[[str], Browser]:
    """A browser that has a case's record open."""

    def open_record(reference: str, fact: str = "Joan Ash") -> Browser:
        mine = browser()
        mine.get(link(reference))
        assert mine.answer(fact).status_code == 303
        return mine

    return open_record


def a_chat(context: Context, *, provider: str = "lumiere", **case: object) -> tuple[str, str, str]:
    """A conversation with its case: id, secret and reference."""
    chat = open_conversation(context, provider=provider)
    reference = a_case(context, provider=provider, conversation=chat.id, **case)
    return chat.id, chat.token, reference
