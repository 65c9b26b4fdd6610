"""The processes of the Procfile, started again whenever they die, and killed without warning."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from sqlalchemy.exc import SQLAlchemyError

from backend.config import ROOT
from backend.store.database import Database
from backend.store.tables import Heartbeat
from tests.stack import SECRET_KEY, SERVICE_TOKEN, free_port

SERVICES = ("web", "api", "assistant", "worker")
_WRAPPED = {
    "backend.app:serve()": "tests.kill.arrows:serve()",
    "backend.app:create_api()": "tests.kill.arrows:create_api()",
}
_PROGRAMS = {  # by what the Procfile says, the first argument that `warm` takes
    ".venv/bin/gunicorn": "gunicorn",
    ".venv/bin/flask": "flask",
    ".venv-assistant/bin/python": str(ROOT / ".venv-assistant" / "bin" / "python"),
}
_LONGEST_START = 60.0


class Processes:
    """All four, with their ports; `up()` says whether one answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.arrows = folder / "arrows"
        self.arrows.mkdir()
        self.ports = {name: free_port() for name in SERVICES}
        self.url = f"http://127.0.0.1:{self.ports['web']}"
        self.database = Database(f"sqlite:///{folder}/heard.sqlite")
        self._environment = {
            "DATABASE_URL": self.database.url,
            "SECRET_KEY": SECRET_KEY,
            "SERVICE_TOKEN": SERVICE_TOKEN,
            "PORT": str(self.ports["web"]),
            "API_PORT": str(self.ports["api"]),
            "API_URL": f"http://127.0.0.1:{self.ports['api']}",
            "ASSISTANT_PORT": str(self.ports["assistant"]),
            "HEARD_KILL_FOLDER": str(self.arrows),
        }
        command = [sys.executable, "-m", "tests.kill.warm"]
        self._warm = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._armed: set[str] = set()
        self._running: dict[str, int] = {}
        self._started: dict[str, float] = {}
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Starts all four and begins to watch over them."""
        for name in SERVICES:
            self._start(name)
        self._keeper.start()
        for name in SERVICES:
            self.wait_until_up(name)

    def stop(self) -> None:
        """Kills all four for good."""
        self._stopping.set()
        if self._keeper.is_alive():
            self._keeper.join(10)
        assert self._warm.stdin is not None
        self._warm.stdin.close()  # which kills all it has started
        self._warm.wait(10)
        self.database.close()

    def kill(self, name: str) -> None:
        """kill -9 of the process and all it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self._running[name], signal.SIGKILL)

    def stall(self, name: str, *, seconds: float) -> None:
        """Stops the process for a while in the middle of whatever it does."""
        os.killpg(self._running[name], signal.SIGSTOP)
        time.sleep(seconds)
        os.killpg(self._running[name], signal.SIGCONT)

    def kill_at(self, arrow: str, *, passing: int, seconds: float) -> bool:
        """Has the process that passes this arrow for the nth time kill itself; whether one did in time."""
        self.arm(arrow, passing=passing)
        deadline = time.monotonic() + seconds
        while (self.arrows / arrow).exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.disarm(arrow)

    def arm(self, arrow: str, *, passing: int = 1) -> bool:
        """Has whoever passes this arrow for the nth time kill itself; whether one has, since it was armed before."""
        taken = self.disarm(arrow)
        (self.arrows / arrow).write_text(str(passing))
        self._armed.add(arrow)
        return taken

    def disarm(self, arrow: str) -> bool:
        """Nobody dies at this arrow any more; whether one has, since it was armed."""
        armed = arrow in self._armed
        self._armed.discard(arrow)
        try:
            (self.arrows / arrow).unlink()
        except FileNotFoundError:
            return armed
        return False

    def wait_until_up(self, name: str) -> None:
        """Returns when it answers; fails when it does not start."""
        deadline = time.monotonic() + _LONGEST_START
        while not self.up(name):
            assert time.monotonic() < deadline, (
                f"{name} did not start:\n{(self.folder / f'{name}.log').read_text()[-3000:]}"
            )
            time.sleep(0.05)

    def _last_words(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")[-3000:]

    def up(self, name: str) -> bool:
        """Whether it answers, or for the worker, whether it has worked since it was started."""
        if name == "worker":
            return self._has_worked()
        path = {"web": "/health/ready", "api": "/health", "assistant": "/"}[name]
        try:
            return httpx.get(f"http://127.0.0.1:{self.ports[name]}{path}", timeout=1.0).status_code == 200
        except httpx.HTTPError:
            return False

    def _has_worked(self) -> bool:
        with suppress(SQLAlchemyError), self.database.read() as session:
            beat = session.get(Heartbeat, "worker")
            return beat is not None and beat.at.timestamp() > self._started["worker"]
        return False

    def _keep(self) -> None:
        while not self._stopping.wait(0.05):
            for name in SERVICES:
                if not _lives(self._running[name]) and not self._stopping.is_set():
                    self._start(name)

    def _start(self, name: str) -> None:
        self._started[name] = time.time()
        log = str(self.folder / f"{name}.log")
        order = {"arguments": self._arguments(name), "environment": self._environment, "log": log}
        assert self._warm.stdin is not None and self._warm.stdout is not None
        self._warm.stdin.write(json.dumps(order) + "\n")
        self._warm.stdin.flush()
        self._running[name] = int(self._warm.stdout.readline())

    def _arguments(self, name: str) -> list[str]:
        """The command of the Procfile, with this test's port and its wrapped app."""
        lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line)
        words = shlex.split(lines[name])
        begins = next(place for place, word in enumerate(words) if word in _PROGRAMS)
        arguments = [_PROGRAMS[words[begins]], *words[begins + 1 :]]
        if name in {"assistant", "worker"}:
            return arguments
        arguments[arguments.index("--bind") + 1] = f"127.0.0.1:{self.ports[name]}"
        return [*arguments[:-1], _WRAPPED[arguments[-1]]]


def _lives(pid: int) -> bool:
    """Whether there is such a process and it is not a dead one that nobody has waited for."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@contextmanager
def running(folder: Path) -> Iterator[Processes]:
    """All four up; killed at the end."""
    processes = Processes(folder)
    try:
        processes.start()
        yield processes
    finally:
        processes.stop()
