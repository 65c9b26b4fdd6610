"""The web and api apps with named places at which their process kills itself, once, when a test asks for it.

A test asks by a file with the arrow's name in the folder HEARD_KILL_FOLDER, which holds at which passing of the
arrow, counted from 1, the process dies.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

import backend.api
import backend.app
from backend.services import answers, leases, operations, runner, turns
from backend.store.database import Database
from channels.rasa_client import RasaClient
from channels.web_chat import api as web_api

WEB_ARROWS = ("web_commit", "storing", "received", "claimed", "asked", "finished", "answering")
API_ARROWS = ("api_commit", "operating", "operated")
GIVEN_UP = "given_up"  # only while the assistant is away
_SHORT_LEASE = timedelta(seconds=2.5)  # so that a turn whose process died runs again within the test's time


def serve() -> Flask:
    """What the Procfile's web serves."""
    leases.LEASE = _SHORT_LEASE
    _die_after_a_commit("web_commit")
    for module in (turns, answers):  # its transaction is still open
        module.write_message = _dies_after(module.write_message, "storing")
    turns.receive = _dies_after(turns.receive, "received")
    runner.claim = _dies_after(runner.claim, "claimed")
    RasaClient.ask = _dies_after(RasaClient.ask, "asked")  # type: ignore[method-assign]
    runner.finish = _dies_after(runner.finish, "finished")
    runner.give_up = _dies_after(runner.give_up, GIVEN_UP)
    web_api.answer = _dies_after(web_api.answer, "answering")
    return backend.app.serve()


def create_api() -> Flask:
    """What the Procfile's api serves."""
    _die_after_a_commit("api_commit")
    operations.apply = _dies_after(operations.apply, "operating")  # its transaction is still open
    backend.api.operate = _dies_after(backend.api.operate, "operated")  # type: ignore[attr-defined]
    return backend.app.create_api()


def _die_after_a_commit(arrow: str) -> None:
    write = Database.write

    @contextmanager
    def then_die(database: Database) -> Iterator[Session]:
        with write(database) as session:
            yield session
        _pass(arrow)

    Database.write = then_die  # type: ignore[method-assign]


def _dies_after(function: Callable[..., Any], arrow: str) -> Callable[..., Any]:
    def then_die(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if not (arrow == "claimed" and result is None):
            _pass(arrow)
        return result

    return then_die


def _pass(arrow: str) -> None:
    file = Path(os.environ["HEARD_KILL_FOLDER"]) / arrow
    with suppress(FileNotFoundError, ValueError):
        left = int(file.read_text())
        if left > 1:
            file.write_text(str(left - 1))
            return
        file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
