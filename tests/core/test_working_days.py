"""Working days, with dates and weekday names written out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.working_days import (
    Calendar,
    CalendarEnds,
    Jurisdiction,
    add_working_days,
    is_working_day,
    working_days_between,
)

WED_23_DEC_2026 = date(2026, 12, 23)
THU_24_DEC_2026 = date(2026, 12, 24)
FRI_25_DEC_2026 = date(2026, 12, 25)
SAT_26_DEC_2026 = date(2026, 12, 26)
MON_28_DEC_2026 = date(2026, 12, 28)
TUE_29_DEC_2026 = date(2026, 12, 29)
WED_30_DEC_2026 = date(2026, 12, 30)
THU_31_DEC_2026 = date(2026, 12, 31)


def calendar(
    *,
    holidays: dict[date, str] | None = None,
    covers_from: date = date(2026, 1, 1),
    covers_to: date = date(2027, 12, 31),
) -> Calendar:
    christmas = {FRI_25_DEC_2026: "Christmas Day", MON_28_DEC_2026: "Boxing Day bank holiday"}
    return Calendar(Jurisdiction.ENG, christmas if holidays is None else holidays, covers_from, covers_to)


days = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 6, 30))
counts = st.integers(min_value=1, max_value=60)


def test_christmas_eve_and_new_years_eve_are_working_days():
    assert is_working_day(calendar(), THU_24_DEC_2026)
    assert is_working_day(calendar(), THU_31_DEC_2026)


@pytest.mark.parametrize("day", [FRI_25_DEC_2026, SAT_26_DEC_2026, MON_28_DEC_2026])
def test_a_holiday_a_weekend_and_a_substitute_day_are_not_working_days(day):
    assert not is_working_day(calendar(), day)


def test_day_1_is_the_next_working_day():
    assert add_working_days(calendar(), WED_23_DEC_2026, 1) == THU_24_DEC_2026
    assert add_working_days(calendar(), THU_24_DEC_2026, 1) == TUE_29_DEC_2026
    assert add_working_days(calendar(), FRI_25_DEC_2026, 1) == TUE_29_DEC_2026
    assert add_working_days(calendar(), SAT_26_DEC_2026, 1) == TUE_29_DEC_2026


def test_three_working_days_over_christmas():
    assert add_working_days(calendar(), WED_23_DEC_2026, 3) == WED_30_DEC_2026


@pytest.mark.parametrize("n", [0, -1])
def test_a_limit_of_less_than_one_day_is_refused(n):
    with pytest.raises(ValueError, match="at least 1 working day"):
        add_working_days(calendar(), WED_23_DEC_2026, n)


def test_the_days_between_leave_out_the_first_and_count_the_last():
    assert working_days_between(calendar(), after=WED_23_DEC_2026, until=WED_30_DEC_2026) == 3
    assert working_days_between(calendar(), after=WED_30_DEC_2026, until=WED_23_DEC_2026) == 0


def test_beyond_its_end_the_calendar_refuses_and_says_the_cure():
    short = calendar(covers_to=THU_24_DEC_2026)
    with pytest.raises(CalendarEnds, match="covers 2026-01-01 to 2026-12-24.*flask calendar refresh"):
        add_working_days(short, WED_23_DEC_2026, 2)
    with pytest.raises(CalendarEnds, match="cannot answer for 2026-12-25"):
        is_working_day(short, FRI_25_DEC_2026)


def test_before_its_beginning_the_calendar_refuses():
    with pytest.raises(CalendarEnds):
        add_working_days(calendar(), date(2025, 12, 31), 1)
    with pytest.raises(CalendarEnds):
        working_days_between(calendar(), after=date(2025, 12, 31), until=WED_23_DEC_2026)


def test_the_last_day_that_is_covered_can_be_a_due_date():
    assert add_working_days(calendar(covers_to=THU_24_DEC_2026), WED_23_DEC_2026, 1) == THU_24_DEC_2026


def test_the_version_follows_the_content_and_not_the_order():
    one = calendar(holidays={FRI_25_DEC_2026: "Christmas Day", MON_28_DEC_2026: "Boxing Day bank holiday"})
    other = calendar(holidays={MON_28_DEC_2026: "Boxing Day bank holiday", FRI_25_DEC_2026: "Christmas Day"})
    assert one.version == other.version
    assert one == other
    assert hash(one) == hash(other)
    assert one.version != calendar(holidays={}).version
    assert one.version != calendar(covers_to=date(2028, 12, 31)).version


def test_a_calendar_cannot_be_changed():
    with pytest.raises(TypeError):
        calendar().holidays[THU_24_DEC_2026] = "A day off"  # type: ignore[index]


CALENDAR = calendar()


@settings(deadline=None)
@given(day=days, n=counts)
def test_it_never_lands_on_a_non_working_day(day, n):
    assert is_working_day(CALENDAR, add_working_days(CALENDAR, day, n))


@settings(deadline=None)
@given(day=days, n=counts)
def test_more_days_are_always_later(day, n):
    assert add_working_days(CALENDAR, day, n) < add_working_days(CALENDAR, day, n + 1)


@settings(deadline=None)
@given(day=days, n=counts)
def test_a_later_receipt_is_never_due_earlier(day, n):
    assert add_working_days(CALENDAR, day, n) <= add_working_days(CALENDAR, day + timedelta(days=1), n)


@settings(deadline=None)
@given(day=days, n=counts, m=counts)
def test_adding_is_additive(day, n, m):
    assert add_working_days(CALENDAR, add_working_days(CALENDAR, day, n), m) == add_working_days(CALENDAR, day, n + m)


@settings(deadline=None)
@given(day=days, n=counts)
def test_counting_back_gives_the_same_number(day, n):
    assert working_days_between(CALENDAR, after=day, until=add_working_days(CALENDAR, day, n)) == n


@settings(deadline=None)
@given(day=days, n=counts)
def test_it_agrees_with_walking_from_day_to_day(day, n):
    walked, left = day, n
    while left:
        walked += timedelta(days=1)
        left -= is_working_day(CALENDAR, walked)
    assert add_working_days(CALENDAR, day, n) == walked
