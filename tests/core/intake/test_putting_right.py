"""Corrections in words go where they belong, and are never asked for twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.putting_right import says_what_is_right
from backend.core.intake.situation import Heard, Situation
from backend.core.intake.steering import correct
from backend.core.record import FactState, rest, words_of
from tests.core.intake.situations import an_entity, asked, choose, key_after, said, say, telling

TUESDAY = an_entity("date", {"from": "2026-11-17", "to": "2026-11-17"}, "Tuesday", start=11)
NO_TUESDAY = Heard("no, it was Tuesday", "correct_record", entities=(TUESDAY,))


def _points(situation: Situation) -> list[str]:
    return [words_of(situation.record, point) for point in situation.record.points]


def _dated() -> Situation:
    return asked("points", telling("I had a peel on Monday and it burned me. Nobody has called me back about it."))


@pytest.mark.parametrize(
    "text", ["no, it was Tuesday", "Sorry, I meant the left one", "Yes, but it was the 4th", "actually she was a nurse"]
)
def test_words_that_say_what_is_right(text):
    assert says_what_is_right(Heard(text))


@pytest.mark.parametrize("text", ["no", "no, that is wrong", "no it isn't", "Change something", "that is not right"])
def test_words_that_only_say_that_something_is_wrong(text):
    assert not says_what_is_right(Heard(text))


def test_a_day_goes_to_the_one_point_that_has_a_day_and_is_not_asked_for_again():
    outcome = correct(_dated(), NO_TUESDAY)
    assert _points(outcome.situation)[0] == "I had a peel on Monday and it burned me. no, it was Tuesday"
    assert (said(outcome), key_after(outcome)) == (["added_to_point"], "points")
    fact = outcome.situation.record.facts["when"]
    assert (fact.words, fact.state) == ("Tuesday", FactState.HEARD)
    assert outcome.situation.version == _dated().version + 1
    assert rest(outcome.situation.record) == rest(_dated().record)


def test_said_as_a_no_to_the_points_it_goes_there_too():
    outcome = say(_dated(), "no, it was Tuesday", "deny", entities=(TUESDAY,))
    assert said(outcome) == ["added_to_point"]


def test_where_it_belongs_is_asked_when_two_points_could_be_meant_and_the_words_are_kept():
    two = asked("points", telling("I had a peel on Monday and it burned me. My second visit on Friday was cancelled."))
    outcome = correct(two, NO_TUESDAY)
    assert (said(outcome), key_after(outcome)) == (["put_right_where"], "which_change")
    put = choose(outcome.situation, "point", "2")
    assert _points(put.situation)[1].endswith("no, it was Tuesday")
    assert (said(put), key_after(put)) == (["added_to_point"], "points")


def test_the_answer_just_given_is_the_one_that_is_meant():
    dated = say(asked("fact.when"), "3 November").situation
    outcome = correct(dated, Heard("no, it was the 5th", "correct_record", asked="fact.appointment"))
    assert outcome.situation.record.facts["when"].words == "no, it was the 5th"
    assert (said(outcome), key_after(outcome)) == (["fact_changed"], "fact.appointment")
    assert outcome.says[0].values["fact"] == "when"


def test_at_the_end_an_answer_or_a_point_may_be_meant_and_their_words_go_where_they_choose():
    dated = say(asked("fact.when", _dated()), "3 November").situation
    outcome = correct(asked("agree", dated), Heard("yes, but it was the 4th", "correct_record", asked="agree"))
    assert said(outcome) == ["put_right_where"]
    which = choose(outcome.situation, "change_fact").situation
    put = choose(which, "fact", "when")
    assert put.situation.record.facts["when"].words == "yes, but it was the 4th"
    assert (said(put), key_after(put)) == (["fact_changed"], "agree")


def test_a_name_said_while_it_is_asked_which_closes_that_question():
    which = correct(asked("fact.name", _dated()), Heard("that is wrong", "correct_record")).situation
    assert key_after(which) == "which_change"
    name = Heard("my name is Ash", "correct_record", entities=(an_entity("name", "Ash", "Ash"),))
    assert key_after(correct(which, name)) == "fact.contact"


def test_on_the_telephone_the_point_is_said_again():
    called = replace(asked("agree", _dated()), channel="phone")
    assert key_after(correct(called, Heard("no, it was her", "correct_record"))) == "which_change"
