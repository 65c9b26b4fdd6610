"""Agree, sign, take a copy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.situation import Focus
from backend.core.record import Fact, FactState, give_fact, texts
from tests.core.intake.situations import all_asked, an_entity, asked, choose, done, key_after, said, say


@pytest.mark.parametrize("intent", ["choice", "affirm"])
def test_the_record_is_agreed_as_it_stands(intent):
    situation = asked("agree")
    outcome = choose(situation, "agree") if intent == "choice" else say(situation, "yes", intent)
    assert done(outcome) == ["agree"]
    assert outcome.effects[0].values["version"] == str(situation.version)
    assert outcome.situation.agreed
    assert key_after(outcome) == "sign"


@pytest.mark.parametrize("intent", ["choice", "unsure", "skip_question"])
def test_a_record_that_is_not_agreed_is_kept_too_and_ends_with_a_receipt(intent):
    situation = asked("agree")
    outcome = choose(situation, "not_now") if intent == "choice" else say(situation, "not sure", intent)
    assert done(outcome) == ["record_unagreed"]
    assert said(outcome) == ["record_unagreed", "receipt"]
    assert key_after(outcome) is None


@pytest.mark.parametrize("intent", ["choice", "deny", "correct_record"])
def test_a_record_that_is_wrong_is_changed(intent):
    situation = asked("agree")
    outcome = choose(situation, "change") if intent == "choice" else say(situation, "no", intent)
    assert key_after(outcome) == "which_change"


def test_words_at_the_end_are_added_and_read_back():
    outcome = say(asked("agree"), "the bill was also wrong by ten pounds")
    assert texts(outcome.situation.record)[-1] == "the bill was also wrong by ten pounds"
    assert key_after(outcome) == "points"


def test_a_few_words_are_asked_about():
    assert said(say(asked("agree"), "hm")) == ["please_choose"]


def test_an_edit_after_the_agreement_is_a_new_version_that_is_not_agreed():
    agreed = choose(asked("agree"), "agree").situation
    edited = say(replace(agreed, focus=Focus("change_fact", "name")), "Joan Ash").situation
    assert edited.version == agreed.version + 1
    assert not edited.agreed
    assert key_after(edited) == "agree"


def test_declining_is_undone_by_adding_something():
    declined = choose(asked("agree"), "not_now").situation
    added = say(declined, "there is one more thing about the bill")
    assert key_after(choose(added.situation, "agree")) == "agree"


def test_a_typed_name_signs_the_agreed_version():
    situation = asked("sign")
    outcome = say(situation, "  Joan   Ash ")
    assert outcome.effects[0].values == {"name": "Joan Ash", "version": str(situation.version)}
    assert (said(outcome), key_after(outcome)) == (["signed"], "copy")


@pytest.mark.parametrize("intent", ["choice", "deny", "skip_question", "unsure"])
def test_signing_is_never_required(intent):
    outcome = choose(asked("sign"), "skip") if intent == "choice" else say(asked("sign"), "no", intent)
    assert (said(outcome), done(outcome), key_after(outcome)) == (["sign_skipped"], [], "copy")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("yes", "affirm"),
        ("X", "add_information"),
        ("123", "add_information"),
        ("Before I sign I would like to know who reads it", "add_information"),
    ],
)
def test_what_is_no_name_is_no_signature(text, intent):
    outcome = say(asked("sign"), text, intent)
    assert (said(outcome), done(outcome), key_after(outcome)) == (["sign_with_name"], [], "sign")


def test_a_copy_goes_to_the_address_they_gave_before():
    situation = asked("copy")
    record = give_fact(situation.record, "contact", Fact("J@a.test", FactState.GIVEN, "j@a.test"))
    outcome = choose(replace(situation, record=record), "copy_email")
    assert outcome.effects[0].kind == "copy_by_email"
    assert outcome.effects[0].values == {"address": "j@a.test"}


def test_without_an_address_it_is_asked_for():
    asking = choose(asked("copy"), "copy_email")
    assert key_after(asking) == "copy_email"
    assert said(say(asking.situation, "it is on file")) == ["email_unclear"]
    outcome = say(asking.situation, "j@a.test", entities=(an_entity("email", "j@a.test", "j@a.test"),))
    assert done(outcome) == ["copy_by_email"]
    assert said(outcome) == ["copy_by_email", "receipt"]


def test_an_address_named_at_once_is_taken():
    outcome = say(asked("copy"), "j@a.test", entities=(an_entity("email", "j@a.test", "j@a.test"),))
    assert done(outcome) == ["copy_by_email"]


def test_a_copy_by_post_asks_for_the_address():
    asking = choose(asked("copy"), "copy_post")
    assert key_after(asking) == "copy_post"
    outcome = say(asking.situation, "1 High Street, Leeds")
    assert outcome.effects[0].values == {"address": "1 High Street, Leeds"}
    assert said(outcome) == ["copy_by_post", "receipt"]


@pytest.mark.parametrize("doing", ["copy_email", "copy_post"])
@pytest.mark.parametrize("intent", ["choice", "deny", "skip_question"])
def test_they_can_change_their_mind_about_the_copy(doing, intent):
    situation = replace(asked("copy"), focus=Focus(doing))
    outcome = choose(situation, "leave_it") if intent == "choice" else say(situation, "no", intent)
    assert (said(outcome), done(outcome), key_after(outcome)) == (["left_as_it_is"], [], "copy")


@pytest.mark.parametrize("intent", ["choice", "deny", "skip_question", "unsure"])
def test_the_page_is_a_copy_too_and_the_receipt_follows(intent):
    outcome = choose(asked("copy"), "copy_page") if intent == "choice" else say(asked("copy"), "no", intent)
    assert said(outcome) == ["copy_on_page", "receipt"]
    assert key_after(outcome) is None


def test_an_unclear_answer_about_the_copy_is_asked_again():
    assert said(say(asked("copy"), "hm")) == ["please_choose"]


@pytest.mark.parametrize("intent", ["affirm", "deny", "unsure", "skip_question", "finished_telling", "thanks"])
def test_when_all_is_asked_an_aside_changes_nothing(intent):
    outcome = say(all_asked(), "thanks", intent)
    assert said(outcome) == ["all_done"]
    assert outcome.situation == all_asked()


def test_when_all_is_asked_more_words_are_added_and_agreed_again():
    outcome = say(all_asked(), "They rang and were rude once more.")
    assert said(outcome) == ["added"]
    assert key_after(outcome) == "points"
