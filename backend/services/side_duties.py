"""Duties that a complaint's subject opens beside its answer, each with its own date (requirements B5, B9, B12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.core.obligations import ObligationKind
from backend.core.proofs import end_of_day, london_date
from backend.services.context import SYSTEM, Context
from backend.services.promises import Promise, promise
from backend.store.tables import Case, Conversation

HARM = frozenset({"complain_injury_or_pain", "complain_treatment_result"})
_DATA_PROTECTION_DAYS = 30  # the Act counts the day of receipt or the next; the earlier date fits both


def open_side_duties(
    context: Context, session: Session, conversation: Conversation, case: Case, labels: Iterable[str]
) -> None:
    """Opens what these labels oblige; what is open already is not opened twice."""
    named = set(labels)
    if "complain_privacy" in named:
        last_day = london_date(case.received_at) + timedelta(days=_DATA_PROTECTION_DAYS - 1)
        due, clause = end_of_day(last_day), "Data (Use and Access) Act 2025"
        open_duty(context, session, conversation, case, ObligationKind.PRIVACY_COMPLAINT, due, clause)
    if named & HARM:
        due, clause = next_open_day_end(context, case), "HSCA 2008 (RA) Regulations 2014, regulation 20"
        open_duty(context, session, conversation, case, ObligationKind.CANDOUR_REVIEW, due, clause)


def next_open_day_end(context: Context, case: Case, *, days: int = 0) -> datetime:
    """The end of the day on which the provider is next open, or so many days later."""
    opening = context.next_opening(case.provider, context.now())
    if days:
        opening = context.next_opening(case.provider, opening + timedelta(days=days))
    return end_of_day(opening.date())


def open_duty(
    context: Context,
    session: Session,
    conversation: Conversation,
    case: Case,
    kind: ObligationKind,
    due_at: datetime,
    clause: str,
) -> None:
    """The obligation of this kind, its words from `promises.<kind>`."""
    what = context.wording.say("en", f"promises.{kind}")
    made = Promise(kind, what, case.owner_role, due_at, clause)
    promise(context, session, made, provider=case.provider, case=case, conversation=conversation, actor=SYSTEM)
