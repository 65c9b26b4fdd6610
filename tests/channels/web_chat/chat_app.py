"""The chat on a real database with a scripted assistant, for tests of the channel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from flask import Flask
from werkzeug.serving import make_server

from backend.http_errors import register_errors
from backend.services.context import Context
from backend.services.runner import Runner
from backend.store.database import Database
from channels.web_chat import web_chat
from tests.builders import make_context

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


@cache
def _context() -> Context:
    """A context without its database: reading policies and patterns takes seconds."""
    return make_context(cast(Database, None))


@contextmanager
def chat_on(database: Database, *, public_url: str = "http://localhost") -> Iterator[Chat]:
    """The chat and nothing else on this database, its turns run by the scripted assistant."""
    context = replace(_context(), database=database, public_url=public_url)
    assistant = ScriptedAssistant()
    runner = Runner(context, assistant)
    app = Flask("chat", static_folder=None)
    app.extensions["heard"] = SimpleNamespace(context=context, runner=runner)
    register_errors(app)
    app.register_blueprint(web_chat)
    runner.start()
    yield Chat(app, context, assistant)
    assistant.gate.set()
    runner.stop()


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
