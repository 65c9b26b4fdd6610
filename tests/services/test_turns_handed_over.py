"""A turn whose conversation changed hands, and one that nobody answers: never in silence."""

from __future__ import annotations

import pytest

from backend.errors import Conflict
from backend.services import turns
from backend.services.answers import finish, give_up
from backend.services.handoff import ask_for_person
from backend.services.leases import claim
from backend.services.operations import operate
from backend.services.takeover import hand_back, take_over
from backend.services.turns import TurnState
from backend.store.database import Database
from backend.store.tables import Case, Event, Message, Outbox, Turn
from tests.builders import a_staff
from tests.services.seat import TOLD, Seat, a_seat, rows, somebody_is_there


@pytest.fixture
def seat(database: Database) -> Seat:
    return a_seat(database)


def test_an_answer_after_staff_took_over_is_refused_and_logged(seat: Seat) -> None:
    turn = seat.post()
    assert claim(seat.context) is not None
    take_over(seat.context, a_staff(seat.context), seat.id, expected_version=1)
    with pytest.raises(Conflict):
        operate(seat.context, turn, "answer", {"intent": TOLD})
    finish(seat.context, turn, [{"text": "Too late."}])
    assert seat.keys(turn) == []
    assert "Too late." not in [message.text for message in seat.messages()]
    event = rows(seat.context, Event)[-1]
    assert (event.kind, event.body["replies"]) == ("reply_dropped", ["Too late."])
    assert turns.is_finished(seat.context, turn)


def test_while_a_person_has_the_conversation_the_assistant_is_not_asked(seat: Seat) -> None:
    turn = seat.post()
    take_over(seat.context, a_staff(seat.context), seat.id, expected_version=1)
    assert claim(seat.context) is None
    later = seat.post("Are you there?")
    assert [row.state for row in rows(seat.context, Turn)] == [TurnState.ANSWERED] * 2
    assert seat.keys(turn) == seat.keys(later) == []
    assert seat.assistant.asked == []


def test_a_message_that_staff_handed_back_unread_is_heard_by_the_assistant(seat: Seat) -> None:
    turn = seat.post()
    amina = a_staff(seat.context)
    take_over(seat.context, amina, seat.id, expected_version=1)
    hand_back(seat.context, amina, seat.id, reason="not mine", expected_version=2)
    seat.assistant.understood = {"intent": TOLD}
    seat.runner.run_one(turn)
    assert seat.keys(turn)[0] == "case_opened"


def test_whoever_starts_to_wait_while_the_assistant_reads_is_not_left_in_silence(seat: Seat) -> None:
    turn = seat.post()
    assert claim(seat.context) is not None
    somebody_is_there(seat.context)
    ask_for_person(seat.context, seat.id)
    give_up(seat.context, turn, reason="the assistant said nothing")
    assert seat.keys(turn) == ["handoff.kept_while_waiting"]


def test_giving_up_says_so_and_opens_an_unsorted_case_with_its_clock(seat: Seat) -> None:
    turn = seat.post("My cheek is lumpy.")
    claim(seat.context)
    seat.clock.pass_time(seconds=20)
    give_up(seat.context, turn, reason="the assistant is away")
    assert seat.keys(turn) == ["turns.kept"]
    (case,) = rows(seat.context, Case)
    assert (case.kind, case.state) == ("unsorted", "unsorted")
    assert case.received_at == rows(seat.context, Message, Message.sender == "customer")[0].at
    answer = turns.answer_of(seat.context, turn)
    assert answer["case"]["reference"] == case.reference
    assert case.reference in answer["messages"][0]["text"]
    assert seat.record().parts[0].text == "My cheek is lumpy."
    assert seat.promised()["reply"].due_at > seat.clock.at
    assert [row.kind for row in rows(seat.context, Outbox)] == ["staff_alert"]


def test_giving_up_on_someone_who_wants_a_person_gives_them_one(seat: Seat) -> None:
    turn = seat.post("I want to speak to a person")
    claim(seat.context)
    give_up(seat.context, turn, reason="the assistant is away")
    assert seat.keys(turn) == ["handoff.call_back"]


def test_a_longer_wish_for_a_person_is_kept_in_the_record_too(seat: Seat) -> None:
    words = "My cheek is lumpy after the filler and I want to speak to a person about it now"
    turn = seat.post(words)
    sent = seat.clock.at
    seat.clock.pass_time(seconds=20)
    claim(seat.context)
    give_up(seat.context, turn, reason="the assistant is away")
    assert seat.keys(turn) == ["handoff.call_back"]
    assert [part.text for part in seat.record().parts] == [words]
    case = seat.case()
    assert case is not None and case.received_at == sent


def test_giving_up_after_the_operation_was_done_does_not_write_the_words_twice(seat: Seat) -> None:
    turn = seat.post()
    claim(seat.context)
    operate(seat.context, turn, "answer", {"intent": TOLD})
    give_up(seat.context, turn, reason="the assistant died")
    assert [part.text for part in seat.record().parts] == ["My cheek is lumpy."]
    assert seat.keys(turn) == ["turns.kept"]
