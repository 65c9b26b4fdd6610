"""A call as the caller hears it, exchange by exchange, on the real line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.services.situations import record_of
from backend.store.database import Database
from backend.store.tables import Case, Message
from channels.phone.simulator.call import Call
from tests.channels.phone.calling import rows
from tests.channels.phone.on_the_line import PhoneLine, a_line

A_MINUTE_OF_STORY = "The bill for my scan was forty pounds too high and " + "it went on and on " * 26


@pytest.fixture
def line(sqlite_database: Database) -> Iterator[PhoneLine]:
    with a_line(sqlite_database) as found:
        yield found


def heard(call: Call) -> str:
    """All that was said since the caller last did anything."""
    return " ".join(call.heard)


def story_of(line: PhoneLine) -> list[str]:
    """The words of the case's story, as the newest record has them."""
    with line.context.database.read() as session:
        case = session.query(Case).one()
        return [part.text for part in record_of(session, case).parts]


def test_what_was_held_back_goes_with_a_wish_for_a_person(line: PhoneLine) -> None:
    call = line.ring()
    call.say(A_MINUTE_OF_STORY)
    call.press("0")
    assert story_of(line) == [A_MINUTE_OF_STORY.strip()]


def test_hesitation_is_given_time_and_never_counted_as_a_failure(line: PhoneLine) -> None:
    call = line.ring()
    for _ in range(5):
        call.say("um")
        assert call.prompt.profile["timeout"] == "15"
    assert "person" not in heard(call).lower()


def test_words_that_ask_to_hear_it_again_are_not_stored_as_an_answer(line: PhoneLine) -> None:
    call = line.ring()
    first = heard(call)
    call.say("say that again please")
    assert heard(call) == first
    assert not rows(line.context, Message, Message.sender == "customer")


def test_somebody_who_asks_us_to_hold_on_is_waited_for_five_minutes_and_is_asked_nothing(line: PhoneLine) -> None:
    call = line.ring()
    call.say("hold on please")
    began = call.seconds
    while call.prompt.profile["timeout"] == "30":
        call.silence()
        assert "?" not in heard(call)
    assert call.seconds - began >= 300
    call.say("The bill for my scan was forty pounds too high.")
    assert "reference" in heard(call)


def test_a_silent_caller_is_asked_twice_then_a_person_is_asked_for_then_the_call_ends(line: PhoneLine) -> None:
    call = line.ring()
    said = []
    while not call.ended:
        call.silence()
        said.append(heard(call))
        assert len(said) < 30, said
    assert len(set(said)) == len(said)
    assert "I cannot hear you, so I am asking for a person to help." in said[2]
    assert "Your reference is L" in said[-1] and "ring this number again" in said[-1]
    assert call.seconds > 60


def test_after_a_minute_the_line_cuts_a_story_off_and_it_goes_on_without_a_word_lost(line: PhoneLine) -> None:
    call = line.ring()
    call.say(A_MINUTE_OF_STORY)
    assert heard(call) == "Go on."
    call.say("Nobody rang me back about it.")
    assert story_of(line) == [f"{A_MINUTE_OF_STORY.strip()} Nobody rang me back about it."]


def test_a_point_that_ends_in_a_stop_is_read_back_without_a_second_one(line: PhoneLine) -> None:
    call = line.ring()
    call.say("The nurse was rude to my mother.")
    call.press("1")
    call.press("1")
    assert heard(call).startswith("Point 1 of 1. You said: The nurse was rude to my mother. Is that right?")


def test_who_says_goodbye_is_asked_nothing_more_and_told_how_to_come_back(line: PhoneLine) -> None:
    call = line.ring()
    call.say("The nurse was rude to my mother.")
    call.say("goodbye then")
    assert heard(call).startswith("Thank you for ringing. Your reference is L")
    assert "You can ring this number again at any time." in heard(call)
    assert "?" not in heard(call) and "press" not in heard(call)
    call.silence()
    assert call.why_ended == "hung up"
    assert heard(call) == "Goodbye."


def test_a_goodbye_that_was_misheard_ends_nothing(line: PhoneLine) -> None:
    call = line.ring()
    call.say("The nurse was rude to my mother.")
    call.say("goodbye then")
    call.say("Nobody rang me back about it.")
    assert story_of(line) == ["The nurse was rude to my mother.", "Nobody rang me back about it."]
    assert "When that is everything, press 1." in heard(call)


def test_goodbye_twice_is_meant(line: PhoneLine) -> None:
    call = line.ring()
    call.say("The nurse was rude to my mother.")
    call.say("goodbye then")
    call.say("goodbye then")
    assert call.why_ended == "hung up"


def test_yes_and_no_in_one_breath_is_asked_again_and_never_guessed(line: PhoneLine) -> None:
    call = line.ring()
    call.say("The nurse was rude to my mother.")
    call.press("1")
    call.press("1")
    call.say("yes, not thrived")
    assert heard(call).startswith("I am sorry, I did not get that.")
    assert "If that is right, press 1." in heard(call)


def test_a_stammered_answer_is_the_answer(line: PhoneLine) -> None:
    call = line.ring()
    call.say("The nurse was rude to my mother.")
    call.press("1")
    call.press("1")
    call.press("1")
    call.say("t two s seven f four n nine")
    assert "you can come back at any time" in heard(call)
    call.say("m m myself")
    assert heard(call).startswith("What is your name?")


def test_who_stays_at_one_question_is_told_the_ways_out_of_it(line: PhoneLine) -> None:
    call = line.ring()
    call.say("The nurse was rude to my mother.")
    call.press("1")
    call.press("1")
    call.press("1")
    for _ in range(2):
        call.say("what happens to my complaint")
        assert "We are still at the same question." not in heard(call)
    call.say("what happens to my complaint")
    assert "You can skip it, or press 0 for a person." in heard(call)
