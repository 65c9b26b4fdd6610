"""What the policy of Lumiere Medispa says, as data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.policy import (
    COMPLAINT_INTENTS,
    DelayDuty,
    Duty,
    Force,
    Medium,
    Place,
    ProviderSettings,
    route,
    signposted,
)
from backend.core.policy_lint import Severity, lint
from backend.policies import load_policy

POLICY = load_policy("lumiere")
TREATMENT = ["complain_treatment_result", "complain_injury_or_pain", "complain_consent_or_information"]


def test_it_has_one_stage_of_its_own_and_one_independent():
    own, independent = POLICY.stages
    assert (own.limit_working_days, own.owner, own.force) == (14, "clinic_manager", Force.AIM)
    assert own.policy_delay_duties == (DelayDuty.REASON,)
    assert own.delay_duties == tuple(DelayDuty)
    assert independent.external
    assert independent.limit_working_days is None


@pytest.mark.parametrize("intent", COMPLAINT_INTENTS)
def test_the_clinic_manager_owns_every_complaint(intent):
    assert route(POLICY, stage="stage_1", topics=[POLICY.topic_of(intent).key]).owner == "clinic_manager"


@pytest.mark.parametrize("intent", COMPLAINT_INTENTS)
def test_a_treatment_is_discussed_with_the_practitioner(intent):
    routed = route(POLICY, stage="stage_1", topics=[POLICY.topic_of(intent).key])
    assert routed.with_roles == (("practitioner",) if intent in TREATMENT else ())


def test_a_complaint_about_the_manager_goes_to_someone_the_provider_names():
    routed = route(POLICY, stage="stage_1", topics=["staff"], not_by=["clinic_manager"])
    assert (routed.owner, routed.conflict) == (None, True)


def test_a_consultation_is_offered_for_treatment_only():
    consultations = {"consultation_practitioner", "consultation_independent"}
    assert consultations <= {offer.key for offer in POLICY.offers_for({"treatment", "billing"})}
    assert not consultations & {offer.key for offer in POLICY.offers_for({"billing"})}


def test_its_form_is_sent_at_once_and_not_required():
    by_medium = {way.medium: way for way in POLICY.routes_in}
    form = by_medium[Medium.WEB_FORM]
    assert (form.preferred, form.send_at_once, form.clauses) == (True, True, ("L.R62",))
    assert {Medium.TELEPHONE, Medium.IN_PERSON, Medium.EMAIL, Medium.LETTER} <= set(by_medium)


def test_what_the_policy_omits_is_not_invented():
    omitted = ("form_url", "telephone", "email", "postal_address")
    assert [POLICY.contacts[key].value for key in omitted] == [None] * 4


def test_the_record_is_kept_agreed_and_ideally_signed():
    record = POLICY.record
    assert (record.kept, record.agreed, record.signed) == (Duty.MUST, Duty.MUST, Duty.IDEALLY)


def test_it_tells_a_concern_from_a_complaint_and_a_person_decides_exclusions():
    assert POLICY.knows_concerns
    assert len(POLICY.exclusions) == 4
    assert {exclusion.decided_by.value for exclusion in POLICY.exclusions.values()} == {"person"}


def test_the_response_points_cover_their_clauses_and_end_with_the_next_stage():
    named = {clause for point in POLICY.response_points.values() for clause in point.clauses}
    assert named >= {f"L.R{number}" for number in (*range(76, 82), *range(83, 91))}
    assert [point.key for point in POLICY.response_points.values() if point.place is Place.END] == ["next_stage"]


def test_learning_ends_in_a_plan_or_in_a_note_that_there_was_none():
    assert POLICY.learning["action_plan"].needs == ("lead", "target_date")
    assert POLICY.learning["none_identified"].clauses == ("L.R105",)
    assert POLICY.retention.years_after_closing == 10


def test_every_signpost_of_the_policy_is_told_with_its_addresses():
    told = {one.signpost.key: one for one in signposted(POLICY, after="stage_1")}
    assert list(told) == ["iscas", "crs", "citizens_advice", "patients_association", "cqc"]
    assert told["cqc"].contacts == ("03000 616161", "enquiries@cqc.org.uk", "www.cqc.org.uk")


def conditions_of(body: str, **memberships: bool) -> list[str] | None:
    """The conditions told of a body under these memberships, or None if it is not told of."""
    settings = ProviderSettings({**POLICY.settings.values, **memberships})
    told = {one.signpost.key: one for one in signposted(replace(POLICY, settings=settings), after="stage_1")}
    return [str(condition.words) for condition in told[body].conditions] if body in told else None


def test_a_membership_is_said_with_if_until_the_provider_decides():
    assert "if the clinic subscribes to it" in (conditions_of("iscas") or [])
    assert "if the clinic subscribes to it" not in (conditions_of("iscas", iscas_subscriber=True) or [])
    assert conditions_of("iscas", iscas_subscriber=False) is None


def test_the_cqc_can_be_told_and_does_not_decide():
    assert not POLICY.signposts["cqc"].decides
    assert conditions_of("cqc", cqc_registered=False) is not None


def test_the_lint_says_what_is_missing_and_outdated():
    codes = {finding.code for finding in lint(POLICY)}
    assert codes >= {
        "alternate_owner_unset",
        "conditions_unsaid",
        "contact_unset",
        "delay_duty_incomplete",
        "limit_is_no_promise",
        "membership_undecided",
        "no_acknowledgement",
        "no_consent_rule",
        "outdated_redress_sentence",
        "owner_conflict",
        "regulator_does_not_decide",
        "retention_unsaid",
        "safety_wording_unapproved",
        "stage_mismatch",
        "stage_without_deadline",
        "working_day_undefined",
    }
    assert "no_external_route" not in codes


def test_every_error_of_the_lint_is_a_setting_that_is_unset():
    errors = [finding for finding in lint(POLICY) if finding.severity is Severity.ERROR]
    assert len(errors) == len(POLICY.settings.unset)
