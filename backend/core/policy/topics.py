"""What a complaint is about, and who it goes to."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields, Words

# The assistant's topics; a policy maps each to one of its own.
COMPLAINT_INTENTS = tuple(
    f"complain_{name}"
    for name in (
        *("treatment_result", "injury_or_pain", "consent_or_information", "staff_attitude"),
        *("appointment_or_delay", "no_reply", "billing", "report_delay", "report_content"),
        *("privacy", "discrimination", "premises", "unclear"),
    )
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject the policy routes by, and the assistant's topics that suggest it."""

    key: str
    words: Words
    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """Stage 1 for these topics: its owner, and with whom it is discussed; the first rule that fits counts."""

    topics: tuple[str, ...]
    owner: str
    discuss_with: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Routing:
    """The rules in order, and the topic of what no assistant topic names."""

    rules: tuple[RoutingRule, ...]
    default_topic: str


def read_topic(fields: Fields) -> Topic:
    """One topic from its mapping."""
    with fields:
        topic = Topic(fields.text("key"), fields.words("words"), fields.texts("intents"))
    if unknown := [intent for intent in topic.intents if intent not in COMPLAINT_INTENTS]:
        raise PolicyError(f"{fields.where} names {', '.join(unknown)}, which the assistant does not know.")
    return topic


def read_routing(fields: Fields) -> Routing:
    """The routing rules from their mapping."""
    with fields:
        return Routing(tuple(_read_rule(part) for part in fields.parts("rules")), fields.text("default_topic"))


def _read_rule(fields: Fields) -> RoutingRule:
    with fields:
        return RoutingRule(
            topics=fields.texts("topics"),
            owner=fields.text("owner"),
            discuss_with=fields.texts("discuss_with"),
            clauses=fields.texts("clauses"),
        )
