"""Reads opening hours and waiting times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from backend.core.opening_hours import WEEKDAYS, Interval, OpeningHours
from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields, read_time
from backend.core.policy.offers import Decision, read_decision

_MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a person waits for staff before a call-back is booked, and how long staff may be silent."""

    wait_limit_minutes: int
    staff_silence_minutes: int
    decision: Decision | None


def read_opening_hours(fields: Fields) -> OpeningHours:
    """The hours from their mapping."""
    with fields:
        decision = read_decision(fields)
        closed_on = tuple(_month_and_day(value, fields.where) for value in fields.texts("closed_on"))
        on_holidays = fields.flag("closed_on_holidays", default=True)
        with fields.part("weekly") as weekly:
            week = tuple(_day(weekly.maybe(name), f"{weekly.where}, {name}") for name in WEEKDAYS)
    if not any(week):
        raise PolicyError(f"{fields.where}: no day has opening hours.")
    return OpeningHours(week, on_holidays, closed_on, decision)


def read_waiting(fields: Fields) -> Waiting:
    """The waiting times from their mapping."""
    with fields:
        return Waiting(
            wait_limit_minutes=fields.number("wait_limit_minutes"),
            staff_silence_minutes=fields.number("staff_silence_minutes"),
            decision=read_decision(fields),
        )


def _day(value: object, where: str) -> tuple[Interval, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise PolicyError(f'{where} must be a list of times such as [["09:00", "17:00"]].')
    intervals = tuple(_interval(pair, where) for pair in value)
    for earlier, later in zip(intervals, intervals[1:], strict=False):
        if earlier.closes == _MIDNIGHT or later.opens < earlier.closes:
            raise PolicyError(f"{where}: the intervals must follow one another.")
    return intervals


def _interval(pair: object, where: str) -> Interval:
    if not isinstance(pair, list) or len(pair) != 2:
        raise PolicyError(f'{where}: an interval is two times such as ["09:00", "17:00"].')
    interval = Interval(read_time(pair[0], where), read_time(pair[1], where))
    if interval.closes != _MIDNIGHT and interval.closes <= interval.opens:
        raise PolicyError(f"{where}: {pair[1]} is not after {pair[0]}.")
    return interval


def _month_and_day(value: str, where: str) -> tuple[int, int]:
    found = re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", value)
    if found is None:
        raise PolicyError(f"{where}: closed_on lists dates such as 12-25, not {value}.")
    return int(found[1]), int(found[2])
