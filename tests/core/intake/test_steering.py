"""What can be said at any time: correct, start over, settle, withdraw, go further."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.situation import Focus, Heard
from backend.core.intake.steering import ask_first, ask_to_start_over, correct
from backend.core.record import Fact, FactState, Record, give_fact
from tests.core.intake.situations import (
    all_asked,
    an_entity,
    asked,
    choose,
    done,
    key_after,
    said,
    say,
    telling,
    without_case,
)


def _with_fact(key: str, words: str, value: str | None = None):
    situation = asked("agree")
    return replace(situation, record=give_fact(situation.record, key, Fact(words, FactState.GIVEN, value)))


def _date(day: str, text: str, start: int) -> dict[str, object]:
    return an_entity("date", {"from": day, "to": day}, text, start=start)


def test_a_date_corrects_the_date():
    outcome = correct(
        _with_fact("when", "Monday"), Heard("it was Tuesday", entities=(_date("2026-11-17", "Tuesday", 7),))
    )
    fact = outcome.situation.record.facts["when"]
    assert (fact.words, fact.value) == ("Tuesday", "2026-11-17/2026-11-17")
    assert (said(outcome), key_after(outcome)) == (["fact_changed"], "agree")


@pytest.mark.parametrize("text", ["not Monday, Tuesday", "it wasn't Monday but Tuesday"])
def test_the_day_that_is_denied_is_not_the_new_one(text):
    days = tuple(_date(f"2026-11-{n}", day, text.index(day)) for n, day in ((16, "Monday"), (17, "Tuesday")))
    outcome = correct(_with_fact("when", "Monday"), Heard(text, entities=days))
    assert outcome.situation.record.facts["when"].words == "Tuesday"


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [("email", "contact", "j@a.test"), ("phone", "contact", "0207"), ("reference", "appointment", "B-1")],
)
def test_each_kind_of_answer_corrects_its_own_fact(kind, key, value):
    outcome = correct(_with_fact(key, "before"), Heard("no, " + value, entities=(an_entity(kind, value, value),)))
    assert outcome.situation.record.facts[key].value == value


def test_a_name_corrects_the_name():
    outcome = correct(asked("agree"), Heard("my name is Ash", entities=(an_entity("name", "Ash", "Ash"),)))
    assert outcome.situation.record.facts["name"].words == "Ash"


def test_a_correction_of_nothing_in_particular_asks_which():
    assert key_after(correct(asked("agree"), Heard("that is wrong"))) == "which_change"


def test_a_correction_while_telling_is_kept_as_it_was_said():
    outcome = correct(telling(), Heard("No, it was the left cheek."))
    assert outcome.situation.record.parts[-1].text == "No, it was the left cheek."
    assert said(outcome) == ["part_kept"]


def test_before_anything_was_told_there_is_nothing_to_correct_or_to_start_over():
    assert said(correct(without_case(), Heard("that is wrong"))) == ["nothing_to_correct"]
    assert said(ask_to_start_over(without_case())) == ["nothing_told_yet"]


def test_starting_over_is_asked_once_more():
    asking = ask_to_start_over(asked("fact.name"))
    assert key_after(asking) == "start_over"
    assert key_after(choose(asking.situation, "no")) == "fact.name"
    assert key_after(say(asking.situation, "hm", "unsure")) == "fact.name"


def test_starting_over_empties_the_record_and_keeps_the_case_and_the_code():
    asking = ask_to_start_over(all_asked())
    outcome = choose(asking.situation, "yes")
    assert outcome.situation.record == Record()
    assert outcome.situation.version == all_asked().version + 1
    assert outcome.situation.progress == {"code": "skipped"}
    assert outcome.situation.case == all_asked().case
    assert (said(outcome), key_after(outcome)) == (["started_over"], "tell")


@pytest.mark.parametrize(
    ("doing", "effect"), [("settled", "settle"), ("withdraw", "withdraw"), ("escalate", "escalate")]
)
def test_what_cannot_be_taken_lightly_is_asked_first(doing, effect):
    asking = ask_first(asked("fact.name"), doing)
    assert key_after(asking) == doing
    assert done(choose(asking.situation, "yes")) == [effect]
    assert done(say(asking.situation, "yes please", "affirm")) == [effect]
    left = choose(asking.situation, "no")
    assert (done(left), said(left), key_after(left)) == ([], ["left_as_it_is"], "fact.name")


def test_without_a_case_its_reference_is_asked_for():
    assert key_after(ask_first(without_case(), "withdraw")) == "resume_reference"


def test_a_new_matter_at_an_inner_question_is_taken_and_the_question_is_closed():
    situation = replace(asked("fact.name"), focus=Focus("withdraw"))
    outcome = say(situation, "the bill was wrong by forty pounds too", "complain_billing")
    assert outcome.situation.record.parts[-1].text == "the bill was wrong by forty pounds too"
    assert outcome.situation.focus is None
