"""One chat for each test of the channel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.channels.web_chat.chat_app import Chat, chat_in
from tests.channels.web_chat.talking import Talk, start


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    """The chat on an SQLite file."""
    with chat_in(tmp_path) as made:
        yield made


@pytest.fixture
def client(chat: Chat) -> FlaskClient:
    """A client that keeps no cookies."""
    return chat.app.test_client(use_cookies=False)


@pytest.fixture
def talk(client: FlaskClient) -> Talk:
    """A conversation with Lumiere, opened over the API."""
    return start(client)
