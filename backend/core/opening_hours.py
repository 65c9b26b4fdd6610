"""When a provider's people are there: pure functions over weekly hours and a calendar, in London time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MIDNIGHT = time(0, 0)
_SEARCHED_DAYS = 31


class NeverOpen(Exception):
    """No opening was found in a month; the hours or the calendar must be mended."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Open from `opens` until just before `closes`; a `closes` of 00:00 is the end of the day."""

    opens: time
    closes: time

    def holds(self, at: time) -> bool:
        """Whether this time of day is inside."""
        return self.opens <= at and (self.closes == _MIDNIGHT or at < self.closes)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Seven tuples of intervals, Monday first, and the (month, day) dates that are always closed.

    A holiday is a Monday to Friday that is no working day. The calendar cannot tell one on a Saturday
    or Sunday, so a provider open then lists such dates in `closed_on`. `decision` says whose decision
    the hours are where no clause gives them.
    """

    week: tuple[tuple[Interval, ...], ...]
    closed_on_holidays: bool = True
    closed_on: tuple[tuple[int, int], ...] = ()
    decision: str | None = None


def is_open(at: datetime, hours: OpeningHours, calendar_is_working_day: Callable[[date], bool]) -> bool:
    """Whether people are there at this moment (`at` aware, any zone)."""
    local = _local(at)
    today = _intervals(local.date(), hours, calendar_is_working_day)
    return any(interval.holds(local.time()) for interval in today)


def next_opening(at: datetime, hours: OpeningHours, calendar_is_working_day: Callable[[date], bool]) -> datetime:
    """The first open moment not before `at` (`at` itself while open), in London time; else NeverOpen."""
    local = _local(at)
    if is_open(at, hours, calendar_is_working_day):
        return local
    for opening in _openings(local.date(), hours, calendar_is_working_day):
        if opening.astimezone(UTC) >= at.astimezone(UTC):
            return opening
    raise NeverOpen(f"There is no opening in the {_SEARCHED_DAYS} days from {local:%d %B %Y}.")


def _openings(first: date, hours: OpeningHours, calendar_is_working_day: Callable[[date], bool]) -> Iterator[datetime]:
    for offset in range(_SEARCHED_DAYS):
        day = first + timedelta(days=offset)
        for interval in _intervals(day, hours, calendar_is_working_day):
            opening = datetime.combine(day, interval.opens, LONDON)
            # By way of UTC, so that an opening in the hour that spring skips is a moment that exists.
            yield opening.astimezone(UTC).astimezone(LONDON)


def _intervals(day: date, hours: OpeningHours, calendar_is_working_day: Callable[[date], bool]) -> tuple[Interval, ...]:
    if (day.month, day.day) in hours.closed_on:
        return ()
    if hours.closed_on_holidays and day.weekday() < 5 and not calendar_is_working_day(day):
        return ()
    return hours.week[day.weekday()]


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("An opening is asked for at a moment with a time zone.")
    return at.astimezone(LONDON)
