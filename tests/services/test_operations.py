"""One writing operation a turn: stored, repeated unchanged, refused when the turn is over; none is silent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.core.record import texts
from backend.errors import Conflict, NotFound
from backend.services.answers import finish, give_up
from backend.services.informing import INFORMING
from backend.services.leases import LEASE, claim
from backend.services.operations import INTAKE, operate
from backend.services.steering import STEERING
from backend.services.turns import question_key
from backend.store.database import Database
from backend.store.tables import Event, RecordVersion
from tests.services.seat import TOLD, Seat, a_seat, rows

HEARD = {"intent": TOLD, "topics": [{"intent": TOLD, "confidence": 0.9}]}
OPERATIONS = sorted({*INTAKE, *STEERING, *INFORMING})


@pytest.fixture
def seat(database: Database) -> Seat:
    return a_seat(database)


def _running(seat: Seat, words: str = "My cheek is lumpy.") -> str:
    turn = seat.post(words)
    assert claim(seat.context, turn) is not None
    return turn


def test_the_same_operation_again_gets_the_same_answer_and_writes_nothing(seat: Seat) -> None:
    turn = _running(seat)
    first = operate(seat.context, turn, "answer", HEARD)
    before = (len(rows(seat.context, Event)), len(rows(seat.context, RecordVersion)))
    assert operate(seat.context, turn, "answer", HEARD) == first
    assert (len(rows(seat.context, Event)), len(rows(seat.context, RecordVersion))) == before


def test_many_at_the_same_moment_are_one(seat: Seat) -> None:
    turn = _running(seat)
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: operate(seat.context, turn, "answer", HEARD), range(8)))
    assert all(reply == replies[0] for reply in replies)
    assert texts(seat.record()) == ["My cheek is lumpy."]


def test_a_second_operation_of_a_turn_gets_the_first_one_s_answer(seat: Seat) -> None:
    turn = _running(seat)
    first = operate(seat.context, turn, "answer", HEARD)
    assert operate(seat.context, turn, "person", {}) == first
    assert seat.case() is not None and "ask_person" not in seat.events()


def test_the_result_outlives_a_lost_lease(seat: Seat) -> None:
    turn = _running(seat)
    first = operate(seat.context, turn, "answer", HEARD)
    seat.clock.at += LEASE * 1.1
    assert claim(seat.context, turn) is not None
    assert operate(seat.context, turn, "answer", HEARD) == first


def test_a_turn_that_nobody_runs_yet_is_refused(seat: Seat) -> None:
    with pytest.raises(Conflict):
        operate(seat.context, seat.post(), "answer", HEARD)


@pytest.mark.parametrize("ending", [finish, give_up])
def test_a_turn_that_is_over_is_refused(seat: Seat, ending: object) -> None:
    turn = _running(seat)
    if ending is finish:
        finish(seat.context, turn, [{"text": "Thank you."}])
    else:
        give_up(seat.context, turn, reason="away")
    versions = len(rows(seat.context, RecordVersion))
    with pytest.raises(Conflict, match="Say nothing"):
        operate(seat.context, turn, "answer", HEARD)
    assert len(rows(seat.context, RecordVersion)) == versions


@pytest.mark.parametrize(("turn", "operation"), [("none", "answer"), (None, "dance")])
def test_what_does_not_exist_is_not_found(seat: Seat, turn: str | None, operation: str) -> None:
    with pytest.raises(NotFound):
        operate(seat.context, turn or _running(seat), operation, {})


def test_an_operation_that_fails_leaves_nothing_behind(seat: Seat) -> None:
    turn = _running(seat)
    with pytest.raises(NotFound):
        operate(seat.context, turn, "dance", {})
    assert operate(seat.context, turn, "answer", HEARD)["says"]


@pytest.mark.parametrize("told", [False, True], ids=["before a case", "after"])
def test_no_operation_is_silent(seat: Seat, told: bool) -> None:
    for operation in OPERATIONS:
        other = Seat(seat.context)
        if told:
            other.tell()
        said = other.say("Something to say about this matter", operation=operation)
        assert said and said != ["turns.kept"], f"{operation} left the person without an answer"
        assert not other.answer()["pending"]


def test_every_operation_ends_with_the_question_that_is_open_then(seat: Seat) -> None:
    ends_otherwise = {"danger": "safety.hold", "goodbye": "goodbye", "wait": "take_your_time"}
    for operation in OPERATIONS:
        other = Seat(seat.context)
        other.tell()
        said = other.say("Something to say about this matter", operation=operation)
        key = question_key(seat.context, other.id)
        assert said[-1] == ends_otherwise.get(operation, f"ask.{key}"), operation


def test_the_question_is_still_open_for_somebody_who_said_goodbye_and_goes_on(seat: Seat) -> None:
    seat.tell()
    assert seat.say("goodbye for now", operation="goodbye", intent="goodbye") == ["goodbye"]
    assert seat.tell("Nobody rang me back.")[-1] == "ask.tell_more"


def test_words_said_just_before_danger_was_heard_are_kept(seat: Seat) -> None:
    """The message was on its way to the assistant when the next one put the conversation on hold."""
    turn = _running(seat, "My cheek is lumpy after the filler.")
    seat.post("I want to kill myself")
    reply = operate(seat.context, turn, "answer", HEARD)
    assert "My cheek is lumpy after the filler." in texts(seat.record())
    assert reply["question"] is None


def test_a_story_told_while_the_case_was_unsorted_sorts_it(seat: Seat) -> None:
    seat.assistant.away = True
    for _ in range(3):
        seat.post("My cheek is lumpy.")
        for _ in range(3):
            seat.runner.run_one(seat.turn)
            seat.clock.pass_time(seconds=2)
    before = seat.case()
    assert before is not None and before.kind == "unsorted"
    seat.assistant.away = False
    seat.tell("And nobody has called me back about it.")
    after = seat.case()
    assert after is not None
    assert (after.id, after.kind, after.received_at) == (before.id, "complaint", before.received_at)


def test_a_ready_answer_that_is_typed_is_that_answer(seat: Seat) -> None:
    seat.tell()
    seat.until("copy")
    assert seat.say("by post") == ["ask.copy_post"]


def test_typed_words_go_to_the_answer_they_were_typed_to(seat: Seat) -> None:
    seat.tell()
    seat.until("fact.earlier_answer")
    seat.say("No", intent="deny")
    assert seat.record().facts["earlier_answer"].value == "no"
