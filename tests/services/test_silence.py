"""Staff who have a conversation and leave it without a word: after five minutes somebody else is asked."""

from __future__ import annotations

import uuid

import pytest

from backend.core.actor import Actor
from backend.core.ownership import Owner
from backend.services.silence import ask_again_for_silent_staff
from backend.services.takeover import reply, take_over
from backend.store.database import Database
from backend.store.tables import Outbox
from tests.builders import a_staff, stored_conversation
from tests.services.seat import Seat, a_seat, rows, somebody_is_there


@pytest.fixture
def seat(database: Database) -> Seat:
    return a_seat(database)


def _joined(seat: Seat) -> Actor:
    ben = somebody_is_there(seat.context)
    take_over(seat.context, ben, seat.id, expected_version=1)
    return ben


def _says(seat: Seat, ben: Actor, text: str) -> None:
    reply(seat.context, ben, seat.id, text=text, client_id=str(uuid.uuid4()))


def _owner_after(seat: Seat, **duration: float) -> str:
    seat.clock.pass_time(**duration)
    ask_again_for_silent_staff(seat.context)
    return stored_conversation(seat.context, seat.id).owner


def test_five_minutes_without_a_word_go_back_to_waiting_and_say_so(seat: Seat) -> None:
    _joined(seat)
    seat.post("Are you there?")
    assert _owner_after(seat, minutes=4, seconds=59) == Owner.STAFF
    assert _owner_after(seat, seconds=2) == Owner.WAITING
    last = seat.messages()[-1]
    assert (last.key, [choice["meaning"] for choice in last.choices]) == ("handoff.staff_silent", ["carry_on"])
    assert "5 minutes" in last.text
    assert {row.kind for row in rows(seat.context, Outbox)} == {"wait_limit", "staff_alert"}
    assert "staff_silent" in seat.events()


def test_somebody_who_joins_and_says_nothing_is_silent_too(seat: Seat) -> None:
    seat.post("I would like to speak to somebody.")
    _joined(seat)
    assert _owner_after(seat, minutes=5, seconds=1) == Owner.WAITING


def test_a_person_who_takes_their_time_does_not_make_staff_silent(seat: Seat) -> None:
    ben = _joined(seat)
    seat.post("Hello")
    _says(seat, ben, "Hello, what happened?")
    assert _owner_after(seat, minutes=20) == Owner.STAFF
    seat.post("Sorry, I was away.")
    assert _owner_after(seat, seconds=1) == Owner.STAFF
    assert _owner_after(seat, minutes=5) == Owner.WAITING


def test_writing_on_does_not_put_the_limit_off(seat: Seat) -> None:
    _joined(seat)
    seat.post("Hello")
    assert _owner_after(seat, minutes=4) == Owner.STAFF
    seat.post("Is anybody there?")
    assert _owner_after(seat, minutes=1, seconds=1) == Owner.WAITING


def test_words_of_danger_are_answered_at_once_and_still_wait_for_staff(seat: Seat) -> None:
    _joined(seat)
    seat.post("I want to kill myself")
    assert seat.messages()[-1].key == "safety.self_harm"
    assert _owner_after(seat, minutes=5, seconds=1) == Owner.WAITING


def test_whoever_was_answered_is_not_waiting(seat: Seat) -> None:
    ben = _joined(seat)
    seat.post("Thank you")
    _says(seat, ben, "You are welcome.")
    assert _owner_after(seat, hours=2) == Owner.STAFF


def test_a_colleague_who_takes_over_has_five_minutes_of_their_own(seat: Seat) -> None:
    _joined(seat)
    seat.post("Hello")
    seat.clock.pass_time(minutes=4)
    take_over(seat.context, a_staff(seat.context), seat.id, expected_version=2)
    assert _owner_after(seat, minutes=4) == Owner.STAFF
