"""The stream of a conversation, over a real server with threads."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import httpx
import pytest

from backend.services.changes import announce
from channels.web_chat import sse
from channels.web_chat.sse import Stream, frames
from tests.channels.web_chat.chat_app import served
from tests.channels.web_chat.talking import start


@pytest.fixture
def base(chat):
    with served(chat.app) as address:
        yield address


@contextmanager
def listening(base, talk, *, after=None, last=None):
    """An open stream; gives an iterator of its events as (name, id, data)."""
    headers = talk.headers | ({"Last-Event-ID": str(last)} if last is not None else {})
    params = {} if after is None else {"after": after}
    address = f"{base}/chat/{talk.id}/events"
    with httpx.stream("GET", address, headers=headers, params=params, timeout=5) as response:
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.headers["Cache-Control"] == "no-store"
        yield events(response.iter_lines())


def events(lines) -> Iterator[tuple[str, str | None, dict]]:
    event: dict[str, str] = {}
    for line in lines:
        if not line and "data" in event:
            yield event["event"], event.get("id"), json.loads(event["data"])
        if not line:
            event = {}
        elif not line.startswith(":"):
            key, _, value = line.partition(": ")
            event[key] = value


def numbers(stream, wanted):
    """The numbers of the next messages, other events left out."""
    found = []
    while len(found) < wanted:
        name, number, data = next(stream)
        if name == "message":
            assert number == str(data["seq"])
            found.append(data["seq"])
    return found


def test_everything_from_the_beginning_then_what_is_new(base, talk):
    with listening(base, talk) as stream:
        assert numbers(stream, 2) == [1, 2]
        talk.say("It hurt.")
        assert numbers(stream, 2) == [3, 4]


def test_a_browser_that_comes_back_hears_only_what_it_missed(base, talk):
    with listening(base, talk) as stream:
        numbers(stream, 2)
    talk.say("It hurt.")
    with listening(base, talk, after=0, last=3) as stream:
        assert numbers(stream, 1) == [4]


@pytest.mark.parametrize("last", ["nonsense", "-1", "٣"])
def test_a_last_event_id_that_is_none_begins_where_the_page_began(base, talk, last):
    address = f"{base}/chat/{talk.id}/events?after=1"
    headers = talk.headers | {"Last-Event-ID": last.encode()}
    with httpx.stream("GET", address, headers=headers, timeout=5) as response:
        assert numbers(events(response.iter_lines()), 1) == [2]


def test_a_change_of_state_is_told(base, talk):
    with listening(base, talk) as stream:
        numbers(stream, 2)
        assert next(stream)[2] == {"owner": "bot", "case": None}
        talk.post({}, to="handoff")
        numbers(stream, 1)
        name, number, state = next(stream)
        assert (name, number) == ("state", None)
        assert state["case"]["reference"]


def test_a_new_message_arrives_within_a_second(base, chat, talk):
    with listening(base, talk) as stream:
        numbers(stream, 2)
        sent = time.monotonic()
        talk.say("It hurt.")
        with chat.context.database.write() as session:
            announce(session, talk.id)
        numbers(stream, 2)
        took = time.monotonic() - sent
        print(f"a message and its answer by stream: {took * 1000:.0f} ms")
        assert took < 1


def test_two_conversations_are_kept_apart(base, talk):
    other = start(talk.client)
    with listening(base, talk, after=2) as stream:
        other.say("Another story.")
        talk.say("It hurt.")
        seen = [next(stream) for _ in range(3)]
    assert "Another story." not in json.dumps(seen)


def test_too_many_streams_are_refused_with_a_time_to_come_back(base, talk, monkeypatch):
    monkeypatch.setattr(sse, "MOST_STREAMS_OF_ONE", 1)
    with listening(base, talk) as stream:
        numbers(stream, 1)
        refused = httpx.get(f"{base}/chat/{talk.id}/events", headers=talk.headers)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "30"
        assert refused.json()["detail"].endswith(".")
        assert len(talk.messages()) == 2, "Asking still works."


def test_the_process_has_a_limited_number_of_places_and_gets_them_back(chat, talk):
    streams = chat.app.extensions["heard_streams"]
    held = [streams.open(start(talk.client).id, after=0, read=lambda after: {}) for _ in range(sse.MOST_STREAMS)]
    assert talk.client.get(f"/chat/{talk.id}/events", headers=talk.headers).status_code == 503
    for stream in held:
        stream.close()
        stream.close()
    response = talk.client.get(f"/chat/{talk.id}/events", headers=talk.headers, buffered=False)
    assert response.status_code == 200
    response.close()


def test_a_stream_that_never_began_gives_its_place_back(chat, talk):
    talk.client.head(f"/chat/{talk.id}/events", headers=talk.headers).close()
    assert chat.app.extensions["heard_streams"]._free._value == sse.MOST_STREAMS


def test_a_stream_ends_after_its_life():
    moments = count(step=100.0)  # each round looks twice at the clock
    quiet = {"owner": "bot", "case": None, "messages": []}
    said = frames(lambda after: quiet, threading.Event(), after=0, clock=lambda: next(moments), beat=0)
    assert [line.split("\n")[0] for line in said] == ["retry: 2000", "event: state", *[": still here"] * 3]


def test_a_stream_finds_a_message_without_being_woken():
    seen = iter([[], [{"seq": 1}]])
    read = lambda after: {"owner": "bot", "case": None, "messages": next(seen)}  # noqa: E731
    said = frames(read, threading.Event(), after=0, beat=0.01)
    assert any(frame.startswith("id: 1") for frame in (next(said) for _ in range(4)))


def test_a_place_is_given_back_once():
    given = []
    stream = Stream(iter(()), lambda: given.append(1))
    stream.close()
    stream.close()
    assert given == [1]


def test_no_query_is_made_while_nobody_listens(chat, talk):
    watcher = chat.app.extensions["heard_streams"]._watcher
    assert watcher._thread is None
    stream = chat.app.extensions["heard_streams"].open(talk.id, after=0, read=lambda after: {})
    assert watcher._thread.is_alive()
    stream.close()
    assert watcher.watched(talk.id) == 0
