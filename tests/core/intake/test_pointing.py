"""Points read back: agree, change, split, join, remove, add."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.situation import Focus, Situation
from backend.core.record import rest, texts, words_of
from tests.core.intake.situations import (
    STORY,
    an_entity,
    asked,
    choose,
    key_after,
    press_old,
    question_after,
    said,
    say,
    telling,
)


def _points(situation: Situation) -> list[str]:
    return [words_of(situation.record, point) for point in situation.record.points]


def _changing(number: int = 1) -> Situation:
    return replace(asked("points"), focus=Focus("change_point", str(number)))


def test_the_points_are_read_back_numbered_in_their_own_words():
    question = question_after(asked("points"))
    assert question is not None
    assert question.values["points"] == [
        "1. My cheek is lumpy after the filler.",
        "2. Nobody has called me back about it.",
    ]


@pytest.mark.parametrize("intent", ["choice", "affirm"])
def test_agreeing_the_points_goes_on(intent):
    outcome = choose(asked("points"), "agree") if intent == "choice" else say(asked("points"), "yes", intent)
    assert said(outcome) == ["points_right"]
    assert key_after(outcome) == "code"


def test_changing_asks_which_one():
    outcome = choose(asked("points"), "change")
    assert key_after(outcome) == "which_change"
    question = question_after(outcome)
    assert question is not None
    assert [choice.meaning for choice in question.choices] == [
        "point",
        "point",
        "add_point",
        "change_fact",
        "leave_it",
    ]


def test_a_single_point_is_opened_at_once():
    assert key_after(choose(asked("points", telling("One thing only.")), "change")) == "change_point"


def test_a_number_in_the_words_opens_that_point():
    heard = say(asked("points"), "no, two is wrong", "deny", entities=(an_entity("point_number", 2, "two"),))
    question = question_after(heard)
    assert question is not None and question.about == "2"


def test_a_number_that_is_no_point_is_asked_about():
    heard = say(asked("points"), "no, nine is wrong", "deny", entities=(an_entity("point_number", 9, "nine"),))
    assert key_after(heard) == "which_change"


def test_new_words_for_a_point_replace_it_and_keep_the_old_ones():
    outcome = say(_changing(2), "Nobody rang me for three weeks.")
    assert _points(outcome.situation)[1] == "Nobody rang me for three weeks."
    assert "Nobody has called me back about it." in rest(outcome.situation.record)
    assert said(outcome) == ["point_changed"]
    assert key_after(outcome) == "points"


def test_a_point_is_taken_out_and_its_words_stay():
    outcome = choose(_changing(1), "remove")
    assert _points(outcome.situation) == ["Nobody has called me back about it."]
    assert rest(outcome.situation.record) == ["My cheek is lumpy after the filler."]


def test_a_point_joins_the_one_before_it_and_is_split_again():
    joined = choose(_changing(2), "join")
    assert _points(joined.situation) == [STORY]
    split = choose(replace(joined.situation, focus=Focus("change_point", "1")), "split")
    assert len(_points(split.situation)) == 2


def test_the_first_point_cannot_join_one_before_it():
    question = question_after(_changing(1))
    assert question is not None and not question.offers("join", "1")


def test_one_sentence_cannot_be_split_and_they_are_told_why():
    outcome = choose(_changing(1), "split")
    assert said(outcome) == ["cannot_edit"]
    assert "one sentence" in str(outcome.says[0].values["why"])
    assert outcome.situation.record == _changing(1).record
    assert outcome.situation.focus is None


def test_a_point_that_has_gone_meanwhile_is_no_dead_end():
    outcome = say(_changing(9), "It should say this instead.")
    assert said(outcome) == ["cannot_edit"]
    assert key_after(outcome) == "points"


@pytest.mark.parametrize("doing", ["which_change", "change_point", "which_fact", "add_point"])
def test_leaving_it_goes_back_to_the_points(doing):
    about = "1" if doing == "change_point" else None
    outcome = choose(replace(asked("points"), focus=Focus(doing, about)), "leave_it")
    assert said(outcome) == ["left_as_it_is"]
    assert key_after(outcome) == "points"


def test_a_point_is_added_in_their_words():
    adding = choose(choose(asked("points"), "change").situation, "add_point")
    assert key_after(adding) == "add_point"
    outcome = say(adding.situation, "The bill was wrong.")
    assert _points(outcome.situation)[-1] == "The bill was wrong."
    assert texts(outcome.situation.record)[-1] == "The bill was wrong."


def test_another_answer_can_be_changed_from_here():
    situation = choose(asked("fact.name"), "skip").situation
    which = replace(situation, focus=Focus("which_change"))
    chosen = choose(choose(which, "change_fact").situation, "fact", "name")
    assert key_after(chosen) == "fact.name"
    assert said(say(chosen.situation, "Joan Ash")) == ["fact_changed"]


def test_few_words_are_asked_about_and_more_are_a_matter_of_their_own():
    assert said(say(asked("points"), "hm")) == ["please_choose"]
    assert said(say(asked("points"), "the receptionist was also rude")) == ["added"]
    which = choose(asked("points"), "change").situation
    assert said(say(which, "hm")) == ["please_choose"]
    assert said(say(which, "the receptionist was also rude")) == ["added"]


def test_words_are_no_fact_to_choose():
    which = replace(asked("points"), focus=Focus("which_fact"))
    assert said(say(which, "the second")) == ["please_choose"]


def test_an_old_button_changes_nothing():
    situation = asked("points")
    outcome = press_old(situation, "remove", "1")
    assert said(outcome) == ["choice_is_past"]
    assert outcome.situation == situation
