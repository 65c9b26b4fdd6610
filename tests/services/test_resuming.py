"""Coming back: the reference and the four numbers, or the reference and one thing on the record; nothing less."""

from __future__ import annotations

import pytest

from backend.core.reference import new_reference
from backend.services.conversations import view
from backend.services.second_fact import TRIES, WINDOW
from backend.store.database import Database
from tests.services.seat import Seat, a_seat


@pytest.fixture
def first(database: Database) -> Seat:
    """A conversation whose case has four numbers and a name."""
    seat = a_seat(database)
    seat.tell()
    seat.until("code")
    seat.say("2749")
    seat.until("fact.name")
    seat.say("Joan Ash")
    return seat


def _reference(seat: Seat) -> str:
    case = seat.case()
    assert case is not None
    return case.reference


def _back(first: Seat, *, provider: str = "lumiere", days: int = 1) -> Seat:
    """A new conversation the next day, at the question for the second fact."""
    first.clock.pass_time(days=days)
    seat = Seat(first.context, provider=provider)
    assert seat.say("What is happening with it?", operation="status") == ["ask.resume_reference"]
    assert seat.say(_reference(first)) == ["ask.resume_check"]
    return seat


@pytest.mark.parametrize("answer", ["2749", "2 7 4 9", "Joan Ash", "joan ash"])
def test_the_second_fact_opens_the_case_where_it_was_left(first: Seat, answer: str) -> None:
    seat = _back(first)
    assert seat.say(answer) == ["resumed", "ask.fact.contact"]
    assert view(seat.context, seat.id)["case"]["reference"] == _reference(first)
    assert "resumed" in seat.events()


@pytest.mark.parametrize("answer", ["2748", "Joan", "Ash", "no idea", "1", "My cheek is lumpy after the filler."])
def test_anything_else_shows_nothing(first: Seat, answer: str) -> None:
    seat = _back(first)
    assert seat.say(answer) == ["resume_not_matched", "ask.resume_check"]
    assert view(seat.context, seat.id)["case"] is None


def test_the_reference_alone_tells_nothing(first: Seat) -> None:
    seat = _back(first)
    told = " ".join(message.text for message in seat.messages())
    assert view(seat.context, seat.id)["case"] is None
    assert "Joan" not in told and "cheek" not in told


def test_an_unknown_reference_is_asked_for_its_fact_like_a_known_one(first: Seat) -> None:
    seat = Seat(first.context)
    seat.say("status please", operation="status")
    unknown = new_reference("L", lambda n: 1234567 % n)
    assert unknown != _reference(first)
    assert seat.say(unknown) == ["ask.resume_check"]
    assert seat.say("2749") == ["resume_not_matched", "ask.resume_check"]


def test_a_case_of_another_provider_is_never_matched(first: Seat) -> None:
    seat = _back(first, provider="exclusive-health")
    assert seat.say("2749") == ["resume_not_matched", "ask.resume_check"]
    assert view(seat.context, seat.id)["case"] is None


def test_after_five_tries_even_the_right_one_has_to_wait(first: Seat) -> None:
    seat = _back(first)
    for _ in range(TRIES):
        assert seat.say("1111")[0] == "resume_not_matched"
    assert seat.say("2749")[0] == "resume_too_many"
    other = _back(first, days=0)
    assert other.say("2749")[0] == "resume_too_many"
    first.clock.pass_time(minutes=WINDOW.total_seconds() / 60)
    assert _back(first, days=0).say("2749")[0] == "resumed"


def test_a_right_answer_forgets_the_wrong_ones(first: Seat) -> None:
    for _ in range(2):
        seat = _back(first)
        for _ in range(TRIES - 1):
            seat.say("1111")
        assert seat.say("2749")[0] == "resumed"


def test_skipping_the_code_leaves_the_facts(database: Database) -> None:
    first = a_seat(database)
    first.tell()
    first.until("fact.name")
    first.say("Joan Ash")
    assert _back(first).say("Joan Ash")[0] == "resumed"


def test_whoever_leaves_the_check_can_still_tell_and_is_told_nothing(first: Seat) -> None:
    reference, seat = _reference(first), _back(first)
    assert seat.choose("leave_it")[0] == "resume_left"
    seat.tell("There is something new about my cheek.")
    assert view(seat.context, seat.id)["case"]["reference"] != reference
    assert "claimed_unchecked" in seat.events()


@pytest.mark.parametrize(("said", "key"), [("L12345678", "reference_unclear"), ("blue", "reference_unclear")])
def test_a_reference_that_does_not_add_up_is_asked_for_again(first: Seat, said: str, key: str) -> None:
    seat = Seat(first.context)
    seat.say("status please", operation="status")
    assert seat.say(said) == [key, "ask.resume_reference"]


def test_a_reference_that_was_mistyped_can_be_written_again_at_the_check(first: Seat) -> None:
    seat = Seat(first.context)
    seat.say("status please", operation="status")
    assert seat.say(new_reference("L", lambda n: 1234567 % n)) == ["ask.resume_check"]
    assert seat.say("2749")[0] == "resume_not_matched"
    assert seat.say(f"sorry, it is {_reference(first).lower()}") == ["ask.resume_check"]
    assert seat.say("2749")[0] == "resumed"
