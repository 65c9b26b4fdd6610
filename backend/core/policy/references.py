"""Finds a name in a policy that leads nowhere: a clause, role, topic, contact or stage it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from backend.core.policy.complaints_policy import ComplaintsPolicy
from backend.core.policy.errors import PolicyError
from backend.core.policy.offers import CASE_OWNER


class _HasClauses(Protocol):
    @property
    def clauses(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Reference:
    """A name of some kind, and what names it."""

    kind: str
    name: str
    where: str


def check_references(policy: ComplaintsPolicy) -> None:
    """Every clause, role, topic, contact and stage that something names is there."""
    known: Mapping[str, Iterable[str]] = {
        "clause": policy.clauses,
        "role": policy.roles,
        "topic": policy.topics,
        "contact": policy.contacts,
        "stage": [stage.key for stage in policy.stages],
    }
    for reference in (*_to_clauses(policy), *_to_roles(policy), *_to_others(policy)):
        if reference.name not in known[reference.kind]:
            what = f"the {reference.kind} {reference.name}"
            raise PolicyError(f"{reference.where} names {what}, which this policy does not have.")


def _references(kind: str, names: Iterable[str | None], where: str) -> Iterator[Reference]:
    return (Reference(kind, name, where) for name in names if name is not None)


def _to_clauses(policy: ComplaintsPolicy) -> Iterator[Reference]:
    for where, item in _with_clauses(policy):
        yield from _references("clause", item.clauses, where)
    for stage in policy.stages:
        yield from _references("clause", (stage.limit_clause, stage.delay_clause), f"The stage {stage.key}")
    for offer in policy.offers.values():
        yield from _references("clause", (offer.clause,), f"The offer {offer.key}")


def _with_clauses(policy: ComplaintsPolicy) -> Iterator[tuple[str, _HasClauses]]:
    groups: Mapping[str, Mapping[str, _HasClauses]] = {
        "complainant": policy.complainants,
        "definition": policy.definitions,
        "exclusion": policy.exclusions,
        "contact": policy.contacts,
        "way in": {way.medium.value: way for way in policy.routes_in},
        "role": policy.roles,
        "stage": {stage.key: stage for stage in policy.stages},
        "response point": policy.response_points,
        "signpost": policy.signposts,
        "learning duty": policy.learning,
        "routing rule": {str(number): rule for number, rule in enumerate(policy.routing.rules, start=1)},
        "rule of": {"the record": policy.record, "retention": policy.retention},
    }
    for group, items in groups.items():
        yield from ((f"The {group} {key}", item) for key, item in items.items())


def _to_roles(policy: ComplaintsPolicy) -> Iterator[Reference]:
    for role in policy.roles.values():
        yield from _references("role", (role.alternate,), f"The role {role.key}")
    for contact in policy.contacts.values():
        yield from _references("role", (contact.role,), f"The contact {contact.key}")
    for stage in policy.stages:
        yield from _references("role", (stage.owner,), f"The stage {stage.key}")
    for rule in policy.routing.rules:
        yield from _references("role", (rule.owner, *rule.discuss_with), "A routing rule")
    for offer in policy.offers.values():
        if offer.owner != CASE_OWNER:
            yield from _references("role", (offer.owner,), f"The offer {offer.key}")


def _to_others(policy: ComplaintsPolicy) -> Iterator[Reference]:
    yield from _references("topic", (policy.routing.default_topic,), "The routing")
    for rule in policy.routing.rules:
        yield from _references("topic", rule.topics, "A routing rule")
    for offer in policy.offers.values():
        yield from _references("topic", offer.topics, f"The offer {offer.key}")
    for way in policy.routes_in:
        yield from _references("contact", (way.contact,), f"The way in {way.medium.value}")
    for signpost in policy.signposts.values():
        yield from _references("contact", signpost.contacts, f"The signpost {signpost.key}")
        yield from _references("stage", (signpost.after,), f"The signpost {signpost.key}")
