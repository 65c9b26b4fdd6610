"""A policy file that disagrees with its text or with itself is refused with a sentence."""

from __future__ import annotations

import pytest

from backend.core.policy import PolicyError
from tests.policies.builders import TEXT, build, item, policy_data, settings_data

KEPT_DAYS = "The setting recordings_kept_days must be a whole number of days from 1 to 36500, or null."


def refused(data=None, **parts) -> str:
    with pytest.raises(PolicyError) as error:
        build(data, **parts)
    return str(error.value)


def test_the_file_as_it_stands_is_accepted():
    assert build().slug == "third_provider"


def test_a_quote_must_be_in_the_text():
    data = policy_data()
    item(data, "clauses", "H.R4")["quote"] = "There are four stairs."
    assert refused(data) == "H.R4 quotes words that are not in the policy's text: 'There are four stairs.'."


def test_white_space_in_a_quote_is_folded():
    data = policy_data()
    item(data, "clauses", "H.R5")["quote"] = "the front desk   listens\n and answers within one\tworking day"
    assert build(data)


def test_an_apostrophe_is_not_folded():
    curly = build(text=TEXT + "\nWe don’t close at noon.")
    data = policy_data()
    data["clauses"].append({"id": "H.R12", "quote": "We don't close", "duty": "Stay.", "pending": {"topic": "console"}})
    assert "H.R12" in refused(data, text=curly.text)


def test_a_contact_of_the_policy_must_be_in_the_text():
    data = policy_data()
    item(data, "contacts", "telephone")["value"] = "01632 960 999"
    assert refused(data) == "The contact telephone is not in the policy's text: '01632 960 999'."


@pytest.mark.parametrize(
    ("stage", "limit", "says"),
    [("listen", 2, "one working day"), ("look", 4, "five (5) working days"), ("review", 20, "twenty-one")],
)
def test_a_limit_must_be_the_number_in_its_clause(stage, limit, says):
    data = policy_data()
    item(data, "stages", stage)["limit_working_days"] = limit
    sentence = refused(data)
    assert f"The stage {stage} has a limit of {limit} working days, but H.R" in sentence
    assert says in sentence


def test_a_limit_needs_a_clause_that_says_a_number():
    data = policy_data()
    item(data, "stages", "look")["limit_clause"] = "H.R9"
    assert refused(data) == "The stage look: H.R9 says no number of working days."


def test_an_external_stage_may_not_quote_a_limit_it_leaves_out():
    data = policy_data()
    item(data, "stages", "panel")["clauses"] = ["H.R7"]
    assert "The stage panel has a limit of None working days" in refused(data)


def test_there_are_as_many_stages_as_the_clauses_say():
    data = policy_data()
    data["stages"] = [stage for stage in data["stages"] if stage["key"] != "look"]
    assert refused(data) == "There are 3 stages, but H.R4 says 'There are four steps.'."


