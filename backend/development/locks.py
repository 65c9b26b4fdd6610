"""Which of our processes are alive: each holds a file lock, inherited by what it starts.

The system drops a lock with its last holder, so a number left by a killed process never misleads.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from backend.development import ROOT

FOLDER = ROOT / "instance" / "run"
_PATIENCE = 5.0  # seconds for each of: asked to stop, made to stop


def hold(name: str) -> int | None:
    """The open file that holds this name as long as it is open anywhere, or None when another has it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = os.open(_path(name), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    os.ftruncate(file, 0)
    os.write(file, str(os.getpid()).encode())
    return file


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Waits until nobody else is at this, for as long as it takes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _path(name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def holder(name: str) -> int | None:
    """The process that took this name, itself perhaps gone, while anything it started still holds it."""
    if not _path(name).exists():
        return None
    with _path(name).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(file.read() or 0)
    return None


def alive(process: int) -> bool:
    """Whether there is a process with this number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def stop(name: str) -> bool:
    """Stops the process group that holds this name; False when nobody does, SystemExit if it stays."""
    leader = holder(name)
    if leader is None:
        return False
    for order in (signal.SIGTERM, signal.SIGKILL):
        if leader > 1:
            with suppress(ProcessLookupError):
                os.killpg(leader, order)
        if _gone(name):
            return True
    raise SystemExit(f"{name} of an earlier run is still there (process {leader}): stop it, then run make again.")


def _gone(name: str) -> bool:
    end = time.monotonic() + _PATIENCE
    while holder(name) is not None:
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def _path(name: str) -> Path:
    return FOLDER / f"{name}.lock"
