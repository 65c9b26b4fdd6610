"""Says what is missing, ambiguous or outdated in a complaints policy, and how Heard reads it meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from backend.core.policy import ComplaintsPolicy
from backend.core.policy.settings import describe
from backend.core.policy_lint import outside, structure, wording
from backend.core.policy_lint.findings import Finding, Gap, Rule, Severity, note

__all__ = ["Finding", "Severity", "lint", "production_blockers"]

RULES: tuple[Rule, ...] = (
    outside.unset_settings,
    outside.no_external_route,
    outside.stage_mismatch,
    outside.conditions_unsaid,
    outside.regulator_does_not_decide,
    structure.stage_without_deadline,
    structure.delay_duty_incomplete,
    structure.contact_decides_later,
    structure.owner_conflict,
    structure.way_in_without_contact,
    structure.limit_is_no_promise,
    structure.topics_defaulted,
    structure.provider_decides,
    wording.working_day_undefined,
    wording.no_acknowledgement,
    wording.no_consent_rule,
    wording.outdated_redress_sentence,
    wording.no_time_limit,
    wording.one_language,
    wording.retention_unsaid,
)


def lint(policy: ComplaintsPolicy) -> list[Finding]:
    """Every finding, the most serious first; a reading that no rule found a use for is a note of its own."""
    gaps = [gap for rule in RULES for gap in rule(policy)]
    gaps += _other_readings(policy, {gap.question for gap in gaps})
    gaps.sort(key=lambda gap: list(Severity).index(gap.severity))
    return [Finding(gap.severity, gap.code, gap.message, _reading(policy, gap.question)) for gap in gaps]


def production_blockers(policy: ComplaintsPolicy) -> list[str]:
    """A sentence for each setting the provider must decide before real complaints are taken."""
    return [f"{policy.slug}: {key} is not set ({describe(key)})." for key in policy.settings.unset]


def _other_readings(policy: ComplaintsPolicy, seen: Iterable[str]) -> list[Gap]:
    others = [reading for reading in policy.readings.values() if reading.id not in set(seen)]
    return [note("ambiguous", reading.issue, reading.id) for reading in others]


def _reading(policy: ComplaintsPolicy, question: str) -> str:
    if not question:
        return ""
    reading = policy.readings.get(question)
    return f"{question}: {reading.reading}" if reading else f"{question}: no reading is set."
