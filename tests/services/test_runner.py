"""The runner: asks the assistant with no lock held, waits a little, and answers for an assistant that does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from backend.core.record import texts
from backend.errors import Unavailable
from backend.services.leases import LEASE, claim
from backend.services.runner import Runner
from backend.services.turns import answer_of, is_finished
from backend.store.database import Database
from tests.services.seat import Seat, a_seat


@pytest.fixture
def seat(database: Database) -> Seat:
    return a_seat(database)


def _run(seat: Seat, ask: Any, turn: str) -> None:
    Runner(seat.context, ask).run_one(turn)


def _says(*words: str) -> Any:
    return lambda brief: [{"text": text} for text in words]


def _refuses(brief: Mapping[str, Any]) -> Any:
    raise Unavailable("The assistant does not answer.")


def test_the_brief_has_the_words_the_question_and_what_was_said_last(seat: Seat) -> None:
    turn = seat.post("My cheek is lumpy.")
    brief = claim(seat.context, turn)
    assert brief is not None
    assert (brief["text"], brief["choice"], brief["question"]["key"]) == ("My cheek is lumpy.", None, "tell")
    assert (brief["language"], brief["channel"], brief["provider"]) == ("en", "web", "lumiere")
    assert brief["last_said"] == seat.messages()[1].text


def test_nothing_is_locked_while_the_assistant_is_asked(seat: Seat) -> None:
    def write_meanwhile(brief: Mapping[str, Any]) -> list[dict[str, Any]]:
        other = Seat(seat.context)
        other.post("Somebody else writes at the same time.")
        return [{"text": "Thank you."}]

    turn = seat.post()
    _run(seat, write_meanwhile, turn)
    assert [message["text"] for message in seat.answer()["messages"]] == ["Thank you."]


def test_an_assistant_that_refuses_is_asked_again_and_then_answered_for(seat: Seat) -> None:
    turn = seat.post()
    for _ in range(3):
        assert not is_finished(seat.context, turn)
        _run(seat, _refuses, turn)
        seat.clock.pass_time(seconds=1.6)
    assert seat.keys(turn) == ["turns.kept"]


def test_nobody_waits_longer_than_a_few_seconds_for_an_assistant_that_refuses(seat: Seat) -> None:
    turn = seat.post()
    seat.clock.pass_time(seconds=7)
    _run(seat, _refuses, turn)
    assert seat.keys(turn) == ["turns.kept"]


def test_an_assistant_that_comes_back_in_time_answers(seat: Seat) -> None:
    turn = seat.post()
    _run(seat, _refuses, turn)
    seat.clock.pass_time(seconds=1.6)
    _run(seat, _says("Here I am."), turn)
    assert [message["text"] for message in seat.answer()["messages"]] == ["Here I am."]


def test_an_assistant_that_says_nothing_is_answered_for(seat: Seat) -> None:
    turn = seat.post()
    _run(seat, _says(), turn)
    assert seat.keys(turn) == ["turns.kept"]
    assert texts(seat.record()) == ["My cheek is lumpy."]


@contextmanager
def _slow(seat: Seat, *words: str) -> Iterator[threading.Event]:
    """A runner whose assistant answers only when the event is set."""
    ready = threading.Event()

    def ask(brief: Mapping[str, Any]) -> list[dict[str, Any]]:
        ready.wait(10)
        return [{"text": word} for word in words]

    seat.runner = Runner(seat.context, ask, threads=2)
    yield ready
    ready.set()
    seat.runner.stop()


def _finished(seat: Seat, turn: str) -> None:
    deadline = time.monotonic() + 10
    while not is_finished(seat.context, turn):
        assert time.monotonic() < deadline, "The turn was never finished."
        time.sleep(0.02)


def test_after_a_while_the_waiting_line_is_said_once_and_the_answer_is_added(seat: Seat) -> None:
    turn = seat.post()
    with _slow(seat, "At last.") as ready:
        assert not seat.runner.run_and_wait(turn, seconds=0.2)
        assert not seat.runner.run_and_wait(turn, seconds=0.2)
        waiting = seat.answer()
        assert (waiting["pending"], seat.keys(turn)) == (True, ["turns.one_moment"])
        ready.set()
        _finished(seat, turn)
    answer = seat.answer()
    assert not answer["pending"]
    assert [message["text"] for message in answer["messages"]] == [waiting["messages"][0]["text"], "At last."]
    assert answer_of(seat.context, turn) == answer


def test_the_waiting_line_is_no_answer(seat: Seat) -> None:
    turn = seat.post()
    with _slow(seat) as ready:
        seat.runner.run_and_wait(turn, seconds=0.1)
        ready.set()
        _finished(seat, turn)
    assert seat.keys(turn) == ["turns.one_moment", "turns.kept"]


def test_a_turn_that_a_killed_process_left_is_found_and_run(seat: Seat) -> None:
    turn = seat.post()
    claim(seat.context, turn)
    seat.clock.at += LEASE * 1.1
    seat.runner = Runner(seat.context, _says("Here I am."), threads=1)
    seat.runner.start()
    _finished(seat, turn)
    seat.runner.stop()


def test_an_error_in_a_thread_leaves_the_turn_to_be_run_again(seat: Seat) -> None:
    def fail(brief: Mapping[str, Any]) -> list[dict[str, Any]]:
        with seat.context.database.read() as session:
            session.execute(text("SELECT no_such_column FROM turn"))
        return []

    turn = seat.post()
    seat.runner = Runner(seat.context, fail, threads=1)
    assert not seat.runner.run_and_wait(turn, seconds=0.1)
    seat.clock.at += LEASE * 1.1
    _run(seat, _says("Here I am."), turn)
    assert seat.keys(turn)[0] == "turns.one_moment"
    assert is_finished(seat.context, turn)
