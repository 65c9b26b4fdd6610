"""The console by itself, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask

from backend.console import console
from backend.services.context import Context
from backend.store.database import Database
from backend.telephone import Telephone
from tests.builders import Clock, make_context
from tests.console.browser import Browser
from tests.databases import migrated_file, sqlite_database
from tests.services.recorded import api

__all__ = ["api", "migrated_file", "sqlite_database"]


@pytest.fixture
def clock() -> Clock:
    """The time it is."""
    return Clock()


@pytest.fixture
def context(sqlite_database: Database, clock: Clock) -> Context:
    """What the services need."""
    return make_context(sqlite_database, now=clock)


@pytest.fixture
def app(context: Context) -> Flask:
    """The console's pages and nothing else."""
    app = Flask("console", static_folder=None)
    telephone = Telephone(None, None, public_url=context.public_url)
    config = SimpleNamespace(production=False)
    app.extensions["heard"] = SimpleNamespace(context=context, config=config, telephone=telephone)
    app.register_blueprint(console)
    return app


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    """Opens one more browser."""
    return lambda: Browser(app.test_client())
