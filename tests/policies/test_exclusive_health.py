"""What the policy of Exclusive Health says, as data."""

from __future__ import annotations

from datetime import time

import pytest

from backend.core.opening_hours import Interval
from backend.core.policy import DelayDuty, Trigger, route, signposted
from backend.core.policy_lint import Severity, lint
from backend.policies import load_policy

POLICY = load_policy("exclusive-health")


def test_it_has_three_stages_with_their_owners_and_limits():
    assert [(stage.key, stage.owner, stage.limit_working_days) for stage in POLICY.stages] == [
        ("stage_1", "case_handler", 3),
        ("stage_2", "operations_manager", 7),
        ("stage_3", "head_of_customer_experience", 10),
    ]
    assert [stage.trigger for stage in POLICY.stages] == [Trigger.RECEIPT, Trigger.REQUEST, Trigger.REQUEST]
    assert [stage.reply_in_writing for stage in POLICY.stages] == [False, False, True]


def test_a_missed_date_always_owes_reason_new_date_and_next_update():
    assert {stage.delay_duties for stage in POLICY.stages} == {tuple(DelayDuty)}
    assert POLICY.stage("stage_2").policy_delay_duties == (DelayDuty.NEXT_UPDATE,)


@pytest.mark.parametrize("intent", ["complain_report_content", "complain_report_delay"])
def test_a_medical_report_goes_to_the_expert_liaison_team(intent):
    routed = route(POLICY, stage="stage_1", topics=[POLICY.topic_of(intent).key])
    assert (routed.owner, routed.clauses) == ("expert_liaison_team", ("E.R20",))


@pytest.mark.parametrize("intent", ["complain_billing", "complain_no_reply", "complain_unclear", "complain_privacy"])
def test_what_is_not_about_a_report_goes_to_the_case_handler(intent):
    routed = route(POLICY, stage="stage_1", topics=[POLICY.topic_of(intent).key])
    assert (routed.owner, routed.with_roles) == ("case_handler", ())


def test_a_report_and_a_bill_go_to_the_team_with_the_case_handler():
    routed = route(POLICY, stage="stage_1", topics=["billing", "report"])
    assert (routed.owner, routed.with_roles) == ("expert_liaison_team", ("case_handler",))


def test_a_complaint_about_the_last_owner_goes_to_someone_the_provider_names():
    routed = route(POLICY, stage="stage_3", topics=[], not_by=["head_of_customer_experience"])
    assert (routed.owner, routed.conflict) == (None, True)


def test_it_gives_its_own_contacts():
    values = {key: contact.value for key, contact in POLICY.contacts.items()}
    assert values["telephone"] == "0161 711 0885"
    assert values["email"] == "jo.johnson@exclusive-health.co.uk"
    assert values["postal_address"].startswith("Jo Johnson, Head of Customer Experience, Floor 2,")


def test_any_dissatisfaction_is_a_complaint_and_nothing_is_excluded():
    assert not POLICY.knows_concerns
    assert not POLICY.exclusions
    assert POLICY.setting_of("any_dissatisfaction_is") == "stage_1_complaint"


def test_a_correction_is_offered_for_reports_and_bills_only():
    assert "correction_considered" in [offer.key for offer in POLICY.offers_for({"report"})]
    assert "correction_considered" not in [offer.key for offer in POLICY.offers_for({"handling"})]


def test_it_is_open_on_weekdays_from_nine_to_five_by_the_providers_decision():
    assert POLICY.opening_hours.week == ((Interval(time(9), time(17)),),) * 5 + ((), ())
    assert POLICY.opening_hours.decision == "provider"
    assert (POLICY.waiting.wait_limit_minutes, POLICY.waiting.staff_silence_minutes) == (3, 5)


def test_the_lint_says_that_there_is_nowhere_to_turn_after_stage_three():
    errors = {finding.code: finding for finding in lint(POLICY) if finding.severity is Severity.ERROR}
    assert errors["no_external_route"].reading.startswith("Q21: A final answer is not sent")
    assert signposted(POLICY, after="stage_3") == ()


def test_the_lint_says_what_else_is_unclear():
    codes = {finding.code for finding in lint(POLICY)}
    assert codes >= {
        "alternate_owner_unset",
        "contact_decides_later",
        "delay_duty_incomplete",
        "no_acknowledgement",
        "no_consent_rule",
        "one_language",
        "retention_unsaid",
        "safety_wording_unapproved",
        "setting_unset",
        "way_in_without_contact",
        "working_day_undefined",
    }
    assert not codes & {"outdated_redress_sentence", "stage_mismatch", "topics_defaulted"}
