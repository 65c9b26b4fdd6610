"""The agenda: which question is open, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.agenda import open_question
from backend.core.intake.facts import FACTS
from backend.core.intake.situation import CaseKind, Focus
from backend.core.record import Fact, FactState, give_fact
from tests.core.intake.situations import all_asked, asked, choose, key_after, plainly, telling, without_case

ALWAYS_ASKED = [fact.key for fact in FACTS if fact.only_if is None]


def _keys(situation) -> list[str]:
    """Every question in turn, answered plainly."""
    keys = []
    while (question := open_question(situation)) is not None:
        keys.append(question.key)
        situation = plainly(situation).situation
    return keys


def test_the_order_is_story_points_code_facts_offers_agreement_copy():
    facts = [f"fact.{key}" for key in ALWAYS_ASKED]
    assert _keys(telling()) == ["tell_more", "points", "code", *facts, "offer", "agree", "sign", "copy"]


def test_before_anything_is_told_they_are_asked_to_tell():
    assert key_after(without_case()) == "tell"


def test_nothing_is_asked_before_the_story_is_over():
    situation = telling("One.", "Two.", "Three.")
    assert key_after(situation) == "tell_more"


def test_a_concern_is_asked_one_question_more():
    assert "look_into" in _keys(telling(kind=CaseKind.CONCERN))[:2]


def test_without_offers_none_are_asked_about():
    assert "offer" not in _keys(telling(offers=()))


def test_without_points_the_rest_is_still_asked():
    changing = choose(asked("points", telling("One thing.")), "change").situation
    removed = choose(changing, "remove").situation
    assert removed.record.points == ()
    assert key_after(removed) == "code"


def test_danger_holds_every_other_question():
    for situation in (without_case(), telling(), asked("points"), all_asked()):
        held = replace(situation, on_hold=True, focus=Focus("withdraw"))
        assert key_after(held) == "safety_hold"
        question = open_question(held)
        assert question is not None
        assert [choice.meaning for choice in question.choices] == ["person", "safe_carry_on", "stop_for_now"]


def test_an_inner_question_comes_before_the_agenda_and_gives_it_back():
    situation = asked("fact.name")
    inner = replace(situation, focus=Focus("withdraw"))
    assert key_after(inner) == "withdraw"
    assert key_after(choose(inner, "no")) == "fact.name"


def test_a_call_back_needs_a_way_to_reach_them_before_the_story_goes_on():
    situation = replace(telling(), call_back_open=True)
    assert key_after(situation) == "fact.contact"
    assert key_after(choose(situation, "skip")) == "tell_more"


def test_someone_else_is_asked_for_with_their_permission():
    situation = choose(asked("fact.for_whom"), "someone_else").situation
    assert key_after(situation) == "fact.who_for"
    assert key_after(choose(situation, "skip")) == "fact.authority"


def test_when_it_is_for_themselves_permission_is_not_asked():
    assert key_after(choose(asked("fact.for_whom"), "myself")) == "fact.name"


@pytest.mark.parametrize("state", list(FactState))
@pytest.mark.parametrize("key", ALWAYS_ASKED)
def test_a_fact_given_heard_or_skipped_is_not_asked(key, state):
    situation = telling()
    record = give_fact(situation.record, key, Fact("words", state))
    assert f"fact.{key}" not in _keys(replace(situation, record=record))


def test_a_changed_list_of_points_is_read_back_again():
    agreed = choose(asked("points"), "agree").situation
    assert key_after(agreed) == "code"
    fewer = replace(agreed, record=replace(agreed.record, points=agreed.record.points[:1]))
    assert key_after(fewer) == "points"


def test_a_changed_record_is_agreed_again():
    agreed = all_asked()
    changed = replace(agreed, version=agreed.version + 1)
    assert key_after(changed) == "agree"


def test_after_it_is_settled_or_taken_back_nothing_more_is_asked():
    for situation in (telling(), asked("points"), asked("code"), asked("fact.name"), asked("agree")):
        assert situation.case is not None
        over = replace(situation, case=replace(situation.case, over=True))
        assert key_after(over) is None
        assert key_after(replace(over, focus=Focus("escalate"))) == "escalate"


def test_declining_to_agree_is_a_normal_end():
    assert key_after(choose(asked("agree"), "not_now")) is None
