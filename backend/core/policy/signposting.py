"""Which independent bodies a person is told of, and under which conditions (readings Q21, Q22)."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.policy.answers import Condition, ConditionKind, Signpost
from backend.core.policy.complaints_policy import ComplaintsPolicy


@dataclass(frozen=True, slots=True)
class Signposted:
    """A body to tell a person of: the conditions that must be said, and its addresses."""

    signpost: Signpost
    conditions: tuple[Condition, ...]
    contacts: tuple[str, ...]


def signposted(policy: ComplaintsPolicy, *, after: str) -> tuple[Signposted, ...]:
    """The bodies a person can turn to once this stage is over.

    One that decides is left out where the provider has said that it does not belong to it; the
    condition "if we are a member" is left out where it does, and said while that is undecided.
    """
    return tuple(
        Signposted(signpost, _to_be_said(policy, signpost), _addresses(policy, signpost))
        for signpost in policy.signposts_after(after)
        if not (signpost.decides and False in _memberships(policy, signpost))
    )


def _to_be_said(policy: ComplaintsPolicy, signpost: Signpost) -> tuple[Condition, ...]:
    return tuple(one for one in signpost.conditions if _membership(policy, one) is not True)


def _addresses(policy: ComplaintsPolicy, signpost: Signpost) -> tuple[str, ...]:
    contacts = [policy.contacts[key].value for key in signpost.contacts]
    return tuple(value for value in contacts if value is not None)


def _memberships(policy: ComplaintsPolicy, signpost: Signpost) -> list[bool | None]:
    return [_membership(policy, condition) for condition in signpost.conditions]


def _membership(policy: ComplaintsPolicy, condition: Condition) -> bool | None:
    if condition.kind is not ConditionKind.MEMBER or condition.setting is None:
        return None
    return policy.settings.yes(condition.setting)
