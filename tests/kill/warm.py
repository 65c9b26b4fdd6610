"""Starts the Procfile's Python processes as forks of one that has read the code, so that restarts are quick.

One JSON object a line on stdin, {"arguments": [...], "environment": {...}, "log": path}; the new process's id
comes back on stdout. The first argument is `gunicorn` or `flask`. Each is the leader of its own process group.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from typing import Any

import flask.cli
import gunicorn.app.wsgiapp
import gunicorn.workers.gthread  # noqa: F401 - read before the fork

import backend.app  # noqa: F401 - read before the fork

_PROGRAMS = {"gunicorn": gunicorn.app.wsgiapp.run, "flask": flask.cli.main}


def main() -> None:
    """Starts what is asked for until the asker goes away."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
        print(child, flush=True)


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
        _PROGRAMS[sys.argv[0]]()
    except BaseException:  # noqa: BLE001 - the boundary of this process
        traceback.print_exc()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
