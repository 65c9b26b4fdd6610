"""Danger is heard by the front door: in every owner state, with the assistant or without it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.core.ownership import Owner
from backend.core.record import texts
from backend.services.takeover import acknowledge_alert, take_over
from backend.store.database import Database
from backend.store.tables import Alert, Outbox
from tests.builders import a_staff, stored_conversation
from tests.services.seat import Seat, a_seat, rows, somebody_is_there

SATURDAY = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
SELF_HARM = "I want to kill myself"


@pytest.fixture
def seat(database: Database) -> Seat:
    return a_seat(database)


def _owned_by(seat: Seat, owner: Owner) -> Seat:
    if owner is Owner.WAITING:
        somebody_is_there(seat.context)
        seat.say("A person, please", operation="person")
    if owner is Owner.STAFF:
        take_over(seat.context, a_staff(seat.context), seat.id, expected_version=1)
    assert stored_conversation(seat.context, seat.id).owner == owner
    seat.assistant.asked.clear()
    return seat


@pytest.mark.parametrize("owner", list(Owner))
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (SELF_HARM, "self_harm"),
        ("I can't breathe and my throat is closing up", "emergency"),
        ("the nurse hit me and I am afraid of him", "abuse"),
    ],
)
def test_danger_is_answered_whoever_has_the_conversation(seat: Seat, owner: Owner, words: str, kind: str) -> None:
    _owned_by(seat, owner)
    turn = seat.post(words)
    assert seat.keys(turn)[0] == f"safety.{kind}"
    assert not seat.answer()["pending"]
    assert seat.assistant.asked == []
    (alert,) = rows(seat.context, Alert)
    assert (alert.kind, alert.conversation_id, alert.acknowledged_at) == (kind, seat.id, None)
    assert f"alert:{alert.id}" in [row.dedupe_key for row in rows(seat.context, Outbox)]


@pytest.mark.parametrize("owner", [Owner.WAITING, Owner.STAFF])
def test_while_a_person_has_it_danger_changes_nothing_else(seat: Seat, owner: Owner) -> None:
    _owned_by(seat, owner)
    seat.post(SELF_HARM)
    row = stored_conversation(seat.context, seat.id)
    assert (row.owner, row.hold) == (owner, None)


def test_the_words_are_kept_apart_in_a_case_with_a_clock(seat: Seat) -> None:
    seat.post(SELF_HARM)
    (part,) = seat.record().parts
    assert (part.text, part.apart) == (SELF_HARM, True)
    assert seat.case() is not None and "reply" in seat.promised()


def test_words_of_danger_never_become_a_point(seat: Seat) -> None:
    seat.tell("My cheek is lumpy.")
    seat.post(SELF_HARM)
    seat.choose("safe_carry_on")
    seat.choose("that_is_everything")
    record = seat.record()
    assert texts(record) == ["My cheek is lumpy.", SELF_HARM]
    assert [span.part for point in record.points for span in point.spans] == [1]


def test_the_hold_is_the_only_question_until_it_is_answered(seat: Seat) -> None:
    turn = seat.post(SELF_HARM)
    assert seat.keys(turn) == ["safety.self_harm", "safety.hold"]
    choices = [choice["meaning"] for choice in seat.messages()[-1].choices]
    assert choices == ["person", "safe_carry_on", "stop_for_now"]
    assert seat.keys(seat.post("The bill was wrong as well")) == ["safety.kept", "safety.hold"]
    assert seat.assistant.asked == []


@pytest.mark.parametrize("words", [None, "I'm safe", "I am ok now, carry on"])
def test_safe_and_carry_on_goes_back_to_where_they_were(seat: Seat, words: str | None) -> None:
    seat.tell()
    seat.post(SELF_HARM)
    keys = seat.choose("safe_carry_on") if words is None else seat.say(words)
    assert keys == ["carrying_on", "ask.tell_more"]
    assert stored_conversation(seat.context, seat.id).hold is None
    assert "said_safe" in seat.events()


@pytest.mark.parametrize("words", ["I am not safe", "no", "it is not ok"])
def test_whoever_is_not_safe_stays_held(seat: Seat, words: str) -> None:
    seat.post(SELF_HARM)
    assert seat.keys(seat.post(words))[-1] == "safety.hold"


def test_stopping_saves_everything_and_names_the_reference(seat: Seat) -> None:
    seat.post(SELF_HARM)
    assert seat.choose("stop_for_now") == ["safety.stopped"]
    case = seat.case()
    assert case is not None and case.reference in seat.messages()[-1].text


@pytest.mark.parametrize("words", [None, "I want to speak to a person"])
@pytest.mark.parametrize("there", [True, False])
def test_a_person_after_danger_is_asked_for_or_calls_back(seat: Seat, there: bool, words: str | None) -> None:
    if there:
        somebody_is_there(seat.context)
    seat.post(SELF_HARM)
    said = seat.say(words) if words else seat.choose("person")
    assert said == ["handoff.waiting" if there else "handoff.call_back"]
    assert stored_conversation(seat.context, seat.id).hold is None


def test_out_of_hours_it_says_when_the_team_looks_and_does_not_say_that_they_are_there(database: Database) -> None:
    seat = a_seat(database, at=SATURDAY)
    seat.post(SELF_HARM)
    words = seat.messages()[-1].text
    assert "Our team is closed now. They next look at 9 am on Monday 23 November 2026." in words
    assert "alerted" not in words


def test_in_hours_it_says_that_the_team_is_alerted(seat: Seat) -> None:
    seat.post(SELF_HARM)
    assert "Our team is here now and has been alerted." in seat.messages()[-1].text


def test_danger_that_only_the_assistant_heard_gets_the_same_words_and_hold(seat: Seat) -> None:
    keys = seat.say("it is all so grey and heavy here", operation="danger", intent="express_self_harm")
    assert keys == ["safety.self_harm", "safety.hold"]
    assert rows(seat.context, Alert)[0].cues[0]["pattern"] == "assistant"


def test_an_alert_is_open_until_a_named_person_acknowledges_it(seat: Seat) -> None:
    seat.post(SELF_HARM)
    amina = a_staff(seat.context)
    acknowledge_alert(seat.context, amina, rows(seat.context, Alert)[0].id)
    assert rows(seat.context, Alert)[0].acknowledged_by == f"staff:{amina.id}"


def test_the_same_danger_sent_twice_by_a_retry_is_one_alert(seat: Seat) -> None:
    seat.post(SELF_HARM, client_id="one")
    seat.post(SELF_HARM, client_id="one")
    assert len(rows(seat.context, Alert)) == 1
