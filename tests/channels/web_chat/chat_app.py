"""The chat on a real database with a scripted assistant, for tests of the channel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from backend.calendars.load import load_calendar
from backend.config import ROOT
from backend.core.safety import load_patterns
from backend.http_errors import register_errors
from backend.policies.load import all_policies
from backend.services.context import Context
from backend.services.runner import Runner
from backend.store.database import Database
from backend.store.tables import Base
from backend.wording import load_wording
from channels.web_chat import web_chat

MONDAY_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Reply = dict[str, Any]


def says(text: str, *choices: tuple[str, str], lang: str = "en") -> Reply:
    """A reply of the assistant; each choice is a meaning and its label."""
    return {
        "text": text,
        "lang": lang,
        "choices": [{"meaning": meaning, "about": None, "label": label} for meaning, label in choices],
    }


class ScriptedAssistant:
    """Stands in for the assistant: `answer` makes the replies to a brief, `gate` holds them back."""

    def __init__(self) -> None:
        self.heard: list[Mapping[str, Any]] = []
        self.answer: Callable[[Mapping[str, Any]], list[Reply]] = lambda brief: [says("Thank you. I have that.")]
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, brief: Mapping[str, Any]) -> list[Reply]:
        self.heard.append(brief)
        self.gate.wait(30)
        return self.answer(brief)


@dataclass
class Chat:
    """An application with the chat, what it runs on, and its scripted assistant."""

    app: Flask
    context: Context
    assistant: ScriptedAssistant


def chat_on(database_url: str, *, public_url: str = "http://localhost") -> Chat:
    """The chat on this database, which is new."""
    database = Database(database_url)
    Base.metadata.create_all(database.engine)
    context = Context(
        database=database,
        policies=all_policies(ROOT / "backend" / "policies"),
        calendars={"ENG": load_calendar("ENG")},
        safety_patterns={"en": load_patterns("en")},
        wording=load_wording(),
        public_url=public_url,
        secret_key="a-secret-key-for-tests-only-0123456789012",
        now=lambda: MONDAY_TEN,
    )
    assistant = ScriptedAssistant()
    app = Flask("heard", static_folder=None)
    app.extensions["heard"] = SimpleNamespace(context=context, runner=Runner(context, assistant))
    register_errors(app)
    app.register_blueprint(web_chat)
    return Chat(app, context, assistant)


@contextmanager
def chat_in(folder: Path, *, public_url: str = "http://localhost") -> Iterator[Chat]:
    """The chat on an SQLite file in this folder."""
    chat = chat_on(f"sqlite:///{folder}/chat.sqlite", public_url=public_url)
    chat.app.extensions["heard"].runner.start()
    yield chat
    chat.assistant.gate.set()
    chat.app.extensions["heard"].runner.stop()
    chat.context.database.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app over real HTTP, a thread a request; gives its address."""
    server = make_server("localhost", 0, app, threaded=True)
    server.daemon_threads = True  # a stream that is open at the end must not keep the test
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
