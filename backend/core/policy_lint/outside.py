"""Rules on what lies outside the policy: the provider's settings, and the bodies a person can turn to."""

from __future__ import annotations

from collections.abc import Iterator

from backend.core.policy import ComplaintsPolicy, Condition, ConditionKind
from backend.core.policy.checks import fold
from backend.core.policy.settings import describe
from backend.core.policy_lint.findings import Gap, error, warning

_UNITS = {
    ConditionKind.WEEKS_ALLOWED: "weeks",
    ConditionKind.MONTHS_SINCE_INCIDENT: "months",
    ConditionKind.MONTHS_SINCE_ANSWER: "months",
}


def unset_settings(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """What the provider has still to decide."""
    contacts = {contact.setting for contact in policy.contacts.values()}
    memberships = {condition.setting for condition in _conditions(policy)}
    for key in policy.settings.unset:
        if key in contacts:
            yield error("contact_unset", f"{key} is not set: {describe(key)}.", "Q26")
        elif key in memberships:
            yield error("membership_undecided", f"{key} is not set: {describe(key)}.", "Q22")
        elif key == "safety_wording_approved_by":
            message = "The safety wording is not yet approved by the provider."
            yield error("safety_wording_unapproved", message, "")
        elif key == "alternate_owner":
            yield error("alternate_owner_unset", f"{key} is not set: {describe(key)}.", "Q19")
        else:
            yield error("setting_unset", f"{key} is not set: {describe(key)}.", "")


def no_external_route(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """After the last stage there is nowhere to turn."""
    last = policy.stages[-1]
    if not last.external and not any(signpost.decides for signpost in policy.signposts.values()):
        message = f"The policy names no independent body to turn to after {last.name}."
        yield error("no_external_route", message, "Q21")


def stage_mismatch(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """A body takes cases only after more stages than the policy has."""
    own = len(policy.local_stages)
    for signpost in policy.signposts.values():
        for condition in signpost.conditions:
            if condition.kind is ConditionKind.LOCAL_STAGES and (condition.number or 0) > own:
                message = (
                    f"The policy sends people to {signpost.name} after {own} of its own stages; "
                    f"it takes complaints after {condition.number}."
                )
                yield warning("stage_mismatch", message, "Q22")


def conditions_unsaid(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """A body has conditions that the policy's text does not tell."""
    for signpost in policy.signposts.values():
        if unsaid := [str(one.words) for one in signpost.conditions if _unsaid(policy, one)]:
            message = f"The policy does not tell the conditions of {signpost.name}: {', '.join(unsaid)}."
            yield warning("conditions_unsaid", message, "Q23")


def regulator_does_not_decide(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """The Care Quality Commission is listed among those who resolve complaints."""
    for signpost in policy.signposts.values():
        quotes = " ".join(policy.clauses[clause].quote for clause in signpost.clauses)
        if not signpost.decides and "Care Quality Commission" in quotes:
            message = f"The policy lists {signpost.name} as if it resolved individual complaints."
            yield warning("regulator_does_not_decide", message, "Q25")


def _conditions(policy: ComplaintsPolicy) -> Iterator[Condition]:
    return (condition for signpost in policy.signposts.values() for condition in signpost.conditions)


def _unsaid(policy: ComplaintsPolicy, condition: Condition) -> bool:
    unit = _UNITS.get(condition.kind)
    return unit is not None and f"{condition.number} {unit}" not in fold(policy.text)
