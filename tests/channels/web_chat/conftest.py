"""One chat for each test of the channel."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from backend.store.database import Database
from tests.channels.web_chat.chat_app import Chat, chat_on
from tests.channels.web_chat.talking import Talk, start
from tests.databases import database, migrated_file, migrated_postgres

__all__ = ["database", "migrated_file", "migrated_postgres"]


@pytest.fixture
def chat(database: Database) -> Iterator[Chat]:
    """The chat by itself, on each kind of database."""
    with chat_on(database) as made:
        yield made


@pytest.fixture
def client(chat: Chat) -> FlaskClient:
    """A client that keeps no cookies."""
    return chat.app.test_client(use_cookies=False)


@pytest.fixture
def talk(client: FlaskClient) -> Talk:
    """A conversation with Lumiere, opened over the API."""
    return start(client)
