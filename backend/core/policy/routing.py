"""Who owns a complaint at each stage: by topic, and never the person it is about (readings Q19, Q20)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from backend.core.policy.complaints_policy import ComplaintsPolicy
from backend.core.policy.topics import RoutingRule


@dataclass(frozen=True, slots=True)
class Routed:
    """The owner's role, None when the provider must name someone; `with_roles` take part.

    `conflict` says that the usual owner was passed over.
    """

    owner: str | None
    usual_owner: str
    with_roles: tuple[str, ...]
    clauses: tuple[str, ...]

    @property
    def conflict(self) -> bool:
        """Whether the usual owner was passed over."""
        return self.owner != self.usual_owner


def route(policy: ComplaintsPolicy, *, stage: str, topics: Collection[str], not_by: Collection[str] = ()) -> Routed:
    """Who a complaint goes to at one of the provider's own stages.

    `topics` are the policy's topics; `not_by` the roles whose holder the complaint names or who
    decided an earlier stage. Roles may be passed over down to the provider's alternate owner (None).
    """
    at = policy.stage(stage)
    if at.owner is None:
        raise ValueError(f"{stage} is not the provider's own stage, so nobody there owns it.")
    wanted = set(topics) or {policy.routing.default_topic}
    rules = _rules_for(policy, wanted) if at is policy.first_stage else []
    usual = rules[0].owner if rules else at.owner
    owners = [rule.owner for rule in rules]
    if wanted - {topic for rule in rules for topic in rule.topics}:
        owners.append(at.owner)
    owner = _free(policy, usual, not_by)
    others = [role for role in owners if role not in not_by]
    others += [role for rule in rules for role in rule.discuss_with]
    return Routed(
        owner=owner,
        usual_owner=usual,
        with_roles=tuple(dict.fromkeys(role for role in others if role not in (usual, owner))),
        clauses=tuple(dict.fromkeys(clause for rule in rules for clause in rule.clauses)) or at.clauses,
    )


def _rules_for(policy: ComplaintsPolicy, wanted: set[str]) -> list[RoutingRule]:
    return [rule for rule in policy.routing.rules if wanted & set(rule.topics)]


def _free(policy: ComplaintsPolicy, role: str, not_by: Collection[str]) -> str | None:
    candidate: str | None = role
    for _ in policy.roles:  # as many steps as there are roles, so that a circle of alternates ends
        if candidate is None or candidate not in not_by:
            return candidate
        candidate = policy.roles[candidate].alternate
    return None
