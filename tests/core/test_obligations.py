"""Obligations and call-backs, with times in London."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from backend.calendars.load import load_calendar
from backend.core.obligations import (
    Obligation,
    ObligationKind,
    ObligationState,
    call_back_slot,
    cancel,
    is_missed,
    keep,
)
from backend.core.opening_hours import Interval, OpeningHours, next_opening
from backend.core.proofs import LONDON
from backend.core.working_days import is_working_day

NINE_TO_FIVE = (Interval(time(9), time(17)),)
HOURS = OpeningHours(week=(NINE_TO_FIVE,) * 5 + ((), ()))
THU_26_NOV_2026 = date(2026, 11, 26)
MIDNIGHT = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)


def obligation(*, due_at: datetime = MIDNIGHT, owner_role: str = "case_handler", clause: str = "E.R22") -> Obligation:
    return Obligation(ObligationKind.REPLY, owner_role, due_at, clause)


def london(day: int, hour: int, minute: int = 0, *, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def slot(now: datetime, hours: OpeningHours = HOURS) -> datetime:
    england = load_calendar("ENG")
    return call_back_slot(now, lambda at: next_opening(at, hours, lambda day: is_working_day(england, day)))


def test_something_due_on_a_day_is_late_from_midnight():
    assert obligation().due_on == THU_26_NOV_2026
    assert not is_missed(obligation(), MIDNIGHT - timedelta(seconds=1))
    assert is_missed(obligation(), MIDNIGHT)


def test_kept_in_time_is_never_missed_and_kept_late_stays_missed():
    year_later = MIDNIGHT + timedelta(days=365)
    assert not is_missed(keep(obligation(), at=MIDNIGHT - timedelta(hours=1)), year_later)
    assert is_missed(keep(obligation(), at=MIDNIGHT + timedelta(hours=1)), year_later)


def test_what_is_no_longer_owed_is_not_missed():
    assert not is_missed(cancel(obligation(), at=MIDNIGHT), MIDNIGHT + timedelta(days=1))


def test_an_obligation_ends_once():
    kept = keep(obligation(), at=MIDNIGHT)
    assert kept.state is ObligationState.KEPT
    assert cancel(kept, at=MIDNIGHT + timedelta(hours=1)) is kept


@pytest.mark.parametrize(("owner_role", "clause"), [("", "E.R22"), ("case_handler", " ")])
def test_nothing_is_owed_by_nobody_or_for_no_reason(owner_role, clause):
    with pytest.raises(ValueError, match="owner's role, and a clause or a decision"):
        obligation(owner_role=owner_role, clause=clause)


def test_a_due_time_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        obligation(due_at=datetime(2026, 11, 27))  # noqa: DTZ001 - what is being refused


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (london(22, 10), london(22, 12)),  # Tuesday, open
        (london(22, 14, 59), london(22, 16, 55)),
        (london(22, 15), london(23, 11)),  # two hours would end as the doors close
        (london(22, 16, 30), london(23, 11)),
        (london(22, 3), london(22, 11)),  # Tuesday before opening
        (london(22, 20), london(23, 11)),
        (london(24, 18), london(29, 11)),  # Christmas Eve: the next opening is Tuesday 29th
        (london(19, 12), london(21, 11)),  # Saturday
    ],
)
def test_a_call_back_comes_within_two_hours_of_people_being_there(now, by):
    assert slot(now) == by


def test_the_lunch_break_is_not_the_end_of_the_day():
    with_lunch = (Interval(time(9), time(12)), Interval(time(13), time(17)))
    hours = OpeningHours(week=(with_lunch,) * 5 + ((), ()))
    assert slot(london(22, 11, 30), hours) == london(22, 13, 30)
    assert slot(london(22, 10, 30), hours) == london(22, 15)


def test_a_call_back_in_summer_is_in_utc():
    by = slot(london(22, 10, month=6))
    assert by == datetime(2026, 6, 22, 11, 0, tzinfo=UTC)
    assert by.tzinfo is UTC
