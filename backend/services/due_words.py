"""How long is left until something is late, in words that do not rest on colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.core.proofs import london_date
from backend.core.working_days import working_days_between
from backend.services.context import Context

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Due:
    """`on` is the last London date that is still in time, `at` the instant from which it is late."""

    on: date
    at: datetime
    words: str
    overdue: bool


def due(context: Context, provider: str, at: datetime) -> Due:
    """How long is left until `at` for this provider: in working days, and by the clock on the day itself."""
    now = context.now()
    on = london_date(at - timedelta(microseconds=1))
    overdue = now >= at
    key, number = _late(context, provider, on) if overdue else _left(context, provider, on)
    local = at.astimezone(LONDON)
    clock = "" if local.time() == time(0, 0) else f"{local:%H:%M}"
    if clock and number == 0 and key in {"due_today", "late_today"}:
        key += "_at"
    return Due(on, at, context.wording.say("en", f"console.{key}", n=number, at=clock), overdue)


def _left(context: Context, provider: str, on: date) -> tuple[str, int]:
    today = london_date(context.now())
    if on == today:
        return "due_today", 0
    number = working_days_between(context.calendar(provider), after=today, until=on)
    if on == today + timedelta(days=1):
        return "due_tomorrow", number
    if number == 0:
        return "due_before_next_working_day", 0
    return ("due_one" if number == 1 else "due_more"), number


def _late(context: Context, provider: str, on: date) -> tuple[str, int]:
    number = working_days_between(context.calendar(provider), after=on, until=london_date(context.now()))
    if number == 0:
        return "late_today", 0
    return ("late_one" if number == 1 else "late_more"), number
