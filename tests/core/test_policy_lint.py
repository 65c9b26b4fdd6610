"""What the lint says of a policy that leaves something out, and how it is read meanwhile."""

from __future__ import annotations

import pytest

from backend.core.policy_lint import Severity, lint, production_blockers
from tests.policies.builders import TEXT, build, item, policy_data, settings_data


def codes(policy) -> set[str]:
    return {finding.code for finding in lint(policy)}


def found(policy, code: str):
    return next(finding for finding in lint(policy) if finding.code == code)


def test_a_policy_that_says_everything_has_no_error():
    assert all(finding.severity is not Severity.ERROR for finding in lint(build()))


def test_the_most_serious_come_first():
    severities = [finding.severity for finding in lint(build(settings=settings_data(alternate_owner=None)))]
    assert severities == sorted(severities, key=list(Severity).index)


@pytest.mark.parametrize(
    ("words", "instead", "code"),
    [
        ("Monday to Friday except bank holidays", "a day we work", "working_day_undefined"),
        ("We acknowledge every grumble within two hours.", "", "no_acknowledgement"),
        ("within 6 months of our last letter", "of our last letter", "no_time_limit"),
        ("We keep grumbles for six years.", "", "retention_unsaid"),
    ],
)
def test_words_that_are_missing_from_the_text(words, instead, code):
    assert code not in codes(build())
    text = TEXT.replace(words, instead)
    assert text != TEXT
    data = policy_data()
    data["clauses"] = [{**c, "quote": c["quote"].replace(words, instead) or "Tell us."} for c in data["clauses"]]
    assert code in codes(build(data, text=text))


def test_a_missing_consent_rule():
    text = TEXT.replace("with\nyour written consent", "with\nyour written wish")
    data = policy_data()
    item(data, "clauses", "H.R3")["quote"] = "A friend or carer may speak for you"
    assert "no_consent_rule" in codes(build(data, text=text))


def test_an_outdated_sentence():
    outdated = "All service providers need to signpost consumers to a government authorised consumer redress scheme."
    assert "outdated_redress_sentence" in codes(build(text=TEXT + outdated))


def test_other_languages_that_are_promised_and_not_set():
    policy = build(policy_data(languages=["en"], **_english_only()), text=TEXT + "We speak other languages.")
    assert "one_language" in codes(policy)


def _english_only():
    data = policy_data()
    data["roles"][0]["title"], data["stages"][0]["name"] = "the front desk", "Step one"
    return {"name": "Harbour", "roles": data["roles"], "stages": data["stages"]}


def test_nowhere_to_turn_after_the_last_stage():
    data = policy_data(signposts=[])
    data["stages"] = [stage for stage in data["stages"] if stage["key"] != "panel"]
    item(data, "stages", "listen")["clauses"] = []
    settings = settings_data()
    del settings["panel_member"]
    finding = found(build(data, settings=settings), "no_external_route")
    assert finding.severity is Severity.ERROR


def test_a_body_that_asks_for_more_stages_than_there_are():
    data = policy_data()
    item(data, "signposts", "panel")["conditions"].append({"kind": "local_stages", "number": 4, "words": "after four"})
    message = found(build(data), "stage_mismatch").message
    assert message == (
        "The policy sends people to the Dental Mediation Panel after 3 of its own stages; it takes complaints after 4."
    )


def test_conditions_of_a_body_that_the_text_does_not_tell():
    data = policy_data()
    item(data, "signposts", "panel")["conditions"][1].update(number=9, words="within 9 months")
    assert "within 9 months" in found(build(data), "conditions_unsaid").message


def test_a_delay_duty_that_is_not_complete():
    data = policy_data()
    item(data, "stages", "look")["when_missed"] = ["reason"]
    message = found(build(data), "delay_duty_incomplete").message
    assert message.endswith("the policy does not give a new date or the date of the next update.")


def test_a_limit_that_is_only_an_aim():
    data = policy_data()
    item(data, "stages", "look")["force"] = "aim"
    assert "aims to answer" in found(build(data), "limit_is_no_promise").message


def test_a_contact_who_decides_a_later_stage():
    data = policy_data()
    item(data, "contacts", "email")["role"] = "clinical_director"
    assert "also decides Step three" in found(build(data), "contact_decides_later").message


def test_an_owner_without_an_alternate():
    data = policy_data()
    item(data, "roles", "clinical_director")["alternate"] = None
    assert "a complaint about the clinical director" in found(build(data), "owner_conflict").message


def test_a_way_in_without_an_address():
    data = policy_data()
    data["routes_in"].append({"medium": "social_media", "clauses": []})
    assert "by social media" in found(build(data), "way_in_without_contact").message


def test_what_the_provider_decides_is_listed():
    data = policy_data()
    item(data, "offers", "call_from_owner").update(decision="provider")
    data["waiting"]["decision"] = "provider"
    assert found(build(data), "provider_decides").message.endswith("the offer call_from_owner, the waiting times.")


def test_a_finding_carries_the_reading_and_says_when_there_is_none():
    findings = {finding.code: finding.reading for finding in lint(build())}
    assert findings["ambiguous"] == "Q2: It does not."
    assert findings["stage_without_deadline"] == "Q21: no reading is set."


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("panel_member", "membership_undecided"),
        ("alternate_owner", "alternate_owner_unset"),
        ("safety_wording_approved_by", "safety_wording_unapproved"),
        ("staff_transfer_number", "setting_unset"),
        ("record_calls", "setting_unset"),
        ("recordings_kept_days", "setting_unset"),
    ],
)
def test_a_setting_that_is_unset_is_an_error_and_blocks_production(setting, code):
    policy = build(settings=settings_data(**{setting: None}))
    assert found(policy, code).severity is Severity.ERROR
    [blocker] = production_blockers(policy)
    assert blocker.startswith(f"third_provider: {setting} is not set (")


def test_nothing_blocks_production_when_everything_is_set():
    assert production_blockers(build()) == []
