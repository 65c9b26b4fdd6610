"""After the receipt: settle, withdraw, go further; whatever state the case is in, the person is answered."""

from __future__ import annotations

import pytest

from backend.core.lifecycle import CaseState
from backend.services.turns import question_key
from backend.store.database import Database
from backend.store.tables import Case, ClockRow
from tests.services.seat import Seat, a_seat, rows


@pytest.fixture
def seat(database: Database) -> Seat:
    """A complaint to the provider with three stages."""
    return _told(a_seat(database, provider="exclusive-health"))


def _told(seat: Seat) -> Seat:
    seat.tell("My report came three weeks late and nobody rang me.")
    return seat


def _set(seat: Seat, **columns: object) -> None:
    """Puts the newest case where the test wants it."""
    with seat.context.database.write() as session:
        row = session.query(Case).order_by(Case.id.desc()).first()
        for name, value in columns.items():
            setattr(row, name, value)


def _state(seat: Seat) -> str:
    case = seat.case()
    assert case is not None
    return case.state


def _say_yes(seat: Seat, operation: str) -> list[str | None]:
    assert seat.say("I want that now please", operation=operation)[-1] == f"ask.{operation}"
    return seat.choose("yes")


@pytest.mark.parametrize(
    ("operation", "answers"),
    [
        ("settled", {"settled_noted"}),
        ("withdraw", {"withdraw_noted"}),
        ("escalate", {"escalated", "escalate_noted"}),
    ],
)
def test_in_every_state_it_is_noted_and_a_person_writes(seat: Seat, operation: str, answers: set[str]) -> None:
    for state in CaseState:
        other = _told(Seat(seat.context, provider="exclusive-health"))
        _set(other, state=state)
        said = _say_yes(other, operation)
        assert said[0] in answers, state
        assert "next_stage_info" in other.promised() or said[0] == "escalated", state


@pytest.mark.parametrize(("operation", "state"), [("settled", "settled"), ("withdraw", "withdrawn")])
def test_said_twice_is_noted_twice_and_changes_nothing_more(seat: Seat, operation: str, state: str) -> None:
    for _ in range(2):
        assert _say_yes(seat, operation)[0] == f"{operation}_noted"
        assert _state(seat) == state


@pytest.mark.parametrize("operation", ["settled", "withdraw"])
def test_after_that_nothing_more_is_asked_and_no_receipt_is_given(seat: Seat, operation: str) -> None:
    assert _say_yes(seat, operation) == [f"{operation}_noted"]
    assert question_key(seat.context, seat.id) is None


@pytest.mark.parametrize("operation", ["answer", "add", "correct"])
def test_what_is_said_after_it_was_settled_goes_to_a_person(seat: Seat, operation: str) -> None:
    _say_yes(seat, "settled")
    assert "reopen_noted" in seat.say("I am not happy with it after all", operation=operation)
    assert "call_back" in seat.promised()
    assert seat.say("thank you", intent="thanks")[0] == "all_done"


def test_not_settled_asks_about_the_next_stage_whatever_was_understood(seat: Seat) -> None:
    assert seat.say("No, it's not settled") == ["ask.escalate"]


def test_why_that_date_is_answered_whatever_is_asked_and_is_no_answer(seat: Seat) -> None:
    seat.until("fact.who")
    assert seat.say("why that date?") == ["why_date", "ask.fact.who"]
    assert seat.say("status") == ["status", "promises", "ask.fact.who"]
    assert "who" not in seat.record().facts


def test_no_leaves_everything_as_it_is(seat: Seat) -> None:
    seat.say("I take it back", operation="withdraw")
    assert seat.choose("no")[0] == "left_as_it_is"
    assert _state(seat) == "open"


def test_an_answered_case_goes_to_the_next_stage_with_a_clock_of_its_own(seat: Seat) -> None:
    _set(seat, state=CaseState.ANSWERED)
    seat.clock.pass_time(days=10)
    assert _say_yes(seat, "escalate")[0] == "escalated"
    first, second = rows(seat.context, ClockRow)
    assert (first.stage, second.started_at) == ("stage_1", seat.clock.at)
    case = seat.case()
    assert case is not None and (case.state, case.stage) == ("open", second.stage)
    assert second.stage == "stage_2"


def test_before_the_answer_the_wish_is_kept_and_the_stage_stays(seat: Seat) -> None:
    assert _say_yes(seat, "escalate")[0] == "escalate_noted"
    assert len(rows(seat.context, ClockRow)) == 1
    assert "next_stage_wanted" in seat.events()


def test_beyond_the_last_stage_the_independent_routes_are_named(database: Database) -> None:
    seat = _told(a_seat(database, provider="lumiere"))
    _set(seat, state=CaseState.ANSWERED)
    assert _say_yes(seat, "escalate")[0] == "independent_routes"
    assert "next_stage_info" in seat.promised()
