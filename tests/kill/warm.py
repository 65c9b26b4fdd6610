"""Starts the Procfile's Python processes as forks of one that has read the code, so that restarts are quick.

One JSON object a line on stdin, {"arguments": [...], "environment": {...}, "log": path}; the new process's id
comes back on stdout. The first argument is `gunicorn`, `flask` or a program's path. Each process leads a process
group of its own; when stdin ends, for whatever reason, all of them are killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import flask.cli
import gunicorn.app.wsgiapp
import gunicorn.workers.gthread  # noqa: F401 - read before the fork

import backend.app  # noqa: F401 - read before the fork

_PROGRAMS = {"gunicorn": gunicorn.app.wsgiapp.run, "flask": flask.cli.main}


def main() -> None:
    """Starts what is asked for until the asker goes away."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    started = []
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
        started.append(child)
        print(child, flush=True)
    for child in filter(_is_mine, started):
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)


def _is_mine(pid: int) -> bool:
    """Whether this process still lives; another may have its number by now."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) == os.getpid()
    return False


def _become(order: dict[str, Any]) -> None:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, file in ((0, nothing), (1, log), (2, log)):
            os.dup2(file, number)
        os.environ.update(order["environment"])
        sys.argv = order["arguments"]
        if sys.argv[0] in _PROGRAMS:
            _PROGRAMS[sys.argv[0]]()
        else:
            os.execv(sys.argv[0], sys.argv)
    except BaseException:  # noqa: BLE001 - the boundary of this process
        traceback.print_exc()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
