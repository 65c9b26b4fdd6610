"""Obligations: what was promised, by whom it is kept, by when, and under which clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from backend.core.proofs import london_date

_ROUND_MINUTES = 5
CALL_BACK_WITHIN = timedelta(hours=2)
DECISION = "decision"  # stands in for a clause where the provider decided


class ObligationKind(StrEnum):
    """What is owed."""

    REPLY = "reply"
    ACKNOWLEDGE = "acknowledge"
    DELAY_LETTER = "delay_letter"
    NEXT_STAGE_INFO = "next_stage_info"
    CALL_BACK = "call_back"
    FORM_LINK = "form_link"
    COPY = "copy"
    OFFER = "offer"
    NEEDS = "needs"
    LANGUAGE = "language"
    ALERT_ACK = "alert_ack"
    CONTACT_MISSING = "contact_missing"
    AUTHORITY_CHECK = "authority_check"  # may we answer this person about someone else?
    CANDOUR_REVIEW = "candour_review"  # harm was mentioned; a clinician looks at it
    PRIVACY_COMPLAINT = "privacy_complaint"  # its own clock beside the complaint
    RECORDS_REQUEST = "records_request"
    LEARNING = "learning"
    WRITE_DOWN = "write_down"  # words the telephone line misheard: a person writes them down and reads them back
    CONTACT_ANSWER = "contact_answer"  # taken as no complaint: still an answer, and why


class ObligationState(StrEnum):
    """What became of it; missed is derived, never stored."""

    OPEN = "open"
    KEPT = "kept"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One promise: `due_at` (aware) is when it becomes late, `clause` an id such as E.R22 or "decision"."""

    kind: ObligationKind
    owner_role: str
    due_at: datetime
    clause: str
    state: ObligationState = ObligationState.OPEN
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.due_at.tzinfo is None:
            raise ValueError("An obligation's due time needs its time zone.")
        if not (self.owner_role.strip() and self.clause.strip()):
            raise ValueError("An obligation needs an owner's role, and a clause or a decision.")

    @property
    def due_on(self) -> date:
        """The last London date on which it is still kept in time."""
        return london_date(self.due_at - timedelta(microseconds=1))


def is_missed(obligation: Obligation, now: datetime) -> bool:
    """Whether it is open past its time, or was kept only after it; a cancelled one is not missed."""
    match obligation.state:
        case ObligationState.OPEN:
            return now >= obligation.due_at
        case ObligationState.KEPT:
            return obligation.ended_at is not None and obligation.ended_at >= obligation.due_at
        case ObligationState.CANCELLED:
            return False


def keep(obligation: Obligation, *, at: datetime) -> Obligation:
    """The obligation when it has been done; one that has ended stays as it was."""
    return _ended(obligation, ObligationState.KEPT, at)


def cancel(obligation: Obligation, *, at: datetime) -> Obligation:
    """The obligation when it is no longer owed; one that has ended stays as it was."""
    return _ended(obligation, ObligationState.CANCELLED, at)


def call_back_slot(now: datetime, next_opening: Callable[[datetime], datetime]) -> datetime:
    """By when (UTC) a call-back is promised: within two hours of opening, without running past closing.

    `next_opening(at)` gives the first open moment not before `at`. In opening hours the two hours run from
    now; when people leave before they are over, they run from the opening after that.
    """
    by = next_opening(now) + CALL_BACK_WITHIN
    opening = next_opening(by)
    if opening != by:
        by = opening + CALL_BACK_WITHIN
    return round_time(by).astimezone(UTC)


def round_time(at: datetime) -> datetime:
    """A time that can be said: whole five minutes, earlier rather than later."""
    return at - timedelta(minutes=at.minute % _ROUND_MINUTES, seconds=at.second, microseconds=at.microsecond)


def _ended(obligation: Obligation, state: ObligationState, at: datetime) -> Obligation:
    if obligation.state is not ObligationState.OPEN:
        return obligation
    return replace(obligation, state=state, ended_at=at)
