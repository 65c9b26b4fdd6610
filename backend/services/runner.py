"""Runs turns: threads of `web` claim a turn, ask the assistant with no lock held, and store its answer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import Any

from backend.errors import Unavailable
from backend.services.answers import finish, give_up, say_one_moment, was_answered
from backend.services.context import Context
from backend.services.leases import MOST_ATTEMPTS, claim, release
from backend.services.turns import is_finished

log = logging.getLogger(__name__)

AskAssistant = Callable[[Mapping[str, Any]], list[dict[str, Any]]]
_RETRY_AFTER = timedelta(seconds=1.5)
_PATIENCE = timedelta(seconds=6)  # an assistant that refuses is asked again this long, then we answer
_LOOK_EVERY = 0.1  # seconds
_SWEEP_EVERY = 1.0  # seconds between looks for turns that another process left


class Runner:
    """Holds the threads of one process; turns themselves live in the database."""

    def __init__(self, context: Context, ask: AskAssistant, *, threads: int = 32) -> None:
        self._context = context
        self._ask = ask
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="turn")
        self._stopping = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep, name="turn-sweeper", daemon=True)

    def start(self) -> None:
        """Begins to look for turns that were left unfinished."""
        self._sweeper.start()

    def stop(self) -> None:
        """Lets running turns end and takes no more."""
        self._stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def run_and_wait(self, turn_id: str, *, seconds: float) -> bool:
        """Runs the turn and waits up to so many seconds; whether it is finished."""
        if is_finished(self._context, turn_id):
            return True
        deadline = time.monotonic() + seconds
        wait([self._pool.submit(self._run_safely, turn_id)], timeout=seconds)
        while not is_finished(self._context, turn_id):
            if time.monotonic() > deadline:
                say_one_moment(self._context, turn_id)
                return is_finished(self._context, turn_id)
            time.sleep(_LOOK_EVERY)  # an earlier turn goes first, or another process has this one
        return True

    def run_one(self, turn_id: str | None = None) -> bool:
        """Claims and runs one turn; False when there was none to run."""
        brief = claim(self._context, turn_id)
        if brief is None:
            return False
        try:
            replies = self._ask(brief)
        except Unavailable as error:
            self._unanswered(brief, error)
            return True
        if replies or brief_is_quiet(self._context, brief["turn"]):
            finish(self._context, brief["turn"], replies)
        else:
            give_up(self._context, brief["turn"], reason="the assistant said nothing")
        return True

    def _unanswered(self, brief: Mapping[str, Any], error: Unavailable) -> None:
        now = self._context.now()
        received: datetime = brief["received_at"]
        if brief["attempts"] >= MOST_ATTEMPTS or now - received > _PATIENCE:
            log.warning("turn %s given up: %s", brief["turn"], error)
            give_up(self._context, brief["turn"], reason=str(error))
        else:
            release(self._context, brief["turn"], at=now + _RETRY_AFTER)

    def _run_safely(self, turn_id: str | None = None) -> None:
        try:
            self.run_one(turn_id)
        except Exception:  # noqa: BLE001 - the boundary of this thread: the turn's lease ends and it runs again
            log.exception("a turn could not be run; it will be tried again")

    def _sweep(self) -> None:
        while not self._stopping.wait(_SWEEP_EVERY):
            self._pool.submit(self._run_safely)


def brief_is_quiet(context: Context, turn_id: str) -> bool:
    """Whether the turn's operation already put its words into the conversation; the waiting line is no answer."""
    with context.database.read() as session:
        return was_answered(session, turn_id)
