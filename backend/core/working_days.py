"""Working days: Monday to Friday without the holidays of one nation of the United Kingdom (reading Q1)."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

_SATURDAY = 5


class Jurisdiction(StrEnum):
    """The nation whose holidays count."""

    ENG = "ENG"
    WLS = "WLS"
    SCT = "SCT"
    NIR = "NIR"


class CalendarEnds(Exception):
    """The calendar does not know the day that was asked for; no holidays are assumed beyond its end."""


@dataclass(frozen=True)
class Calendar:
    """One nation's holidays by date, and the days from `covers_from` to `covers_to` that it knows.

    `version` is a short hash of all of that, kept with every date worked out from it.
    """

    jurisdiction: Jurisdiction
    holidays: Mapping[date, str] = field(hash=False, repr=False)
    covers_from: date
    covers_to: date
    version: str = field(init=False)
    working_days: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        holidays = MappingProxyType(dict(sorted(self.holidays.items())))
        object.__setattr__(self, "holidays", holidays)
        object.__setattr__(self, "version", _version(self))
        object.__setattr__(self, "working_days", _working_days(self))


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether this is a Monday to Friday and no holiday."""
    _check_covered(calendar, day)
    return _is_working(calendar, day)


def add_working_days(calendar: Calendar, day: date, n: int) -> date:
    """The `n`th working day after `day` (n >= 1); `day` is day 0, of whatever kind it is (reading Q2)."""
    if n < 1:
        raise ValueError(f"A limit is at least 1 working day, not {n}.")
    _check_covered(calendar, day)
    found = bisect_right(calendar.working_days, day) + n - 1
    if found >= len(calendar.working_days):
        raise CalendarEnds(_sentence(calendar, f"find {n} working days after {day.isoformat()}"))
    return calendar.working_days[found]


def working_days_between(calendar: Calendar, *, after: date, until: date) -> int:
    """How many working days follow `after`, up to and including `until`; 0 if `until` is not later."""
    _check_covered(calendar, after)
    _check_covered(calendar, until)
    days = calendar.working_days
    return max(0, bisect_right(days, until) - bisect_right(days, after))


def _is_working(calendar: Calendar, day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in calendar.holidays


def _working_days(calendar: Calendar) -> tuple[date, ...]:
    length = (calendar.covers_to - calendar.covers_from).days + 1
    days = (calendar.covers_from + timedelta(days=n) for n in range(length))
    return tuple(day for day in days if _is_working(calendar, day))


def _version(calendar: Calendar) -> str:
    content = [
        calendar.jurisdiction,
        calendar.covers_from.isoformat(),
        calendar.covers_to.isoformat(),
        [[day.isoformat(), name] for day, name in calendar.holidays.items()],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:12]


def _check_covered(calendar: Calendar, day: date) -> None:
    if not calendar.covers_from <= day <= calendar.covers_to:
        raise CalendarEnds(_sentence(calendar, f"answer for {day.isoformat()}"))


def _sentence(calendar: Calendar, asked: str) -> str:
    return (
        f"The {calendar.jurisdiction} calendar covers {calendar.covers_from.isoformat()} to "
        f"{calendar.covers_to.isoformat()} and cannot {asked}. To refresh it, run "
        "`uv lock --upgrade-package holidays`, `uv sync` and `flask calendar refresh`."
    )
