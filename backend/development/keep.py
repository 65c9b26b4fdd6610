"""Keeps one process of the Procfile running: `python -m backend.development.keep <name> <command ...>`.

A process that dies is started again, later each time. One that fails of itself on its first start is not:
a wrong setting or a broken file needs a person. Without a runner nothing is kept.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from enum import Enum, auto
from queue import Empty, SimpleQueue

from backend.development import locks, say

_PROVEN = 30.0  # seconds: a process that ran this long started well
_LONGEST_WAIT = 30.0
_STOPPING = 4.0  # the runner kills after 5
_LOOK_ROUND = 0.5
_NOT_THERE = 127  # what a shell says


class Event(Enum):
    """What ends a wait."""

    ENDED = auto()
    STOP = auto()


class Keeper:
    """Runs one command until told to stop, or until whoever started it has gone."""

    def __init__(self, name: str, command: list[str], lock: int) -> None:
        self.name, self.command, self.lock = name, command, lock
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.parent = os.getppid()
        self.runner = int(os.environ.get("HEARD_RUNNER", "0"))

    def run(self) -> int:
        """The exit code: 0 when told to stop, the command's own when it could not start."""
        for order in (signal.SIGTERM, signal.SIGINT):
            signal.signal(order, lambda *_: self.events.put(Event.STOP))
        proven, wait = False, 1.0
        while True:
            started = time.monotonic()
            code = self._once()
            if code is None:
                return 0
            if time.monotonic() - started > _PROVEN:
                proven, wait = True, 1.0
            if code > 0 and not proven:
                say(f"{self.name} could not start ({_how(code)}): its last lines are above.")
                return code
            proven = True
            say(f"{self.name} ended ({_how(code)}); starting it again in {wait:.0f} s.")
            if self._wait(wait) is Event.STOP:
                return 0
            wait = min(wait * 2, _LONGEST_WAIT)

    def _once(self) -> int | None:
        """The command's exit code, negative for a signal; None when told to stop."""
        environ = os.environ | {"PYTHONUNBUFFERED": "1"}
        try:
            child = subprocess.Popen(self.command, env=environ, pass_fds=[self.lock])
        except OSError as error:
            say(f"{error.filename}: {error.strerror}.")
            return _NOT_THERE
        threading.Thread(target=self._report, args=[child], daemon=True).start()
        if self._wait(None) is Event.ENDED:
            return child.wait()
        child.terminate()
        try:
            child.wait(_STOPPING)
        except subprocess.TimeoutExpired:
            child.kill()
        return None

    def _report(self, child: subprocess.Popen[bytes]) -> None:
        child.wait()
        self.events.put(Event.ENDED)

    def _wait(self, seconds: float | None) -> Event | None:
        """The next event, or None after these seconds."""
        end = time.monotonic() + seconds if seconds is not None else None
        while end is None or time.monotonic() < end:
            with suppress(Empty):
                return self.events.get(timeout=_LOOK_ROUND)
            if self._abandoned():
                return Event.STOP
        return None

    def _abandoned(self) -> bool:
        runner_alive = not self.runner or locks.alive(self.runner)
        if os.getppid() == self.parent:
            return not runner_alive
        if self.runner and runner_alive:
            # What carried our output was killed; honcho would wait for it for ever, so all stops.
            os.kill(self.runner, signal.SIGKILL)
        return True


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def main() -> int:
    """Keeps the command given on the command line."""
    name, *command = sys.argv[1:]
    lock = locks.hold(name)
    if lock is None:
        say(f"{name} is running already (process {locks.holder(name)}).")
        return 1
    return Keeper(name, command, lock).run()


if __name__ == "__main__":
    sys.exit(main())
