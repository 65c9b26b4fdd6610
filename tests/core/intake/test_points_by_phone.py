"""Points by telephone: one at a time, and what was garbled is asked again, never made a point."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.situation import Situation, focused
from backend.core.record import Fact, FactState, give_fact
from tests.core.intake.situations import asked, key_after, said, say


def at_a_point() -> Situation:
    """A caller who hears the first of two points."""
    told = asked("points")
    needs_nothing = give_fact(told.record, "needs", Fact("", FactState.SKIPPED))
    return replace(told, channel="phone", record=needs_nothing)


@pytest.mark.parametrize("garbled", ["Cain't get blame.", "I once pertained it.", "A claw from a purple, clean."])
def test_a_garbled_answer_is_asked_again(garbled):
    outcome = say(at_a_point(), garbled, intent="complain_unclear")
    assert (said(outcome), key_after(outcome)) == (["please_choose"], "point")
    assert len(outcome.situation.record.points) == len(at_a_point().record.points)


def test_a_matter_that_names_its_topic_is_added():
    outcome = say(at_a_point(), "And the bill was forty pounds too high.", intent="complain_billing")
    assert said(outcome) == ["added"]


def test_a_long_sentence_is_added_whatever_it_is_about():
    outcome = say(at_a_point(), "And the man in the green coat never once told me who he was.")
    assert said(outcome) == ["added"]


def test_a_garbled_choice_of_how_to_put_it_right_is_asked_again():
    wrong = focused(at_a_point(), "heard_wrong", "1")
    for garbled in ("A claw from a purple, clean.", "At all,,"):
        outcome = say(wrong, garbled, intent="complain_unclear")
        assert (said(outcome), key_after(outcome)) == (["please_choose"], "heard_wrong")


def test_a_yes_does_not_choose_between_a_recording_and_a_call():
    outcome = say(focused(at_a_point(), "heard_wrong", "1"), "yes", intent="affirm")
    assert said(outcome) == ["please_choose"]
