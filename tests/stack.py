"""The whole stack for tests: the real web and api apps over HTTP, and the real assistant in its own process."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from alembic import command
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from backend.app import build_context, create_api, create_app
from backend.commands import alembic_config
from backend.config import ROOT, read_config
from backend.mail import Mail
from backend.services.context import Context
from backend.services.runner import AskAssistant
from backend.worker import work_once
from channels.rasa_client import RasaClient

SERVICE_TOKEN = "a-service-token-for-tests-only-0123456789"
SECRET_KEY = "a-secret-key-for-tests-only-0123456789012"
TWILIO_AUTH_TOKEN = "a-twilio-token-for-tests-only-012345"
_READY = 60.0


class TestClock:
    """A clock that runs from a chosen moment and can be moved on."""

    __test__ = False

    def __init__(self, start: datetime) -> None:
        self.set(start)

    def set(self, start: datetime) -> None:
        """It is this moment now."""
        self._start, self._began = start, time.monotonic()

    def pass_time(self, **duration: float) -> None:
        """So much later at once."""
        self.set(self() + timedelta(**duration))

    def __call__(self) -> datetime:
        """The moment it is."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)


@dataclass
class Stack:
    """A running stack: where it is, and what tests look into."""

    url: str
    context: Context
    clock: TestClock
    mail: Mail

    def work(self) -> int:
        """The worker's next round."""
        return work_once(self.context, self.mail)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def assistant(port: int, api_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The real assistant, ready."""
    environment = os.environ | {
        "SERVICE_TOKEN": SERVICE_TOKEN,
        "API_URL": f"http://127.0.0.1:{api_port}",
        "ASSISTANT_PORT": str(port),
    }
    python = ROOT / ".venv-assistant" / "bin" / "python"
    process = subprocess.Popen([python, "-m", "assistant.serve"], cwd=ROOT, env=environment)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/", process)
        yield process
    finally:
        process.terminate()
        process.wait(10)


def wait_until_ready(url: str, process: subprocess.Popen[bytes] | None = None) -> None:
    """Returns when the address answers; fails when the process ends or a minute passes."""
    deadline = time.monotonic() + _READY
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            raise AssertionError(f"The process ended with {process.returncode} before it was ready.")
        try:
            httpx.get(url, timeout=1.0)
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError(f"Nothing answered at {url} within {_READY:.0f} seconds.")


@contextmanager
def serving(app: Flask, port: int) -> Iterator[None]:
    """The app over real HTTP on this port."""
    server: BaseWSGIServer = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@contextmanager
def running_stack(
    folder: Path,
    *,
    now: datetime = datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    database_url: str | None = None,
    public_url: str | None = None,
    between: Callable[[AskAssistant], AskAssistant] = lambda ask: ask,
) -> Iterator[Stack]:
    """Everything, from `now` on; the database is new and migrated. `between` stands before the real assistant."""
    port, api_port, assistant_port = free_port(), free_port(), free_port()
    config = read_config(
        {
            "DATABASE_URL": database_url or f"sqlite:///{folder}/heard.sqlite",
            "PORT": str(port),
            "API_PORT": str(api_port),
            "ASSISTANT_PORT": str(assistant_port),
            "SECRET_KEY": SECRET_KEY,
            "SERVICE_TOKEN": SERVICE_TOKEN,
            "TWILIO_AUTH_TOKEN": TWILIO_AUTH_TOKEN,
        }
        | ({"PUBLIC_URL": public_url} if public_url else {})
    )
    command.upgrade(alembic_config(config.database_url), "head")
    clock = TestClock(now)
    context = replace(build_context(config), now=clock)
    ask = between(RasaClient(config.assistant_url, config.service_token).ask)
    web = create_app(config, context=context, ask=ask)
    runner = web.extensions["heard"].runner
    with (
        serving(create_api(config, context=context), api_port),
        assistant(assistant_port, api_port),
        serving(web, port),
    ):
        runner.start()
        yield Stack(f"http://127.0.0.1:{port}", context, clock, Mail(None))
        runner.stop()
    context.database.close()
