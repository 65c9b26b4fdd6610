"""A turn: stored once, answered once, in order, and never in silence."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.errors import Conflict, NotFound, TooLong
from backend.services import turns
from backend.services.answers import finish, give_up
from backend.services.leases import LEASE, claim
from backend.services.turns import Incoming, receive
from backend.store.database import Database
from backend.store.tables import Turn
from tests.services.seat import Seat, a_seat, rows


@pytest.fixture
def seat(database: Database) -> Seat:
    return a_seat(database)


def test_the_same_message_again_is_the_same_turn_and_the_same_answer(seat: Seat) -> None:
    turn = seat.post(client_id="one")
    assert seat.post(client_id="one") == turn
    seat.runner.run_one(turn)
    answer = turns.answer_of(seat.context, turn)
    assert seat.post(client_id="one") == turn
    assert turns.answer_of(seat.context, turn) == answer
    assert [m.text for m in seat.messages() if m.sender == "customer"] == ["My cheek is lumpy."]


def test_the_same_message_at_the_same_moment_is_stored_once(seat: Seat) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = set(pool.map(lambda _: seat.post(client_id="one"), range(8)))
    assert len(got) == 1
    assert len(rows(seat.context, Turn)) == 1


@pytest.mark.parametrize("other", [Incoming("one", text="Something else."), Incoming("one", choice="nothing")])
def test_the_same_id_with_other_content_is_refused(seat: Seat, other: Incoming) -> None:
    seat.post(client_id="one")
    with pytest.raises(Conflict, match="used for another message"):
        receive(seat.context, seat.id, other)


def test_a_choice_sent_again_is_the_same_turn_and_as_text_it_is_refused(seat: Seat) -> None:
    seat.tell()
    chosen = seat.choice_id("that_is_everything")
    turn = receive(seat.context, seat.id, Incoming("two", choice=chosen))
    assert receive(seat.context, seat.id, Incoming("two", choice=chosen)) == turn
    with pytest.raises(Conflict):
        receive(seat.context, seat.id, Incoming("two", text="That is everything"))


def test_a_choice_of_another_conversation_is_refused(seat: Seat) -> None:
    seat.tell()
    chosen = seat.choice_id("that_is_everything")
    with pytest.raises(Conflict, match="not one of the choices here"):
        receive(seat.context, Seat(seat.context).id, Incoming("two", choice=chosen))


def test_a_choice_of_an_earlier_question_changes_nothing_and_is_said_to(seat: Seat) -> None:
    seat.tell()
    seat.choose("that_is_everything")
    assert seat.choose("that_is_everything")[0] == "choice_is_past"
    assert seat.messages()[-1].key == "ask.points"


def test_fifty_thousand_characters_are_kept_and_one_more_is_not(seat: Seat) -> None:
    letter = "word " * 10_000
    assert len(letter) == turns.LONGEST_TEXT == 50_000
    seat.tell(letter)
    assert seat.record().parts[0].text == letter
    with pytest.raises(TooLong, match="50,000 characters"):
        seat.post(letter + "!")


def test_a_conversation_that_does_not_exist_takes_nothing(seat: Seat) -> None:
    with pytest.raises(NotFound):
        receive(seat.context, str(uuid.uuid4()), Incoming("one", text="Hello"))


def test_one_turn_at_a_time_in_the_order_the_messages_came(seat: Seat) -> None:
    first, second = seat.post("One thing."), seat.post("Another thing.")
    assert claim(seat.context, second) is None
    brief = claim(seat.context)
    assert brief is not None and brief["turn"] == first
    assert claim(seat.context) is None
    finish(seat.context, first, [{"text": "Yes."}])
    brief = claim(seat.context)
    assert brief is not None and brief["turn"] == second


def test_two_conversations_do_not_wait_for_each_other(seat: Seat) -> None:
    seat.post()
    other = receive(seat.context, Seat(seat.context).id, Incoming("one", text="Hello there"))
    assert claim(seat.context) is not None
    assert claim(seat.context, other) is not None


def test_of_many_who_claim_at_once_one_gets_the_turn(seat: Seat) -> None:
    turn = seat.post()
    with ThreadPoolExecutor(8) as pool:
        briefs = list(pool.map(lambda n: claim(seat.context, turn if n % 2 else None), range(8)))
    assert len([brief for brief in briefs if brief is not None]) == 1


def test_a_lease_that_is_over_runs_again(seat: Seat) -> None:
    turn = seat.post()
    assert claim(seat.context) is not None
    seat.clock.at += LEASE
    assert claim(seat.context) is None
    seat.clock.pass_time(seconds=1)
    brief = claim(seat.context)
    assert brief is not None and (brief["turn"], brief["attempts"]) == (turn, 2)


def test_the_answer_of_the_one_who_lost_the_lease_is_not_added_to_the_other(seat: Seat) -> None:
    turn = seat.post()
    claim(seat.context)
    seat.clock.pass_time(seconds=31)
    claim(seat.context)
    finish(seat.context, turn, [{"text": "The second."}])
    finish(seat.context, turn, [{"text": "The first, late."}])
    give_up(seat.context, turn, reason="late")
    assert [m.text for m in seat.messages() if m.turn_id == turn] == ["The second."]
