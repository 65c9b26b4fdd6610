"""Facts, the four numbers and offers: asked once, each skippable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.facts import BY_KEY, FACTS
from backend.core.intake.situation import Focus
from backend.core.record import Fact, FactState, give_fact
from tests.core.intake.situations import (
    an_entity,
    asked,
    choose,
    done,
    key_after,
    question_after,
    said,
    say,
    telling,
)

PLAIN = [fact.key for fact in FACTS if fact.only_if is None]


@pytest.mark.parametrize("key", PLAIN)
def test_every_fact_can_be_skipped_and_is_not_asked_again(key):
    outcome = choose(asked(f"fact.{key}"), "skip")
    assert outcome.situation.record.facts[key].state is FactState.SKIPPED
    assert key_after(outcome) != f"fact.{key}"


@pytest.mark.parametrize("key", PLAIN)
def test_any_words_are_an_answer_kept_as_they_are(key):
    outcome = say(asked(f"fact.{key}"), "  Well, it was Joan, I think. ")
    assert outcome.situation.record.facts[key].words == "  Well, it was Joan, I think. "
    assert outcome.situation.version == asked(f"fact.{key}").version + 1


@pytest.mark.parametrize("intent", ["skip_question", "unsure"])
def test_a_fact_is_skipped_in_words(intent):
    outcome = say(asked("fact.name"), "rather not", intent)
    assert outcome.situation.record.facts["name"].state is FactState.SKIPPED


@pytest.mark.parametrize(
    ("key", "text", "intent", "value"),
    [
        ("for_whom", "it is for me", "add_information", "myself"),
        ("for_whom", "for my mother", "on_behalf_of_someone", "someone_else"),
        ("for_whom", "for me", "on_behalf_of_someone", "myself"),
        ("for_whom", "my mum asked me to", "on_behalf_of_someone", "someone_else"),
        ("for_whom", "the clinic", "add_information", None),
        ("earlier_answer", "yes I did", "affirm", "yes"),
        ("earlier_answer", "no", "deny", "no"),
        ("written_reply", "maybe by letter", "add_information", None),
    ],
)
def test_an_answer_is_read_where_it_is_plain(key, text, intent, value):
    assert say(asked(f"fact.{key}"), text, intent).situation.record.facts[key].value == value


def test_permission_is_read_from_yes_and_no():
    situation = choose(choose(asked("fact.for_whom"), "someone_else").situation, "skip").situation
    assert say(situation, "yes she knows", "affirm").situation.record.facts["authority"].value == "they_agree"
    assert say(situation, "no", "deny").situation.record.facts["authority"].value == "not_yet"


@pytest.mark.parametrize(
    ("key", "kind", "value", "kept"),
    [
        ("contact", "email", "j@a.test", "j@a.test"),
        ("contact", "phone", "020 7946 0001", "020 7946 0001"),
        ("appointment", "reference", "B-123", "B-123"),
        ("when", "date", {"from": "2026-11-03", "to": "2026-11-03"}, "2026-11-03/2026-11-03"),
        ("name", "date", {"from": "2026-11-03", "to": "2026-11-03"}, None),
    ],
)
def test_what_the_assistant_found_is_kept_beside_the_words(key, kind, value, kept):
    outcome = say(asked(f"fact.{key}"), "as said", entities=(an_entity(kind, value, "as said"),))
    assert outcome.situation.record.facts[key].value == kept


WORDS_WANTED = ["name", "contact", "when", "appointment", "who", "effect", "outcome", "needs"]


@pytest.mark.parametrize("key", WORDS_WANTED)
@pytest.mark.parametrize("text", ["Yes", "yes please", "OK"])
def test_a_bare_yes_is_no_answer_where_words_are_wanted(key, text):
    outcome = say(asked(f"fact.{key}"), text)
    assert (said(outcome), key_after(outcome)) == (["fact_in_words"], f"fact.{key}")


@pytest.mark.parametrize("key", WORDS_WANTED)
@pytest.mark.parametrize(
    ("text", "intent"), [("no", "add_information"), ("No, that's all thank you", "finished_telling")]
)
def test_a_bare_no_is_never_kept_as_the_answer(key, text, intent):
    outcome = say(asked(f"fact.{key}"), text, intent)
    assert outcome.situation.record.facts[key].state is FactState.SKIPPED


def test_an_answer_left_out_later_is_said_to_be():
    outcome = say(replace(asked("agree"), focus=Focus("change_fact", "who")), "no")
    assert (said(outcome), outcome.says[0].values) == (["fact_left_out"], {"fact": "who"})


def test_needs_become_a_promise():
    outcome = say(asked("fact.needs"), "Large print, please.")
    assert (done(outcome), said(outcome)[0]) == (["promise_needs"], "needs_noted")


@pytest.mark.parametrize(("text", "intent"), [("no thanks", "deny"), ("yes", "affirm")])
def test_a_bare_yes_or_no_names_no_need(text, intent):
    assert done(say(asked("fact.needs"), text, intent)) == []


def test_nothing_needed_is_no_promise():
    assert done(choose(asked("fact.needs"), "none_needed")) == []


def test_permission_for_someone_else_is_checked_by_a_person():
    situation = choose(choose(asked("fact.for_whom"), "someone_else").situation, "skip").situation
    outcome = choose(situation, "not_yet")
    assert (done(outcome), said(outcome)) == (["promise_authority_check"], ["authority_noted"])


@pytest.mark.parametrize("key", [fact.key for fact in FACTS])
def test_every_answer_can_be_changed_later(key):
    situation = replace(asked("agree"), focus=Focus("change_fact", key))
    question = question_after(situation)
    assert question is not None
    assert question.key == f"fact.{key}"
    assert [choice.meaning for choice in question.choices] == [*BY_KEY[key].choices, "leave_it"]
    assert said(choose(situation, "leave_it")) == ["left_as_it_is"]
    changed = say(situation, "It was quite different.")
    assert changed.situation.record.facts[key].words == "It was quite different."
    assert changed.situation.focus is None


@pytest.mark.parametrize("text", ["2749", "it is 2 7 4 9", "27 49"])
def test_four_numbers_are_set(text):
    outcome = say(asked("code"), text)
    assert [effect.values for effect in outcome.effects] == [{"code": "2749"}]
    assert said(outcome) == ["code_set"]
    assert key_after(outcome) == "fact.for_whom"


@pytest.mark.parametrize("text", ["274", "27491", "blue"])
def test_other_than_four_numbers_are_asked_for_again(text):
    outcome = say(asked("code"), text)
    assert (said(outcome), done(outcome), key_after(outcome)) == (["code_unclear"], [], "code")


@pytest.mark.parametrize("intent", ["deny", "skip_question", "unsure"])
def test_the_code_can_be_skipped(intent):
    assert said(say(asked("code"), "no", intent)) == ["code_skipped"]


def test_an_offer_that_is_wanted_becomes_a_promise_and_the_others_are_declined():
    outcome = choose(asked("offer"), "accept", "call")
    assert outcome.situation.record.offers == {"call": "accepted", "update": "declined"}
    assert (done(outcome), said(outcome)[0]) == (["promise_offer"], "offer_noted")
    assert outcome.says[0].values["offer"] == "a call from the clinic manager"
    assert key_after(outcome) == "agree"


@pytest.mark.parametrize("intent", ["choice", "deny", "skip_question", "unsure"])
def test_declining_every_offer_is_a_normal_end(intent):
    situation = asked("offer")
    outcome = choose(situation, "none_of_these") if intent == "choice" else say(situation, "no", intent)
    assert set(outcome.situation.record.offers.values()) == {"declined"}
    assert (said(outcome)[0], key_after(outcome)) == ("offers_declined", "agree")


def test_yes_is_an_answer_when_one_thing_is_offered_and_not_when_two_are():
    one = telling(offers=telling().offers[:1])
    assert done(say(asked("offer", one), "yes please", "affirm")) == ["promise_offer"]
    assert said(say(asked("offer"), "yes please", "affirm")) == ["please_choose"]


def test_a_no_to_the_way_to_reach_them_is_an_answer_by_telephone_too():
    there = asked("fact.contact")
    told = give_fact(there.record, "needs", Fact("", FactState.SKIPPED))  # asked earlier by telephone
    outcome = say(replace(there, channel="phone", record=told), "no", intent="deny")
    assert outcome.situation.record.facts["contact"].state is FactState.SKIPPED
    assert key_after(outcome) != "fact.contact"
