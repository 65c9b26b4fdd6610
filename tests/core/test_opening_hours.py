"""Opening hours: both sides of each boundary, holidays, weekends and the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from backend.calendars.load import load_calendar
from backend.core.opening_hours import LONDON, Interval, NeverOpen, OpeningHours, is_open, next_opening
from backend.core.working_days import is_working_day

ENGLAND = load_calendar("ENG")
OFFICE = (Interval(time(9), time(17)),)
OFFICE_HOURS = OpeningHours((OFFICE,) * 5 + ((), ()))
SPLIT_HOURS = OpeningHours(
    ((Interval(time(8, 30), time(12, 30)), Interval(time(14), time(19))), (), (), (), ())
    + ((Interval(time(10), time(0)),), ()),
    closed_on=((12, 26),),
)


def working(day: date) -> bool:
    return is_working_day(ENGLAND, day)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("at", "is_it"),
    [
        ("2026-11-23 08:59:59", False),  # a Monday
        ("2026-11-23 09:00", True),
        ("2026-11-23 16:59:59", True),
        ("2026-11-23 17:00", False),
        ("2026-11-28 12:00", False),  # a Saturday
        ("2026-12-25 12:00", False),  # Christmas Day, a Friday
        ("2026-12-28 12:00", False),  # the substitute for 26 December
        ("2026-12-24 12:00", True),  # a working day
    ],
)
def test_office_hours(at, is_it):
    assert is_open(london(at), OFFICE_HOURS, working) is is_it


@pytest.mark.parametrize(
    ("at", "is_it"),
    [
        ("2026-11-23 12:29", True),
        ("2026-11-23 12:30", False),  # between the two intervals of a Monday
        ("2026-11-23 14:00", True),
        ("2026-11-28 23:59:59", True),  # a Saturday until midnight
        ("2026-11-29 00:00", False),
        ("2026-12-26 12:00", False),  # a Saturday that is listed as closed
    ],
)
def test_several_intervals_a_day(at, is_it):
    assert is_open(london(at), SPLIT_HOURS, working) is is_it


def test_a_provider_may_open_on_holidays():
    hours = OpeningHours((OFFICE,) * 5 + ((), ()), closed_on_holidays=False)
    assert is_open(london("2026-12-25 12:00"), hours, working)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-23 08:00", "2026-11-23 09:00"),
        ("2026-11-23 12:34", "2026-11-23 12:34"),  # open now
        ("2026-11-23 17:00", "2026-11-24 09:00"),
        ("2026-11-27 23:50", "2026-11-30 09:00"),  # Friday night to Monday
        ("2026-12-24 17:00", "2026-12-29 09:00"),  # past Christmas, a weekend and the substitute day
        ("2026-04-02 18:00", "2026-04-07 09:00"),  # past Good Friday and Easter Monday
    ],
)
def test_the_next_opening(at, opens):
    assert next_opening(london(at), OFFICE_HOURS, working) == london(opens)


def test_the_next_opening_later_the_same_day():
    assert next_opening(london("2026-11-23 13:00"), SPLIT_HOURS, working) == london("2026-11-23 14:00")


def test_summer_time_is_counted():
    summer = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)  # 09:00 in London
    assert is_open(summer, OFFICE_HOURS, working)
    assert not is_open(summer - timedelta(seconds=1), OFFICE_HOURS, working)


def test_the_answer_is_in_london_time_whatever_the_question_was_in():
    at = datetime(2026, 7, 20, 23, 30, tzinfo=timezone(timedelta(hours=-5)))  # Tuesday 05:30 in London
    opens = next_opening(at, OFFICE_HOURS, working)
    assert (opens.isoformat(), opens.tzinfo) == ("2026-07-21T09:00:00+01:00", LONDON)


def test_an_opening_in_the_hour_that_spring_skips_is_a_moment_that_exists():
    hours = OpeningHours(((),) * 6 + ((Interval(time(1, 30), time(5)),),))
    opens = next_opening(london("2026-03-29 00:30"), hours, working)
    assert opens.isoformat() == "2026-03-29T02:30:00+01:00"


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        is_open(datetime(2026, 11, 23, 12), OFFICE_HOURS, working)  # noqa: DTZ001 - that is the point


def test_hours_that_never_come_are_refused():
    with pytest.raises(NeverOpen, match="no opening"):
        next_opening(london("2026-11-23 12:00"), OpeningHours(((),) * 7), working)
