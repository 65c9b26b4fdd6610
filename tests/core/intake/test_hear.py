"""The open question decides who listens; what was really asked decides what the words answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.agenda import open_question
from backend.core.intake.facts import FACTS
from backend.core.intake.hear import LISTENERS, hear_answer
from backend.core.intake.situation import Heard, Situation
from backend.core.question import Choice
from backend.core.record import Fact, FactState, give_fact, texts
from tests.core.intake.situations import an_entity, asked, key_after, said, telling

HEARD_ELSEWHERE = {"safety_hold", "resume_reference", "resume_check"}  # by the front door, and by resuming


def _with_call_back(situation: Situation) -> Situation:
    return replace(situation, call_back_open=True)


def test_every_question_has_a_listener():
    facts = {f"fact.{fact.key}" for fact in FACTS}
    seen = {"tell", "tell_more", "look_into", "points", "code", "offer", "agree", "sign", "copy"}
    by_phone = {"point", "heard_wrong", "contact_number", "copy_text"}
    inner = {"which_change", "change_point", "add_point", "which_fact", "start_over", "copy_email", "copy_post"}
    assert set(LISTENERS) == (seen | inner | by_phone | {"settled", "withdraw", "escalate"}) - HEARD_ELSEWHERE - facts


def test_a_choice_belongs_to_the_question_it_was_offered_with():
    agreeing = Heard("Yes, that is right", choice=Choice("agree"), choice_of="ask.points")
    outcome = hear_answer(asked("agree"), agreeing)
    assert (said(outcome), key_after(outcome)) == (["choice_is_past"], "agree")


def test_an_answer_to_a_fact_that_was_filled_in_elsewhere_changes_nothing():
    situation = asked("fact.contact")
    filled = replace(situation, record=give_fact(situation.record, "contact", Fact("by post", FactState.GIVEN)))
    outcome = hear_answer(filled, Heard("ring me on Mondays", asked="fact.contact"))
    assert outcome.situation.record == filled.record
    assert said(outcome) == ["answered_elsewhere"]


@pytest.mark.parametrize("before", ["tell_more", "points"])
def test_a_contact_that_nobody_has_asked_for_is_not_what_the_words_answer(before):
    """A call-back was booked between the question and the words."""
    wanting = _with_call_back(asked(before))
    assert key_after(wanting) == "fact.contact"
    words = "the receptionist was also rude to me"
    outcome = hear_answer(wanting, Heard(words, asked=before))
    assert words in texts(outcome.situation.record)
    assert "contact" not in outcome.situation.record.facts


def test_a_number_that_is_given_unasked_is_the_contact():
    situation = _with_call_back(telling())
    phone = an_entity("phone", "07700 900123", "07700 900123")
    outcome = hear_answer(situation, Heard("07700 900123", asked="tell_more", entities=(phone,)))
    assert outcome.situation.record.facts["contact"].value == "07700 900123"


@pytest.mark.parametrize("understood", [("complain_billing", ()), ("add_information", ("complain_billing",))])
@pytest.mark.parametrize("question", ["code", "sign", "copy", "offer"])
def test_a_new_matter_is_taken_whatever_was_asked(question, understood):
    words, (intent, topics) = "the bill was wrong by forty pounds too", understood
    outcome = hear_answer(asked(question), Heard(words, intent, topics=topics))
    assert texts(outcome.situation.record)[-1] == words


def test_an_answer_to_a_fact_is_that_fact_s_even_when_it_complains():
    outcome = hear_answer(asked("fact.effect"), Heard("I cannot sleep since they hurt me", "complain_injury_or_pain"))
    assert outcome.situation.record.facts["effect"].words == "I cannot sleep since they hurt me"


def test_nothing_is_listened_to_without_a_question_but_additions():
    situation = asked("copy")
    finished = hear_answer(situation, Heard("copy page", choice=Choice("copy_page"))).situation
    assert open_question(finished) is None
    assert said(hear_answer(finished, Heard("thank you", "thanks"))) == ["all_done"]
