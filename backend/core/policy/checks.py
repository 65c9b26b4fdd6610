"""Checks a policy against its own text: each says in a sentence what is wrong, or says nothing."""

from __future__ import annotations

from backend.core.policy.complaints_policy import ComplaintsPolicy
from backend.core.policy.errors import PolicyError
from backend.core.policy.number_words import stages_said, working_days_said
from backend.core.policy.references import check_references
from backend.core.policy.stages import Stage


def check(policy: ComplaintsPolicy) -> None:
    """Every check in turn; PolicyError at the first that fails."""
    check_quotes(policy)
    check_contacts(policy)
    check_references(policy)
    check_limits(policy)
    check_number_of_stages(policy)
    check_offers(policy)
    check_topics(policy)


def fold(text: str) -> str:
    """Text with every run of white space as one space; nothing else is changed."""
    return " ".join(text.split())


def check_quotes(policy: ComplaintsPolicy) -> None:
    """Every quote stands in the policy's text word for word."""
    text = fold(policy.text)
    for clause in policy.clauses.values():
        if fold(clause.quote) not in text:
            raise PolicyError(f"{clause.id} quotes words that are not in the policy's text: {clause.quote!r}.")


def check_contacts(policy: ComplaintsPolicy) -> None:
    """Every contact given as the policy's own stands in its text."""
    text = fold(policy.text)
    for contact in policy.contacts.values():
        if contact.setting is None and fold(str(contact.value)) not in text:
            raise PolicyError(f"The contact {contact.key} is not in the policy's text: {contact.value!r}.")


def check_limits(policy: ComplaintsPolicy) -> None:
    """A stage's limit is the number in its limit clause, and no other clause of it says another."""
    for stage in policy.stages:
        if stage.limit_clause is not None and not _days_said(policy, stage.limit_clause):
            raise PolicyError(f"The stage {stage.key}: {stage.limit_clause} says no number of working days.")
        for clause in dict.fromkeys((stage.limit_clause, *stage.clauses)):
            _check_limit(policy, stage, clause)


def _check_limit(policy: ComplaintsPolicy, stage: Stage, clause: str | None) -> None:
    if clause is not None and _days_said(policy, clause) - {stage.limit_working_days}:
        raise PolicyError(
            f"The stage {stage.key} has a limit of {stage.limit_working_days} working days, "
            f"but {clause} says {policy.clauses[clause].quote!r}."
        )


def check_number_of_stages(policy: ComplaintsPolicy) -> None:
    """There are as many stages as the clauses of the stages say."""
    for clause in dict.fromkeys(clause for stage in policy.stages for clause in stage.clauses):
        if stages_said(policy.clauses[clause].quote) - {len(policy.stages)}:
            quote = policy.clauses[clause].quote
            raise PolicyError(f"There are {len(policy.stages)} stages, but {clause} says {quote!r}.")


def check_offers(policy: ComplaintsPolicy) -> None:
    """An offer's latest day is its clause's or the provider's decision, and is not after the answer."""
    limit = policy.first_stage.limit_working_days or 0
    for offer in policy.offers.values():
        days, said = offer.latest_working_days, _days_said(policy, offer.clause)
        if said and said != {days}:
            raise PolicyError(f"The offer {offer.key} allows {days} working days; {offer.clause} does not.")
        if not said and offer.decision is None:
            raise PolicyError(f"No clause gives the offer {offer.key} its days; it needs decision: provider.")
        if days > limit:
            raise PolicyError(f"The offer {offer.key} may come after the answer, due in {limit} working days.")


def check_topics(policy: ComplaintsPolicy) -> None:
    """No topic of the assistant belongs to two topics of the policy."""
    seen: dict[str, str] = {}
    for topic in policy.topics.values():
        for intent in topic.intents:
            if intent in seen:
                raise PolicyError(f"{intent} is under two topics, {seen[intent]} and {topic.key}.")
            seen[intent] = topic.key


def _days_said(policy: ComplaintsPolicy, clause: str | None) -> set[int]:
    return set() if clause is None else working_days_said(policy.clauses[clause].quote)
