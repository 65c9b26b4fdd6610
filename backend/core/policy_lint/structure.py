"""Rules on a policy's stages, owners, offers and ways in."""

from __future__ import annotations

from collections.abc import Iterator

from backend.core.policy import COMPLAINT_INTENTS, ComplaintsPolicy, DelayDuty, Force, Medium, Stage
from backend.core.policy_lint.findings import Gap, note, warning

_NEEDS_NO_CONTACT = (Medium.WEB_CHAT, Medium.IN_PERSON)
_IN_WORDS = {
    DelayDuty.REASON: "the reason",
    DelayDuty.NEW_DATE: "a new date",
    DelayDuty.NEXT_UPDATE: "the date of the next update",
}


def stage_without_deadline(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """An external stage says nothing of time."""
    for stage in policy.stages:
        if stage.limit_working_days is None:
            yield warning("stage_without_deadline", f"{stage.name} has no time limit.", "Q21")


def delay_duty_incomplete(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """A missed date owes less than a person needs."""
    for stage in policy.local_stages:
        if missing := [_IN_WORDS[duty] for duty in DelayDuty if duty not in stage.policy_delay_duties]:
            message = f"{stage.name}: when the date cannot be met, the policy does not give {' or '.join(missing)}."
            yield warning("delay_duty_incomplete", message, "Q8")


def limit_is_no_promise(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """A limit is softer than "will"."""
    for stage in policy.local_stages:
        if stage.force is not Force.WILL:
            message = f"{stage.name}: the policy says only that it {_soft(stage)} answer in time."
            yield note("limit_is_no_promise", message, "Q7")


def _soft(stage: Stage) -> str:
    return "aims to" if stage.force is Force.AIM else "should"


def contact_decides_later(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """New complaints are addressed to someone who decides a later stage."""
    later = {stage.owner: stage for stage in policy.local_stages[1:]}
    roles = dict.fromkeys(contact.role for contact in policy.contacts.values() if contact.role in later)
    for role in roles:
        if role is not None:
            title = policy.roles[role].title
            message = f"New complaints are addressed to {title}, who also decides {later[role].name}."
            yield warning("contact_decides_later", message, "Q20")


def owner_conflict(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """A role has no alternate role, so only the provider's setting can name one."""
    owners = {stage.owner for stage in policy.local_stages} | {rule.owner for rule in policy.routing.rules}
    alone = [role for role in policy.roles.values() if role.key in owners and role.alternate is None]
    for role in alone:
        message = f"The policy names nobody to take a complaint about {role.title}."
        yield warning("owner_conflict", message, "Q19")


def way_in_without_contact(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """A way in is accepted and no address is given."""
    for way in policy.routes_in:
        if way.contact is None and way.medium not in _NEEDS_NO_CONTACT:
            medium = way.medium.value.replace("_", " ")
            message = f"The policy accepts complaints by {medium} and gives no address for it."
            yield warning("way_in_without_contact", message, "Q26")


def topics_defaulted(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """Some of the assistant's topics are under none of the policy's."""
    listed = {intent for topic in policy.topics.values() for intent in topic.intents}
    if left := [intent for intent in COMPLAINT_INTENTS if intent not in listed]:
        message = f"These go to the topic {policy.routing.default_topic}: {', '.join(left)}."
        yield note("topics_defaulted", message)


def provider_decides(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """Values that no clause gives, for the provider to confirm."""
    decided = [f"the offer {offer.key}" for offer in policy.offers.values() if offer.decision]
    decided += ["the opening hours"] if policy.opening_hours.decision else []
    decided += ["the waiting times"] if policy.waiting.decision else []
    if decided:
        message = f"No clause gives these; the provider confirms them: {', '.join(decided)}."
        yield note("provider_decides", message)
