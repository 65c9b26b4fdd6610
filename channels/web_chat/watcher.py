"""Notices that a conversation has changed and wakes the streams that show it.

One thread a process, and no query while nobody is connected. A wake-up is a courtesy: a stream
also looks by itself at every beat, so a lost one delays a message and never loses it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

import psycopg
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from backend.store.database import Database
from backend.store.tables import Conversation

logger = logging.getLogger(__name__)

CHANNEL = "heard_message"
SQLITE_PAUSE = 0.25  # seconds between looks
POSTGRES_PAUSE = 2.0  # the slow poll beside LISTEN
_AFTER_FAILURE = 2.0

Mark = tuple[int, int]  # last_seq, owner_version


class Watcher:
    """Wake-up calls for conversations; the thread starts with the first one that is watched."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Condition()
        self._calls: dict[str, set[threading.Event]] = {}
        self._marks: dict[str, Mark] = {}
        self._thread: threading.Thread | None = None

    def watch(self, conversation_id: str) -> threading.Event:
        """An event that is set whenever the conversation has changed."""
        call = threading.Event()
        with self._lock:
            self._calls.setdefault(conversation_id, set()).add(call)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="chat-watcher", daemon=True)
                self._thread.start()
            self._lock.notify_all()
        return call

    def leave(self, conversation_id: str, call: threading.Event) -> None:
        """No more calls for this stream."""
        with self._lock:
            calls = self._calls.get(conversation_id, set())
            calls.discard(call)
            if not calls:
                self._calls.pop(conversation_id, None)
                self._marks.pop(conversation_id, None)

    def watched(self, conversation_id: str) -> int:
        """How many streams show this conversation here."""
        with self._lock:
            return len(self._calls.get(conversation_id, ()))

    def _run(self) -> None:
        times = self._sqlite_times() if self._database.is_sqlite else self._postgres_times()
        for _ in times:
            try:
                self._look()
            except SQLAlchemyError as error:
                logger.warning("The watcher could not look for new messages: %s", type(error).__name__)
                time.sleep(_AFTER_FAILURE)

    def _wait_for_streams(self) -> None:
        with self._lock:
            while not self._calls:
                self._lock.wait()

    def _look(self) -> None:
        """Compares where each watched conversation stands with where it stood, and wakes what moved."""
        with self._lock:
            watched = list(self._calls)
        columns = (Conversation.id, Conversation.last_seq, Conversation.owner_version)
        with self._database.read() as session:
            rows = session.execute(select(*columns).where(Conversation.id.in_(watched))).all()
        with self._lock:
            for conversation_id, last_seq, owner_version in rows:
                mark = (last_seq, owner_version)
                calls = self._calls.get(conversation_id)
                if calls is None or self._marks.get(conversation_id) == mark:
                    continue
                self._marks[conversation_id] = mark
                for call in calls:
                    call.set()

    def _sqlite_times(self) -> Iterator[None]:
        while True:
            self._wait_for_streams()
            yield
            time.sleep(SQLITE_PAUSE)

    def _postgres_times(self) -> Iterator[None]:
        """At every NOTIFY, and every two seconds beside it."""
        url = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            self._wait_for_streams()
            yield
            try:
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while True:
                        self._wait_for_streams()
                        yield
                        for _ in connection.notifies(timeout=POSTGRES_PAUSE, stop_after=1):
                            pass
            except psycopg.Error as error:
                logger.warning("Listening for new messages failed: %s", type(error).__name__)
                time.sleep(_AFTER_FAILURE)
