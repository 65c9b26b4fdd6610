"""Tell: the story is taken whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.situation import CaseKind, Heard
from backend.core.intake.telling import hear_addition, kind_of_case
from backend.core.question import Choice
from backend.core.record import Fact, FactState, Record, give_fact, texts
from tests.core.intake.situations import (
    STORY,
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

A_CONTACT = Fact("07700 900123", FactState.GIVEN)


def _opens(text: str, intent: str, *, topics: tuple[str, ...] = (), asks_concern: bool = True) -> CaseKind | None:
    return kind_of_case(Heard(text, intent, topics=topics), asks_concern=asks_concern)


@pytest.mark.parametrize(
    ("text", "intent", "kind"),
    [
        ("rude nurse", "complain_staff_attitude", CaseKind.COMPLAINT),
        ("it is about my mother", "on_behalf_of_someone", CaseKind.COMPLAINT),
        ("you closed it and I am not happy", "reopen_resolved_complaint", CaseKind.COMPLAINT),
        ("the appointment never came through", "add_information", CaseKind.COMPLAINT),
        ("a small worry about the waiting room", "raise_concern", CaseKind.CONCERN),
        ("hello", "greet", None),
        ("yes", "affirm", None),
        ("no I do not", "deny", None),
        ("a bill", "add_information", None),
    ],
)
def test_dissatisfaction_opens_a_case_and_nothing_else_does(text, intent, kind):
    assert _opens(text, intent) is kind


def test_a_concern_with_harm_in_it_is_a_complaint():
    assert _opens("my eye is swollen", "raise_concern", topics=("complain_injury_or_pain",)) is CaseKind.COMPLAINT


def test_a_provider_without_concerns_takes_them_as_complaints():
    assert _opens("a small worry", "raise_concern", asks_concern=False) is CaseKind.COMPLAINT


def test_a_long_message_taken_for_small_talk_still_opens_a_case():
    long = "No, nobody told me that the filler could move, and now my cheek is lumpy on one side."
    assert _opens(long, "deny") is CaseKind.COMPLAINT


def test_a_choice_opens_no_case():
    chosen = Heard("That is everything I wanted", choice=Choice("that_is_everything"))
    assert kind_of_case(chosen, asks_concern=True) is None


def test_without_a_case_they_are_asked_again_gently():
    outcome = say(without_case(), "hi", "greet")
    assert said(outcome) == ["tell_gently"]
    assert key_after(outcome) == "tell"


def test_each_message_is_kept_as_a_part_of_its_own():
    first = say(replace(telling(), record=without_case().record), "  My cheek is lumpy.  ")
    assert texts(first.situation.record) == ["  My cheek is lumpy.  "]
    assert said(first) == []
    second = say(first.situation, "And nobody rang.")
    assert texts(second.situation.record)[1] == "And nobody rang."
    assert said(second) == ["part_kept"]
    assert key_after(second) == "tell_more"


def test_the_topics_are_kept_once_each_in_order():
    outcome = say(telling(), STORY, topics=("complain_treatment_result", "complain_no_reply"))
    outcome = say(outcome.situation, STORY, topics=("complain_no_reply", "complain_billing"))
    assert outcome.situation.record.topics == ("complain_treatment_result", "complain_no_reply", "complain_billing")


def test_harm_is_answered_once_with_where_to_turn():
    hurt = say(telling(), "My eye is swollen shut.", "complain_injury_or_pain")
    assert said(hurt)[0] == "treatment_safety_line"
    again = say(hurt.situation, "It hurts a lot.", "complain_injury_or_pain")
    assert "treatment_safety_line" not in said(again)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("that's all, thank you", "finished_telling"), ("no", "deny"), ("no that is everything thanks", "deny")],
)
def test_words_that_say_it_is_over_end_the_story(text, intent):
    outcome = say(telling(), text, intent)
    assert outcome.situation.record.story_done
    assert said(outcome) == ["story_kept"]
    assert len(outcome.situation.record.parts) == 1


@pytest.mark.parametrize("intent", ["deny", "finished_telling", "thanks", "greet", "unsure", "affirm"])
def test_a_long_message_is_part_of_the_story_whatever_it_was_taken_for(intent):
    long = "No, and that is everything about the bill, but the nurse also laughed at me in front of others."
    outcome = say(telling(), long, intent)
    assert texts(outcome.situation.record)[-1] == long
    assert not outcome.situation.record.story_done


@pytest.mark.parametrize("intent", ["affirm", "thanks", "greet", "unsure"])
def test_a_short_word_is_no_part_of_the_story(intent):
    outcome = say(telling(), "ok", intent)
    assert said(outcome) == ["tell_more_gently"]
    assert outcome.situation.record == telling().record


def test_the_story_cannot_end_before_it_began():
    empty = replace(telling(), record=without_case().record)
    outcome = say(empty, "that's everything", intent="finished_telling")
    assert said(outcome) == ["tell_gently"]
    assert key_after(outcome) == "tell"


def test_who_has_asked_for_a_person_may_leave_the_telling_to_them():
    empty = replace(telling(), record=give_fact(Record(), "contact", A_CONTACT), call_back_open=True)
    assert key_after(empty) == "tell"
    outcome = choose(empty, "that_is_everything")
    assert said(outcome) == ["told_to_person"]
    assert outcome.situation.record.story_done


def test_the_end_of_the_story_proposes_points_in_their_words():
    outcome = choose(telling(), "that_is_everything")
    assert len(outcome.situation.record.points) == 2
    assert key_after(outcome) == "points"


def test_what_the_story_gives_is_not_asked_again():
    entities = (an_entity("relationship", "mother", "my mother"), an_entity("email", "j@a.test", "J@a.test"))
    outcome = say(telling(), "I complain for my mother, J@a.test", "on_behalf_of_someone", entities=entities)
    facts = outcome.situation.record.facts
    assert facts["for_whom"].value == "someone_else"
    assert facts["contact"].value == "j@a.test"
    assert "who_for" not in facts  # a relation is not yet a name
    assert {fact.state for fact in facts.values()} == {FactState.HEARD}
    assert key_after(choose(asked("code", outcome.situation), "skip")) == "fact.who_for"


def test_a_fact_already_given_is_not_overwritten_by_the_story():
    given = choose(asked("fact.for_whom"), "myself").situation
    later = hear_addition(given, Heard("My mother saw it too.", entities=(an_entity("relationship", "m", "mother"),)))
    assert later.situation.record.facts["for_whom"].value == "myself"


@pytest.mark.parametrize(("meaning", "upgraded"), [("yes", True), ("unsure", True), ("no", False)])
def test_a_concern_is_upgraded_unless_they_say_no(meaning, upgraded):
    outcome = choose(asked("look_into", telling(kind=CaseKind.CONCERN)), meaning)
    assert (done(outcome) == ["upgrade_concern"]) is upgraded
    assert said(outcome) == ["concern_upgraded" if upgraded else "concern_kept"]


def test_other_words_about_a_concern_are_kept_and_count_as_a_complaint():
    outcome = say(asked("look_into", telling(kind=CaseKind.CONCERN)), "My arm went numb afterwards.")
    assert texts(outcome.situation.record)[-1] == "My arm went numb afterwards."
    assert done(outcome) == ["upgrade_concern"]


def test_words_added_later_become_points_that_are_read_back():
    outcome = say(asked("points"), "The bill was wrong as well. It was 40 pounds too high.")
    assert len(outcome.situation.record.points) == 3
    assert said(outcome) == ["added"]
    assert key_after(outcome) == "points"
