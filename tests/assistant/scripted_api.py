"""A small real HTTP server that answers as the private API would, and remembers what it was asked."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

TOKEN = "a-service-token-of-the-tests"


def says(*keys: str, question: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    """A reply that says the keys, each with the same values, and leaves a question open."""
    return {"says": [{"key": key, "values": values} for key in keys], "question": question}


def question(key: str = "tell", kind: str = "narrative", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "about": None, "values": {}, "choices": [], **more}


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    turn: str
    operation: str
    token: str
    heard: dict[str, Any]


@dataclass
class ScriptedApi:
    """Answers every call with `reply`, `status` and `delay`, and keeps the calls in order."""

    url: str = ""
    reply: Any = field(default_factory=says)
    status: int = 200
    delay: float = 0.0
    calls: list[Call] = field(default_factory=list)

    @property
    def last(self) -> Call:
        assert len(self.calls) == 1, f"expected one call, got {[call.operation for call in self.calls]}"
        return self.calls[0]

    def reset(self) -> None:
        self.reply, self.status, self.delay, self.calls = says(), 200, 0.0, []


@contextmanager
def running() -> Iterator[ScriptedApi]:
    """The server, on a port of its own, until the block ends."""
    script = ScriptedApi()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(script))
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()


def _handler(script: ScriptedApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            *_, turn, operation = self.path.split("/")
            token = self.headers["Authorization"].partition(" ")[2]
            script.calls.append(Call(turn, operation, token, body))
            time.sleep(script.delay)
            self._answer(json.dumps(script.reply).encode())

        def _answer(self, body: bytes) -> None:
            try:
                self.send_response(script.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                """The caller has given up waiting."""

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler
