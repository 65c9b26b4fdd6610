"""The stream of a conversation: every message once, in order, from where the browser left off."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from backend.errors import Unavailable
from channels.web_chat.watcher import Watcher

MOST_STREAMS = 40  # of a process's 64 threads
MOST_STREAMS_OF_ONE = 4  # browser tabs of one conversation
LIFE_SECONDS = 600.0
BEAT_SECONDS = 15.0
RETRY_AFTER_SECONDS = 30
_RECONNECT_MS = 2000

Read = Callable[[int], dict[str, Any]]  # what came after a message's number, as `conversations.view` gives it


class Streams:
    """The streams of this process: a limited number, woken by one watcher."""

    def __init__(self, watcher: Watcher, *, most: int = MOST_STREAMS) -> None:
        self._watcher = watcher
        self._free = threading.BoundedSemaphore(most)

    def open(self, conversation_id: str, *, after: int, read: Read) -> Stream:
        """A stream, or Unavailable when there are too many; the page then asks from time to time."""
        crowded = self._watcher.watched(conversation_id) >= MOST_STREAMS_OF_ONE
        if crowded or not self._free.acquire(blocking=False):
            raise Unavailable("Too many open connections just now. New messages can still be asked for.")
        call = self._watcher.watch(conversation_id)

        def give_back() -> None:
            self._watcher.leave(conversation_id, call)
            self._free.release()

        return Stream(frames(read, call, after=after), give_back)


class Stream:
    """An iterator of frames whose place is given back exactly once, even if it was never begun."""

    def __init__(self, content: Iterator[str], give_back: Callable[[], None]) -> None:
        self._content = content
        self._give_back: Callable[[], None] | None = give_back

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._content)

    def close(self) -> None:
        """Called by the server when the browser has gone or the stream is over."""
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            give_back()


def frames(
    read: Read,
    call: threading.Event,
    *,
    after: int,
    clock: Callable[[], float] = time.monotonic,
    life: float = LIFE_SECONDS,
    beat: float = BEAT_SECONDS,
) -> Iterator[str]:
    """Messages after a number, the state when it differs, and a comment at each beat, until the life is over."""
    yield f"retry: {_RECONNECT_MS}\n\n"
    ends = clock() + life
    state: dict[str, Any] | None = None
    while clock() < ends:
        call.clear()  # before reading, so that what comes meanwhile wakes us again
        seen = read(after)
        for message in seen["messages"]:
            after = message["seq"]
            yield frame("message", message, number=after)
        if state != (state := {"owner": seen["owner"], "case": seen["case"]}):
            yield frame("state", state)
        if not call.wait(timeout=min(beat, max(0.0, ends - clock()))):
            yield ": still here\n\n"


def frame(event: str, data: dict[str, Any], *, number: int | None = None) -> str:
    """One event of the stream; its id is the message's number."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
