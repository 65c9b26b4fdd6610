"""Notices that a conversation has changed and wakes the streams that show it.

One thread a process, and no query while nobody is connected. A wake-up is a courtesy: a stream
also looks by itself at every beat, so a lost one delays a message and never loses it.
"""

from __future__ import annotations

import threading

from backend.services.changes import Mark, standing, times_to_look
from backend.services.context import Context


class Watcher:
    """Wake-up calls for conversations; the thread starts with the first one that is watched."""

    def __init__(self, context: Context) -> None:
        self._context = context
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
        for _ in times_to_look(self._context):
            with self._lock:
                while not self._calls:
                    self._lock.wait()
                watched = tuple(self._calls)
            self._wake(standing(self._context, watched))

    def _wake(self, marks: dict[str, Mark]) -> None:
        """Calls the streams of every conversation that stands elsewhere than before."""
        with self._lock:
            for conversation_id, mark in marks.items():
                calls = self._calls.get(conversation_id)
                if calls is None or self._marks.get(conversation_id) == mark:
                    continue
                self._marks[conversation_id] = mark
                for call in calls:
                    call.set()
