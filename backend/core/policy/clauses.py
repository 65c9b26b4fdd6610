"""The clauses of a policy: what each says word for word, what it obliges, and what holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields

# The one word a topic has everywhere: module, wording file, test file, and here.
HOLDERS = frozenset(
    (
        *("working_days", "clocks", "points", "record", "agreement", "obligations", "offers", "handoff"),
        *("needs", "lifecycle", "audit", "routing", "record_page", "console", "intake", "safety"),
        *("letters", "learning", "reports", "languages", "retention", "closing", "policy_page"),
    )
)
_ID = re.compile(r"[A-Z]\.R[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Clause:
    """One testable clause; it is held by a feature, a test or both, or waits for `pending`."""

    id: str
    quote: str
    duty: str
    feature: str | None = None
    test: str | None = None
    pending: str | None = None

    @property
    def held(self) -> bool:
        """Whether something in the product holds this clause now."""
        return self.pending is None


def read_clause(fields: Fields) -> Clause:
    """One clause from its mapping."""
    with fields:
        clause = Clause(fields.text("id"), fields.text("quote"), fields.text("duty"), **_held_by(fields))
    if not _ID.fullmatch(clause.id):
        raise PolicyError(f"{fields.where}: a clause id looks like E.R22, not {clause.id}.")
    for word in (clause.feature, clause.pending):
        if word is not None and word not in HOLDERS:
            raise PolicyError(f"{fields.where}: {word} is no topic; it must be one of {', '.join(sorted(HOLDERS))}.")
    return clause


def _held_by(fields: Fields) -> dict[str, str | None]:
    held, pending = fields.maybe("held_by"), fields.maybe("pending")
    if (held is None) == (pending is None):
        raise PolicyError(f"{fields.where} needs either held_by or pending, and not both.")
    if pending is not None:
        with Fields(pending, f"{fields.where}, pending") as waiting:
            return {"pending": waiting.text("topic")}
    with Fields(held, f"{fields.where}, held_by") as holder:
        feature, test = holder.maybe_text("feature"), holder.maybe_text("test")
    if feature is None and test is None:
        raise PolicyError(f"{fields.where}, held_by needs a feature or a test.")
    return {"feature": feature, "test": test}
