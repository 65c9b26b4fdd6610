"""A person on request: while somebody is there, and a call-back with a date when not; never silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.core.actor import Actor
from backend.core.ownership import Owner
from backend.core.record import texts
from backend.mail import Mail
from backend.services.handoff import ask_for_person
from backend.services.presenting import spoken_moment
from backend.services.takeover import hand_back, take_over
from backend.store.database import Database
from backend.store.tables import ObligationRow, Outbox
from backend.worker import work_once
from tests.builders import MONDAY, stored_conversation
from tests.services.seat import Seat, a_seat, rows, somebody_is_there

FRIDAY_EVENING = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 11, 0, tzinfo=UTC)


@pytest.fixture
def seat(database: Database) -> Seat:
    return a_seat(database)


def _owner(seat: Seat) -> str:
    return stored_conversation(seat.context, seat.id).owner


def _work(seat: Seat) -> None:
    work_once(seat.context, Mail(None))


def _waiting(seat: Seat) -> Actor:
    """The person waits; the member of staff who is signed in."""
    ben = somebody_is_there(seat.context)
    ask_for_person(seat.context, seat.id)
    assert _owner(seat) == Owner.WAITING
    return ben


def test_in_hours_with_somebody_there_the_person_waits_and_staff_are_told(seat: Seat) -> None:
    _waiting(seat)
    assert seat.messages()[-1].key == "handoff.waiting"
    assert "within 3 minutes" in seat.messages()[-1].text
    due = {row.kind: row.due_at for row in rows(seat.context, Outbox)}
    assert due == {"wait_limit": MONDAY + timedelta(minutes=3), "staff_alert": MONDAY}


@pytest.mark.parametrize(
    ("at", "by"),
    [
        (MONDAY, "12 pm on Monday 23 November 2026"),
        (MONDAY.replace(hour=16), "11 am on Tuesday 24 November 2026"),
        (FRIDAY_EVENING, "11 am on Monday 23 November 2026"),
        (CHRISTMAS, "11 am on Tuesday 29 December 2026"),
    ],
    ids=["nobody signed in", "too late today", "closed", "bank holidays"],
)
def test_when_nobody_can_join_a_call_is_booked_with_its_date(database: Database, at: datetime, by: str) -> None:
    seat = a_seat(database, at=at)
    ask_for_person(seat.context, seat.id)
    assert _owner(seat) == Owner.BOT
    assert seat.messages()[-1].key == "handoff.call_back"
    assert by in seat.messages()[-1].text
    row = seat.promised()["call_back"]
    assert spoken_moment(row.due_at) == by
    case = seat.case()
    assert case is not None and case.reference in seat.messages()[-1].text


def test_closed_with_somebody_signed_in_is_still_closed(database: Database) -> None:
    seat = a_seat(database, at=FRIDAY_EVENING)
    somebody_is_there(seat.context)
    ask_for_person(seat.context, seat.id)
    assert seat.messages()[-1].key == "handoff.call_back"


def test_somebody_of_another_provider_is_nobody(seat: Seat) -> None:
    somebody_is_there(seat.context, provider="exclusive-health")
    ask_for_person(seat.context, seat.id)
    assert seat.messages()[-1].key == "handoff.call_back"


def test_asking_twice_books_one_call_and_names_the_time_that_was_booked(seat: Seat) -> None:
    ask_for_person(seat.context, seat.id)
    first = seat.messages()[-1].text
    seat.clock.pass_time(hours=1)
    ask_for_person(seat.context, seat.id)
    assert seat.messages()[-1].text == first
    assert len(rows(seat.context, ObligationRow, ObligationRow.kind == "call_back")) == 1


def test_after_a_call_that_never_came_a_new_one_is_booked(seat: Seat) -> None:
    ask_for_person(seat.context, seat.id)
    seat.clock.pass_time(hours=3)
    ask_for_person(seat.context, seat.id)
    assert "by 3 pm" in seat.messages()[-1].text
    assert len(rows(seat.context, ObligationRow, ObligationRow.kind == "call_back")) == 2


def test_while_waiting_every_message_is_kept_and_acknowledged_without_the_assistant(seat: Seat) -> None:
    _waiting(seat)
    turn = seat.post("Are you there?")
    assert seat.keys(turn) == ["handoff.kept_while_waiting"]
    assert [choice["meaning"] for choice in seat.messages()[-1].choices] == ["carry_on"]
    ask_for_person(seat.context, seat.id)
    assert seat.messages()[-1].key == "handoff.still_waiting"
    assert seat.assistant.asked == []


def test_carrying_on_keeps_the_place_and_the_wish(seat: Seat) -> None:
    seat.tell()
    _waiting(seat)
    assert seat.choose("carry_on") == ["handoff.carrying_on", "ask.fact.contact"]
    assert _owner(seat) == Owner.BOT
    assert seat.choose("skip") == ["ask.tell_more"]
    assert "call_back" in seat.promised()


def test_words_after_a_call_was_booked_answer_what_was_asked_and_not_what_was_not(seat: Seat) -> None:
    """The way to reach them is wanted now, but they go on with their story."""
    ask_for_person(seat.context, seat.id)
    assert seat.tell("My cheek is lumpy after the filler.")[-1] == "ask.fact.contact"
    assert texts(seat.record()) == ["My cheek is lumpy after the filler."]
    assert seat.say("07700 900123")[-1] == "ask.tell_more"
    assert seat.record().facts["contact"].words == "07700 900123"


def test_agreeing_the_points_after_a_call_was_booked_agrees_the_points(seat: Seat) -> None:
    seat.tell()
    seat.until("points")
    ask_for_person(seat.context, seat.id)
    assert seat.choose("agree") == ["points_right", "ask.fact.contact"]


def test_at_the_wait_limit_the_worker_books_a_call_and_hands_back(seat: Seat) -> None:
    _waiting(seat)
    seat.clock.pass_time(minutes=2, seconds=59)
    _work(seat)
    assert _owner(seat) == Owner.WAITING
    seat.clock.pass_time(seconds=1)
    _work(seat)
    assert _owner(seat) == Owner.BOT
    assert seat.messages()[-1].key == "handoff.wait_over"
    assert spoken_moment(seat.promised()["call_back"].due_at) in seat.messages()[-1].text


def test_carry_on_pressed_after_the_wait_was_over_carries_on(seat: Seat) -> None:
    seat.tell()
    _waiting(seat)
    seat.clock.pass_time(minutes=4)
    _work(seat)
    assert seat.choose("carry_on") == ["carrying_on", "ask.fact.contact"]


def test_carry_on_pressed_after_staff_handed_back_carries_on(seat: Seat) -> None:
    seat.tell()
    ben = somebody_is_there(seat.context)
    take_over(seat.context, ben, seat.id, expected_version=1)
    hand_back(seat.context, ben, seat.id, reason="done", expected_version=2)
    assert seat.choose("carry_on") == ["carrying_on", "ask.tell_more"]


@pytest.mark.parametrize("meanwhile", ["joined", "carried on"])
def test_a_timer_that_is_out_of_date_changes_nothing(seat: Seat, meanwhile: str) -> None:
    ben = _waiting(seat)
    if meanwhile == "joined":
        take_over(seat.context, ben, seat.id, expected_version=2)
    else:
        seat.choose("carry_on")
    before, owner = len(seat.messages()), _owner(seat)
    seat.clock.pass_time(minutes=4)
    _work(seat)
    assert (len(seat.messages()), _owner(seat)) == (before, owner)


def test_asking_again_while_a_person_is_there_says_so(seat: Seat) -> None:
    take_over(seat.context, somebody_is_there(seat.context), seat.id, expected_version=1)
    ask_for_person(seat.context, seat.id)
    assert seat.messages()[-1].key == "handoff.already_here"
