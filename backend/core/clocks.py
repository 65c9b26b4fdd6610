"""Due dates: worked out with a proof, never paused, never overwritten (readings Q2, Q3, Q8, Q9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from backend.core.proof_words import proof_as_sentence, proof_short
from backend.core.proofs import (
    WEEKEND,
    DayKind,
    Proof,
    ProofDay,
    end_of_day,
    from_data,
    london_date,
    to_data,
)
from backend.core.spoken_dates import spoken_date
from backend.core.working_days import Calendar, add_working_days, is_working_day

__all__ = [
    "Clock",
    "ClockError",
    "DueDate",
    "Proof",
    "ProofDay",
    "due_date",
    "end_of_day",
    "extend",
    "from_data",
    "is_overdue",
    "london_date",
    "proof_as_sentence",
    "proof_short",
    "recompute",
    "recompute_clock",
    "spoken_date",
    "start_clock",
    "stop",
    "to_data",
]


class ClockError(Exception):
    """A date that may not be promised; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """One date that was promised; `proof` is None for a later date that a named person gave with a reason."""

    due_on: date
    promised_at: datetime
    proof: Proof | None
    reason: str = ""

    @property
    def due_at_utc(self) -> datetime:
        """The instant from which it is late."""
        return end_of_day(self.due_on)


@dataclass(frozen=True, slots=True)
class Clock:
    """All the dates promised under one clause, oldest first; `stopped_at` is when the answer was given."""

    clause: str
    due_dates: tuple[DueDate, ...]
    stopped_at: datetime | None = None

    @property
    def first(self) -> DueDate:
        """The date by the clause itself."""
        return self.due_dates[0]

    @property
    def latest(self) -> DueDate:
        """The date that the person was told last."""
        return self.due_dates[-1]


def due_date(calendar: Calendar, *, received_at: datetime, working_days: int, clause: str) -> Proof:
    """The proof of when `clause` is due; the London date of the aware instant `received_at` is day 0."""
    received_on = london_date(received_at)
    due_on = add_working_days(calendar, received_on, working_days)
    return Proof(
        clause=clause,
        working_days=working_days,
        received_at=received_at.astimezone(UTC),
        jurisdiction=calendar.jurisdiction,
        calendar_version=calendar.version,
        days=tuple(_days(calendar, received_on=received_on, due_on=due_on)),
    )


def start_clock(proof: Proof, *, promised_at: datetime) -> Clock:
    """A clock with its first due date."""
    return Clock(proof.clause, (DueDate(proof.due_on, promised_at, proof),))


def extend(clock: Clock, *, due_on: date, reason: str, promised_at: datetime) -> Clock:
    """The clock with a named person's later date beside the ones before, and its reason (E.R23, L.R74)."""
    if clock.stopped_at is not None:
        raise ClockError("The answer has been given, so there is no date to move.")
    if not reason.strip():
        raise ClockError("A new date needs its reason. Please write why the answer is late.")
    if due_on <= clock.latest.due_on:
        raise ClockError(f"A new date must be after {spoken_date(clock.latest.due_on)}.")
    return _with_date(clock, DueDate(due_on, promised_at, None, reason.strip()))


def stop(clock: Clock, *, at: datetime) -> Clock:
    """The clock when the answer has been given; only the first answer stops it."""
    return clock if clock.stopped_at else replace(clock, stopped_at=at)


def is_overdue(clock: Clock, *, now: datetime, by_clause: bool = False) -> bool:
    """Whether the date told last passed without an answer, or with `by_clause` the clause's own date."""
    date_in_force = clock.first if by_clause else clock.latest
    return (clock.stopped_at or now) >= date_in_force.due_at_utc


def recompute(old: Proof, new: Proof) -> Proof:
    """The proof in force after a change of calendar or of what the case is taken as: never a later date."""
    return new if new.due_on < old.due_on else old


def recompute_clock(clock: Clock, new: Proof, *, at: datetime, reason: str) -> Clock:
    """An open clock with `new` beside its date if that is earlier; a stopped or extended one is left alone."""
    promised = clock.latest.proof
    if clock.stopped_at is not None or promised is None or recompute(promised, new) is promised:
        return clock
    return _with_date(clock, DueDate(new.due_on, at, new, reason))


def _with_date(clock: Clock, due: DueDate) -> Clock:
    return replace(clock, due_dates=(*clock.due_dates, due))


def _days(calendar: Calendar, *, received_on: date, due_on: date) -> Iterator[ProofDay]:
    yield ProofDay(received_on, DayKind.RECEIVED, 0)
    count = 0
    for offset in range(1, (due_on - received_on).days + 1):
        day = received_on + timedelta(days=offset)
        if is_working_day(calendar, day):
            count += 1
            yield ProofDay(day, DayKind.COUNTED, count)
        else:
            reason = WEEKEND if day.weekday() > 4 else calendar.holidays[day]
            yield ProofDay(day, DayKind.SKIPPED, None, reason)
