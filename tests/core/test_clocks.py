"""Due dates: the golden dates of both policies, the edges, and what may become of a date once promised."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.calendars.load import load_calendar
from backend.core.clocks import (
    Clock,
    ClockError,
    Proof,
    due_date,
    extend,
    from_data,
    is_overdue,
    recompute,
    recompute_clock,
    start_clock,
    stop,
    to_data,
)
from backend.core.proofs import LONDON, DayKind
from backend.core.working_days import Calendar, CalendarEnds, Jurisdiction, is_working_day

ENGLAND = load_calendar("ENG")

# Received (London) -> the last day of 3, 7, 10 and 14 working days.
MON_23_NOV_2026 = datetime(2026, 11, 23, 9, 10, tzinfo=LONDON)
FRI_27_NOV_2026_LATE = datetime(2026, 11, 27, 23, 50, tzinfo=LONDON)
SAT_28_NOV_2026 = datetime(2026, 11, 28, 11, 0, tzinfo=LONDON)
WED_23_DEC_2026 = datetime(2026, 12, 23, 16, 2, tzinfo=LONDON)
FRI_25_DEC_2026 = datetime(2026, 12, 25, 12, 0, tzinfo=LONDON)
WED_24_MAR_2027 = datetime(2027, 3, 24, 10, 0, tzinfo=LONDON)
THU_2_APR_2026 = datetime(2026, 4, 2, 10, 0, tzinfo=LONDON)

GOLDEN = [
    (MON_23_NOV_2026, 3, date(2026, 11, 26), "Thu"),
    (MON_23_NOV_2026, 7, date(2026, 12, 2), "Wed"),
    (MON_23_NOV_2026, 10, date(2026, 12, 7), "Mon"),
    (MON_23_NOV_2026, 14, date(2026, 12, 11), "Fri"),
    (FRI_27_NOV_2026_LATE, 3, date(2026, 12, 2), "Wed"),
    (FRI_27_NOV_2026_LATE, 7, date(2026, 12, 8), "Tue"),
    (FRI_27_NOV_2026_LATE, 10, date(2026, 12, 11), "Fri"),
    (FRI_27_NOV_2026_LATE, 14, date(2026, 12, 17), "Thu"),
    (SAT_28_NOV_2026, 3, date(2026, 12, 2), "Wed"),
    (SAT_28_NOV_2026, 7, date(2026, 12, 8), "Tue"),
    (SAT_28_NOV_2026, 10, date(2026, 12, 11), "Fri"),
    (SAT_28_NOV_2026, 14, date(2026, 12, 17), "Thu"),
    (WED_23_DEC_2026, 3, date(2026, 12, 30), "Wed"),
    (WED_23_DEC_2026, 7, date(2027, 1, 6), "Wed"),
    (WED_23_DEC_2026, 10, date(2027, 1, 11), "Mon"),
    (WED_23_DEC_2026, 14, date(2027, 1, 15), "Fri"),
    (FRI_25_DEC_2026, 3, date(2026, 12, 31), "Thu"),
    (FRI_25_DEC_2026, 7, date(2027, 1, 7), "Thu"),
    (FRI_25_DEC_2026, 10, date(2027, 1, 12), "Tue"),
    (FRI_25_DEC_2026, 14, date(2027, 1, 18), "Mon"),
    (WED_24_MAR_2027, 3, date(2027, 3, 31), "Wed"),
    (WED_24_MAR_2027, 7, date(2027, 4, 6), "Tue"),
    (WED_24_MAR_2027, 10, date(2027, 4, 9), "Fri"),
    (WED_24_MAR_2027, 14, date(2027, 4, 15), "Thu"),
    (THU_2_APR_2026, 3, date(2026, 4, 9), "Thu"),
    (THU_2_APR_2026, 7, date(2026, 4, 15), "Wed"),
    (THU_2_APR_2026, 10, date(2026, 4, 20), "Mon"),
    (THU_2_APR_2026, 14, date(2026, 4, 24), "Fri"),
]


def proof(received_at: datetime = MON_23_NOV_2026, *, working_days: int = 3, calendar: Calendar = ENGLAND) -> Proof:
    return due_date(calendar, received_at=received_at, working_days=working_days, clause="E.R22")


def england_with(day: date, name: str) -> Calendar:
    holidays = {**ENGLAND.holidays, day: name}
    return Calendar(Jurisdiction.ENG, holidays, ENGLAND.covers_from, ENGLAND.covers_to)


def england_without(day: date) -> Calendar:
    holidays = {other: name for other, name in ENGLAND.holidays.items() if other != day}
    return Calendar(Jurisdiction.ENG, holidays, ENGLAND.covers_from, ENGLAND.covers_to)


@pytest.mark.parametrize(("received_at", "working_days", "due_on", "weekday"), GOLDEN)
def test_golden_dates(received_at, working_days, due_on, weekday):
    assert proof(received_at, working_days=working_days).due_on == due_on
    assert due_on.strftime("%a") == weekday


def test_the_evening_before_the_clocks_go_forward_is_still_that_day():
    sat_28_mar_2026 = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert proof(sat_28_mar_2026).received_on == date(2026, 3, 28)
    assert proof(sat_28_mar_2026).due_on == date(2026, 4, 1)  # Wednesday


def test_half_past_eleven_utc_in_summer_is_the_next_day_in_london():
    sun_29_mar_2026_bst = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)
    assert proof(sun_29_mar_2026_bst).received_on == date(2026, 3, 30)  # Monday
    assert proof(sun_29_mar_2026_bst).due_on == date(2026, 4, 2)  # Thursday, before Good Friday


def test_the_evening_before_the_clocks_go_back_is_already_the_day_they_do():
    sat_24_oct_2026 = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    assert proof(sat_24_oct_2026).received_on == date(2026, 10, 25)  # Sunday
    assert proof(sat_24_oct_2026).due_on == date(2026, 10, 28)  # Wednesday


def test_the_evening_of_the_day_the_clocks_go_back_is_that_day():
    sun_25_oct_2026 = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)
    assert proof(sun_25_oct_2026).received_on == date(2026, 10, 25)
    assert proof(sun_25_oct_2026).due_on == date(2026, 10, 28)  # Wednesday


def test_it_is_late_from_midnight_in_london():
    assert proof(MON_23_NOV_2026).due_at_utc == datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    mon_22_jun_2026 = datetime(2026, 6, 22, 10, 0, tzinfo=LONDON)
    assert proof(mon_22_jun_2026).due_at_utc == datetime(2026, 6, 25, 23, 0, tzinfo=UTC)


def test_a_receipt_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        proof(datetime(2026, 11, 23, 9, 10))  # noqa: DTZ001 - what is being refused


def test_when_the_calendar_runs_out_no_date_is_made_up():
    with pytest.raises(CalendarEnds, match="flask calendar refresh"):
        proof(datetime(2028, 12, 29, 9, 0, tzinfo=LONDON), working_days=3)


def test_the_proof_has_every_day_with_its_reason():
    days = [(day.date.day, day.kind, day.count, day.reason) for day in proof(WED_23_DEC_2026).days]
    assert days == [
        (23, DayKind.RECEIVED, 0, None),
        (24, DayKind.COUNTED, 1, None),
        (25, DayKind.SKIPPED, None, "Christmas Day"),
        (26, DayKind.SKIPPED, None, "weekend"),
        (27, DayKind.SKIPPED, None, "weekend"),
        (28, DayKind.SKIPPED, None, "Boxing Day bank holiday"),
        (29, DayKind.COUNTED, 2, None),
        (30, DayKind.COUNTED, 3, None),
    ]


def test_a_proof_survives_being_stored():
    made = proof(WED_23_DEC_2026, working_days=14)
    assert from_data(json.loads(json.dumps(to_data(made)))) == made
    assert made.calendar_version == ENGLAND.version


def test_a_scottish_provider_has_scottish_holidays():
    fri_5_jun_2026 = datetime(2026, 6, 5, 9, 0, tzinfo=LONDON)
    scotland = proof(fri_5_jun_2026, working_days=10, calendar=load_calendar("SCT"))
    assert proof(fri_5_jun_2026, working_days=10).due_on == date(2026, 6, 19)  # Friday
    assert scotland.due_on == date(2026, 6, 22)  # Monday


# What becomes of a promised date.


def clock(received_at: datetime = MON_23_NOV_2026) -> Clock:
    return start_clock(proof(received_at), promised_at=received_at)


TUE_24_NOV = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_new_date_stands_beside_the_old_one():
    extended = extend(clock(), due_on=date(2026, 12, 3), reason="The doctor is away.", promised_at=TUE_24_NOV)
    assert [due.due_on for due in extended.due_dates] == [date(2026, 11, 26), date(2026, 12, 3)]
    assert extended.first.due_on == date(2026, 11, 26)
    assert extended.latest.reason == "The doctor is away."
    assert extended.latest.due_at_utc == datetime(2026, 12, 4, 0, 0, tzinfo=UTC)


def test_a_new_date_needs_a_reason():
    with pytest.raises(ClockError, match="reason"):
        extend(clock(), due_on=date(2026, 12, 3), reason="  ", promised_at=TUE_24_NOV)


def test_a_new_date_must_be_later():
    with pytest.raises(ClockError, match="after Thursday 26 November 2026"):
        extend(clock(), due_on=date(2026, 11, 26), reason="The doctor is away.", promised_at=TUE_24_NOV)


def test_an_answered_clock_takes_no_new_date():
    with pytest.raises(ClockError, match="has been given"):
        extend(stop(clock(), at=TUE_24_NOV), due_on=date(2026, 12, 3), reason="Away.", promised_at=TUE_24_NOV)


def test_it_is_overdue_from_midnight_and_not_a_second_before():
    midnight = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    assert not is_overdue(clock(), now=midnight - timedelta(seconds=1))
    assert is_overdue(clock(), now=midnight)


def test_an_extended_clock_is_still_overdue_by_its_clause():
    extended = extend(clock(), due_on=date(2026, 12, 3), reason="The doctor is away.", promised_at=TUE_24_NOV)
    fri_27_nov = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    assert not is_overdue(extended, now=fri_27_nov)
    assert is_overdue(extended, now=fri_27_nov, by_clause=True)


def test_an_answer_in_time_is_never_overdue_later_and_a_late_one_stays_late():
    fri_27_nov = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    next_year = datetime(2027, 11, 27, 9, 0, tzinfo=UTC)
    assert not is_overdue(stop(clock(), at=TUE_24_NOV), now=next_year)
    assert is_overdue(stop(clock(), at=fri_27_nov), now=next_year)
    assert stop(stop(clock(), at=TUE_24_NOV), at=fri_27_nov).stopped_at == TUE_24_NOV


def test_a_bank_holiday_added_late_leaves_the_earlier_promise():
    fri_5_may_2023 = datetime(2023, 5, 5, 9, 0, tzinfo=LONDON)
    before = proof(fri_5_may_2023, calendar=england_without(date(2023, 5, 8)))
    after = proof(fri_5_may_2023)
    assert before.due_on == date(2023, 5, 10)  # Wednesday
    assert after.due_on == date(2023, 5, 11)  # Thursday
    assert recompute(before, after) is before


def test_the_queens_funeral_moved_only_dates_not_yet_promised():
    thu_15_sep_2022 = datetime(2022, 9, 15, 9, 0, tzinfo=LONDON)
    before = proof(thu_15_sep_2022, calendar=england_without(date(2022, 9, 19)))
    assert before.due_on == date(2022, 9, 20)  # Tuesday
    assert proof(thu_15_sep_2022).due_on == date(2022, 9, 21)  # Wednesday
    assert recompute(before, proof(thu_15_sep_2022)).due_on == date(2022, 9, 20)


def test_a_holiday_that_is_taken_back_gives_an_earlier_date_beside_the_old():
    with_a_day_off = start_clock(
        proof(calendar=england_with(date(2026, 11, 25), "A day off")), promised_at=MON_23_NOV_2026
    )
    mended = recompute_clock(with_a_day_off, proof(), at=TUE_24_NOV, reason="The holiday was taken back.")
    assert [due.due_on for due in mended.due_dates] == [date(2026, 11, 27), date(2026, 11, 26)]


def test_only_open_clocks_are_recomputed():
    later = start_clock(proof(working_days=7), promised_at=MON_23_NOV_2026)
    stopped = stop(later, at=TUE_24_NOV)
    extended = extend(later, due_on=date(2026, 12, 30), reason="Away.", promised_at=TUE_24_NOV)
    for unchanged in (stopped, extended):
        assert recompute_clock(unchanged, proof(), at=TUE_24_NOV, reason="Holidays") is unchanged


def test_sorting_a_case_anew_never_gives_a_later_date():
    unsorted_case, complaint = proof(working_days=3), proof(working_days=14)
    assert recompute(unsorted_case, complaint) is unsorted_case
    assert recompute(complaint, unsorted_case) is unsorted_case


instants = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - the zone is added by `timezones`
    max_value=datetime(2027, 12, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
limits = st.sampled_from([3, 7, 10, 14])


@settings(deadline=None)
@given(received_at=instants, limit=limits)
def test_every_proof_counts_exactly_its_limit_and_ends_on_a_working_day(received_at, limit):
    made = proof(received_at, working_days=limit)
    counted = [day for day in made.days if day.kind is DayKind.COUNTED]
    assert [day.count for day in counted] == list(range(1, limit + 1))
    assert made.days[0].date == received_at.astimezone(LONDON).date()
    assert is_working_day(ENGLAND, made.due_on)
    assert received_at < made.due_at_utc


@settings(deadline=None)
@given(received_at=instants, limit=limits, later=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_later_receipt_never_gets_an_earlier_date(received_at, limit, later):
    earlier = proof(received_at, working_days=limit).due_on
    assert earlier <= proof(received_at + later, working_days=limit).due_on


@settings(deadline=None)
@given(received_at=instants, one=limits, other=limits)
def test_recomputing_never_gives_a_later_date(received_at, one, other):
    old, new = proof(received_at, working_days=one), proof(received_at, working_days=other)
    assert recompute(old, new).due_on == min(old.due_on, new.due_on)
