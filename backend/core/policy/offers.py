"""What stage 1 can offer a person at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields, Words

# In place of a role: whoever owns the case at stage 1.
CASE_OWNER = "case_owner"


class Decision(StrEnum):
    """Whose decision a value is when no clause gives it."""

    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the owner is asked to do; for these topics, or any where there are none.

    A request after `cut_off` (London time) counts from the next working day, and is done in at most
    `latest_working_days`. Asked for, never predicted; it neither delays nor replaces the written answer.
    """

    key: str
    wording: str
    words: Words
    topics: tuple[str, ...]
    owner: str
    latest_working_days: int
    cut_off: time
    clause: str | None
    decision: Decision | None


def read_offer(fields: Fields) -> Offer:
    """One offer from its mapping."""
    with fields:
        offer = Offer(
            key=fields.text("key"),
            wording=fields.text("wording"),
            words=fields.words("words"),
            topics=fields.texts("topics"),
            owner=fields.text("owner"),
            latest_working_days=fields.number("latest_working_days"),
            cut_off=fields.clock_time("cut_off"),
            clause=fields.maybe_text("clause"),
            decision=read_decision(fields),
        )
    if offer.clause is None and offer.decision is None:
        raise PolicyError(f"{fields.where} needs a clause, or decision: provider.")
    return offer


def read_decision(fields: Fields) -> Decision | None:
    """`decision: provider`, or None where the key is left out."""
    value = fields.maybe("decision")
    if value is None:
        return None
    if value != Decision.PROVIDER:
        raise PolicyError(f"{fields.where}: decision can only be provider.")
    return Decision.PROVIDER
