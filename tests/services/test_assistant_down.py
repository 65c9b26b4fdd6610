"""The assistant stops, or hangs, in the middle of a conversation: over real HTTP nobody is left without an answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from backend.app import build_context, create_api, create_app
from backend.commands import alembic_config
from backend.config import read_config
from backend.core.clocks import spoken_date
from backend.core.record import texts
from backend.services.context import Context
from backend.services.queue import queue_for
from backend.services.situations import record_of
from backend.store.tables import Case, ClockRow, Message
from channels.rasa_client import RasaClient
from tests.builders import MONDAY, a_staff
from tests.scenarios.seat import WebSeat
from tests.stack import SECRET_KEY, SERVICE_TOKEN, TestClock, assistant, free_port, serving

FIRST, SECOND, THIRD = (
    "My cheek is lumpy after the filler and it hurts.",
    "Nobody has called me back about it for three weeks.",
    "And the receptionist laughed at me in front of everybody.",
)


class FrontDoor:
    """The web and api apps over HTTP; the assistant is at `port` when there is one."""

    def __init__(self, folder: Path) -> None:
        self.port, self.api_port, self.web_port = free_port(), free_port(), free_port()
        settings = {"DATABASE_URL": f"sqlite:///{folder}/heard.sqlite", "PORT": str(self.web_port)}
        self.config = read_config(settings | {"SECRET_KEY": SECRET_KEY, "SERVICE_TOKEN": SERVICE_TOKEN})
        command.upgrade(alembic_config(self.config.database_url), "head")
        self.context: Context = replace(build_context(self.config), now=TestClock(MONDAY))
        self.seat = WebSeat(f"http://127.0.0.1:{self.web_port}", "lumiere")

    def said(self) -> list[str | None]:
        """The wording keys of the last answer."""
        seqs = [message["seq"] for message in self.seat.last["messages"]]
        with self.context.database.read() as session:
            wanted = (Message.conversation_id == self.seat.conversation, Message.seq.in_(seqs))
            return list(session.scalars(select(Message.key).where(*wanted).order_by(Message.seq)))

    def case(self) -> Case:
        """The one case there is."""
        with self.context.database.read() as session:
            return session.scalars(select(Case)).one()

    def told(self) -> list[str]:
        """The parts of the record."""
        with self.context.database.read() as session:
            return texts(record_of(session, session.scalars(select(Case)).one()))


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    door = FrontDoor(tmp_path)
    client = RasaClient(f"http://127.0.0.1:{door.port}", SERVICE_TOKEN, seconds=9.0)
    web = create_app(door.config, context=door.context, ask=client.ask)
    runner = web.extensions["heard"].runner
    with serving(create_api(door.config, context=door.context), door.api_port), serving(web, door.web_port):
        runner.start()
        yield door
        runner.stop()
    door.context.database.close()


@contextmanager
def _hung(port: int) -> Iterator[None]:
    """A socket that takes every connection and never says a word."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", port), reuse_port=False) as listener:

        def hold() -> None:
            while True:
                try:
                    held.append(listener.accept()[0])
                except OSError:
                    return

        threading.Thread(target=hold, daemon=True).start()
        yield
        listener.shutdown(socket.SHUT_RDWR)
    for connection in held:
        connection.close()


def _is_honest(door: FrontDoor) -> None:
    """The sentence names the reference and the date, and staff have the case in their queue."""
    case = door.case()
    with door.context.database.read() as session:
        due = session.scalars(select(ClockRow.due_on)).one()
    text = door.seat.last["messages"][-1]["text"]
    assert "cannot read it just now" in text
    assert case.reference in text and spoken_date(due) in text
    assert door.seat.last["case"]["reference"] == case.reference
    queue = queue_for(door.context, a_staff(door.context))
    assert [line.reference for line in queue.cases] == [case.reference]


def test_an_assistant_that_stops_before_the_story_leaves_an_unsorted_case_and_goes_on_later(door: FrontDoor) -> None:
    door.seat.open()
    for words in (FIRST, SECOND):
        door.seat.say(words)
        assert door.said() == ["turns.kept"]
    _is_honest(door)
    assert (door.case().kind, door.told()) == ("unsorted", [FIRST, SECOND])
    with assistant(door.port, door.api_port):
        door.seat.say(THIRD)
        assert door.said()[-1] == "ask.tell_more"
        assert (door.case().kind, door.told()) == ("complaint", [FIRST, SECOND, THIRD])
        door.seat.choose("that_is_everything")
        assert door.said()[-1] == "ask.points"


def test_an_assistant_that_stops_in_the_middle_keeps_the_case_and_the_place(door: FrontDoor) -> None:
    door.seat.open()
    with assistant(door.port, door.api_port):
        door.seat.say(FIRST)
        assert door.said()[0] == "case_opened"
    door.seat.say(SECOND)
    assert door.said() == ["turns.kept"]
    _is_honest(door)
    assert (door.case().kind, door.told()) == ("complaint", [FIRST, SECOND])
    door.seat.say("I want to speak to a person")
    assert door.said() == ["handoff.call_back"]
    with assistant(door.port, door.api_port):
        door.seat.say(THIRD)
        assert door.told() == [FIRST, SECOND, THIRD]
        assert door.said()[-1] == "ask.fact.contact"


def test_an_assistant_that_hangs_is_waited_for_and_then_answered_for(door: FrontDoor) -> None:
    door.seat.open()
    with _hung(door.port):
        door.seat.say(FIRST)
        assert door.said() == ["turns.one_moment", "turns.kept"]
        _is_honest(door)
    assert (door.case().kind, door.told()) == ("unsorted", [FIRST])
    with assistant(door.port, door.api_port):
        door.seat.say(SECOND)
        assert door.said()[-1] == "ask.tell_more"
        assert door.told() == [FIRST, SECOND]
