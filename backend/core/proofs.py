"""The day-by-day proof of a due date, kept with the date so that anyone can check it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEKEND = "weekend"


class DayKind(StrEnum):
    """What a day does to the count."""

    RECEIVED = "received"
    COUNTED = "counted"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ProofDay:
    """One day: `count` is 0 for receipt and None when skipped; `reason` says why it is skipped."""

    date: date
    kind: DayKind
    count: int | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """How a due date follows: a clause's limit in working days, counted from an instant of receipt (UTC)."""

    clause: str
    working_days: int
    received_at: datetime
    jurisdiction: str
    calendar_version: str
    days: tuple[ProofDay, ...]

    @property
    def received_on(self) -> date:
        """The London date of receipt, which is day 0."""
        return self.days[0].date

    @property
    def due_on(self) -> date:
        """The last day on which the clause is kept."""
        return self.days[-1].date

    @property
    def due_at_utc(self) -> datetime:
        """The instant from which it is late: midnight in London at the end of the last day."""
        return end_of_day(self.due_on)


def london_date(at: datetime) -> date:
    """The date in London at this instant, which must have a time zone."""
    if at.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return at.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The UTC instant at which this London day is over."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=LONDON).astimezone(UTC)


def to_data(proof: Proof) -> dict[str, Any]:
    """The proof as plain JSON data, its due date beside it for readers."""
    return {
        "clause": proof.clause,
        "working_days": proof.working_days,
        "received_at": proof.received_at.isoformat(),
        "jurisdiction": proof.jurisdiction,
        "calendar_version": proof.calendar_version,
        "due_on": proof.due_on.isoformat(),
        "days": [_day_to_data(day) for day in proof.days],
    }


def from_data(data: Mapping[str, Any]) -> Proof:
    """The proof that `to_data` gave."""
    return Proof(
        clause=data["clause"],
        working_days=data["working_days"],
        received_at=datetime.fromisoformat(data["received_at"]),
        jurisdiction=data["jurisdiction"],
        calendar_version=data["calendar_version"],
        days=tuple(_day_from_data(day) for day in data["days"]),
    )


def _day_to_data(day: ProofDay) -> dict[str, Any]:
    return {"date": day.date.isoformat(), "kind": day.kind.value, "count": day.count, "reason": day.reason}


def _day_from_data(data: Mapping[str, Any]) -> ProofDay:
    return ProofDay(date.fromisoformat(data["date"]), DayKind(data["kind"]), data["count"], data["reason"])