@pytest.mark.parametrize(
    ("group", "key", "name", "value", "sentence"),
    [
        ("stages", "look", "owner", "janitor", "The stage look names the role janitor"),
        ("stages", "look", "clauses", ["H.R99"], "The stage look names the clause H.R99"),
        ("stages", "look", "delay_clause", "H.R98", "The stage look names the clause H.R98"),
        ("roles", "front_desk", "alternate", "nobody", "The role front_desk names the role nobody"),
        ("roles", "front_desk", "clauses", ["H.R97"], "The role front_desk names the clause H.R97"),
        ("offers", "call_from_owner", "owner", "a_friend", "The offer call_from_owner names the role a_friend"),
        ("offers", "call_from_owner", "topics", ["gums"], "The offer call_from_owner names the topic gums"),
        ("signposts", "panel", "after", "the_end", "The signpost panel names the stage the_end"),
        ("signposts", "panel", "contacts", ["fax"], "The signpost panel names the contact fax"),
        ("contacts", "email", "role", "postman", "The contact email names the role postman"),
        ("learning", "monthly", "clauses", ["H.R96"], "The learning duty monthly names the clause H.R96"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused(group, key, name, value, sentence):
    data = policy_data()
    item(data, group, key)[name] = value
    assert refused(data) == f"{sentence}, which this policy does not have."


def test_a_routing_rule_that_leads_nowhere_is_refused():
    data = policy_data()
    data["routing"]["default_topic"] = "gums"
    assert refused(data) == "The routing names the topic gums, which this policy does not have."


def test_an_offer_may_not_come_after_the_answer():
    data = policy_data()
    item(data, "offers", "call_from_owner").update(latest_working_days=2, decision="provider", clause=None)
    assert refused(data) == "The offer call_from_owner may come after the answer, due in 1 working days."


def test_an_offer_keeps_to_the_days_of_its_clause():
    data = policy_data()
    item(data, "offers", "call_from_owner")["clause"] = "H.R6"
    assert refused(data) == "The offer call_from_owner allows 1 working days; H.R6 does not."


def test_an_offer_whose_days_no_clause_gives_is_the_providers_decision():
    data = policy_data()
    item(data, "offers", "call_from_owner")["clause"] = "H.R10"
    assert refused(data) == "No clause gives the offer call_from_owner its days; it needs decision: provider."


def test_a_topic_of_the_assistant_has_one_place():
    data = policy_data()
    item(data, "topics", "visit")["intents"] = ["complain_billing"]
    assert refused(data) == "complain_billing is under two topics, money and visit."


def test_an_unknown_topic_of_the_assistant_is_refused():
    data = policy_data()
    item(data, "topics", "visit")["intents"] = ["complain_weather"]
    assert "names complain_weather, which the assistant does not know" in refused(data)


def test_an_unknown_key_is_refused_at_the_top():
    assert refused(policy_data(colour="blue")) == "The policy file has a key that is not known: colour."


def test_an_unknown_key_is_refused_inside():
    data = policy_data()
    item(data, "stages", "look")["limit_days"] = 5
    assert refused(data) == "The policy file, stages look has a key that is not known: limit_days."


@pytest.mark.parametrize("key", sorted(policy_data()))
def test_a_key_that_is_missing_is_refused(key):
    data = policy_data()
    del data[key]
    assert refused(data).startswith(f"The policy file needs the key {key}")


@pytest.mark.parametrize("key", ["owner", "limit_working_days", "limit_clause", "trigger", "force", "name"])
def test_a_key_that_is_missing_inside_is_refused(key):
    data = policy_data()
    del item(data, "stages", "look")[key]
    sentence = refused(data)
    assert sentence.startswith("The policy file, stages look needs")
    assert key in sentence


def test_a_key_that_is_there_twice_is_refused():
    data = policy_data()
    data["roles"].append(dict(data["roles"][0]))
    assert refused(data) == "The policy file, roles front_desk is there twice."


def test_a_clause_needs_something_that_holds_it_or_will():
    data = policy_data()
    del item(data, "clauses", "H.R1")["held_by"]
    assert refused(data) == "The policy file, clauses H.R1 needs either held_by or pending, and not both."


def test_a_clause_is_held_by_a_known_topic():
    data = policy_data()
    item(data, "clauses", "H.R1")["held_by"] = {"feature": "magic"}
    assert "magic is no topic" in refused(data)


def test_an_external_stage_has_no_owner():
    data = policy_data()
    item(data, "stages", "panel")["owner"] = "front_desk"
    assert "is external, so it can have no owner" in refused(data)


def test_exclusions_are_decided_by_a_person_and_nothing_else():
    excluded = {"key": "late", "words": "late", "instead": "no", "decided_by": "software", "clauses": []}
    assert "it must be one of person" in refused(policy_data(exclusions=[excluded]))


def test_a_setting_the_policy_uses_must_be_in_the_settings():
    settings = settings_data()
    del settings["panel_member"]
    assert refused(settings=settings) == ("The settings need the key panel_member; leave it null until it is decided.")


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("form_url", None, "The settings have a key that this policy does not use: form_url."),
        ("panel_member", "perhaps", "The setting panel_member must be true, false or null."),
        ("record_calls", "yes", "The setting record_calls must be true, false or null."),
        *(("recordings_kept_days", days, KEPT_DAYS) for days in (0, -1, 36_501, 1.5, True, "90")),
        ("alerts_email", "nobody", "The setting alerts_email is no e-mail address: nobody."),
        ("on_call_contact", 1632960125, "The setting on_call_contact must be text in quotes, or null."),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused(setting, value, sentence):
    assert refused(settings=settings_data(**{setting: value})) == sentence


@pytest.mark.parametrize(
    ("monday", "sentence"),
    [
        ([["09:00", "17:00"], ["16:00", "18:00"]], "the intervals must follow one another"),
        ([["17:00", "09:00"]], "09:00 is not after 17:00"),
        ([[540, 1020]], "must be a time of day in quotes"),
        ([["09:00"]], "an interval is two times"),
    ],
)
def test_opening_hours_must_make_sense(monday, sentence):
    assert sentence in refused(policy_data(opening_hours={"weekly": {"monday": monday}}))
