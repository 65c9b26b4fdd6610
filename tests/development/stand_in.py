"""A clone with the real runner and a product of a few lines, for tests of how it is started and stopped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THE_CLONES_OWN = {"DATABASE_URL", "HEARD_ENV", "HOST", "SECRET_KEY", "SERVICE_TOKEN", "PUBLIC_URL", "ASSISTANT_URL"}
APP = """
import time, click, flask, flask.cli

def create_app():
    app = flask.Flask(__name__)
    app.add_url_rule("/health/ready", view_func=lambda: {"pid": __import__("os").getppid()})
    app.cli.add_command(group("db", "upgrade", "upgraded"))
    app.cli.add_command(group("staff", "first", "password shown"))
    app.cli.command("worker")(lambda: time.sleep(600))
    return app

def serve():
    return create_app()

def create_api():
    api = flask.Flask(__name__)
    api.add_url_rule("/health", view_func=dict)
    return api

def group(name, command, said):
    made = flask.cli.AppGroup(name)
    made.command(command)(lambda: click.echo(said))
    return made
"""
ASSISTANT = """
import http.server, os
address = ("127.0.0.1", int(os.environ["ASSISTANT_PORT"]))
http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler).serve_forever()
"""


class Clone:
    """A folder that `python -m backend.development...` runs in, with ports of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("backend/__init__.py", "backend/config.py", "backend/errors.py", "Procfile"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        shutil.copytree(ROOT / "backend/development", folder / "backend/development")
        self.write("backend/app.py", APP)
        self.write("backend/policies/lumiere/policy.yml", "")
        self.write("assistant/__init__.py", "")
        self.write("assistant/train.py", "print('trained')")
        self.write("assistant/serve.py", ASSISTANT)
        for environment in (".venv", ".venv-assistant"):
            (folder / environment).symlink_to(sys.prefix)
        self.ports = dict(zip(("PORT", "API_PORT", "ASSISTANT_PORT"), free_ports(3), strict=True))

    def write(self, name: str, text: str) -> None:
        """One file of the clone."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def start(self, module: str, *arguments: str, **environ: str) -> Started:
        """A module of backend.development, in a session of its own."""
        kept = {name: value for name, value in os.environ.items() if name not in THE_CLONES_OWN}
        ports = {name: str(port) for name, port in self.ports.items()}
        return Started(self.folder, module, arguments, kept | ports | environ)

    def holder(self, name: str) -> int:
        """The number of the process that last held this name."""
        return int((self.folder / f"instance/run/{name}.lock").read_text())


class Started:
    """A running module and what it has said."""

    def __init__(self, folder: Path, module: str, arguments: tuple[str, ...], environ: dict[str, str]) -> None:
        self.log = folder / f"{module}-{time.monotonic_ns()}.log"
        command = [".venv/bin/python", "-m", f"backend.development.{module}", *arguments]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environ, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def said(self) -> str:
        """Everything up to now."""
        return self.log.read_text()

    def wait_for(self, words: str) -> None:
        """Returns when it has said this."""
        until(lambda: words in self.said or self.process.poll() is not None, self.log.read_text)
        assert words in self.said, self.said

    def ended(self) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(30)

    def stop(self) -> int:
        """Its exit code after being asked to stop."""
        self.process.terminate()
        return self.ended()


def until(true: Callable[[], bool], story: Callable[[], str] = str) -> None:
    """Returns when it is so; fails with the story after half a minute."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, story()
        time.sleep(0.05)


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def children(process: int) -> list[int]:
    """The processes this one started (Linux)."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in found]
