"""Proofs in words: golden sentences."""

from __future__ import annotations

from datetime import date, datetime

from backend.calendars.load import load_calendar
from backend.core.clocks import due_date, proof_as_sentence, proof_short, spoken_date
from backend.core.proofs import LONDON, Proof
from backend.core.spoken_dates import listed


def proof(year: int, month: int, day: int, *, hour: int = 9, minute: int = 10, working_days: int = 3) -> Proof:
    received_at = datetime(year, month, day, hour, minute, tzinfo=LONDON)
    return due_date(load_calendar("ENG"), received_at=received_at, working_days=working_days, clause="E.R22")


def test_christmas_day_by_day():
    assert proof_as_sentence(proof(2026, 12, 23, hour=16, minute=2)) == (
        "Day 0 is Wednesday 23 December (we received it at 16:02). Thursday 24 is day 1. "
        "Friday 25 does not count (Christmas Day). Saturday 26 and Sunday 27 do not count. "
        "Monday 28 does not count (Boxing Day bank holiday). Tuesday 29 and Wednesday 30 are days 2 and 3. "
        "So the last day is Wednesday 30 December 2026."
    )


def test_a_new_month_is_named_inside_a_run_of_days():
    assert proof_as_sentence(proof(2026, 11, 28, working_days=7)) == (
        "Day 0 is Saturday 28 November (we received it at 09:10). Sunday 29 does not count. "
        "Monday 30 to Friday 4 December are days 1 to 5. Saturday 5 and Sunday 6 do not count. "
        "Monday 7 and Tuesday 8 are days 6 and 7. So the last day is Tuesday 8 December 2026."
    )


def test_a_weekend_over_the_new_year_names_both_months():
    words = proof_as_sentence(proof(2027, 12, 30, working_days=3))
    assert "Saturday 1 January and Sunday 2 do not count." in words
    assert words.endswith("So the last day is Wednesday 5 January 2028.")


def test_the_time_is_londons_in_summer():
    assert "Tuesday 23 June (we received it at 00:30)" in proof_as_sentence(proof(2026, 6, 23, hour=0, minute=30))


def test_christmas_in_one_breath():
    assert proof_short(proof(2026, 12, 23)) == (
        "3 working days after Wednesday 23 December, leaving out Christmas Day, the weekend and "
        "the Boxing Day bank holiday, is Wednesday 30 December"
    )


def test_nothing_left_out_is_not_mentioned():
    assert proof_short(proof(2026, 11, 23)) == ("3 working days after Monday 23 November is Thursday 26 November")


def test_one_working_day_is_singular():
    assert proof_short(proof(2026, 11, 23, working_days=1)) == (
        "1 working day after Monday 23 November is Tuesday 24 November"
    )


def test_several_weekends_are_counted_and_a_lone_sunday_is_named():
    assert proof_short(proof(2026, 11, 28, working_days=14)) == (
        "14 working days after Saturday 28 November, leaving out Sunday 29 November and two weekends, "
        "is Thursday 17 December"
    )


def test_the_year_is_said_when_it_is_another():
    assert proof_short(proof(2026, 12, 23, working_days=7)) == (
        "7 working days after Wednesday 23 December, leaving out Christmas Day, two weekends, "
        "the Boxing Day bank holiday and New Year's Day, is Wednesday 6 January 2027"
    )


def test_easter_in_one_breath():
    assert proof_short(proof(2026, 4, 2, working_days=3)) == (
        "3 working days after Thursday 2 April, leaving out Good Friday, the weekend and Easter Monday, "
        "is Thursday 9 April"
    )


def test_a_long_limit_counts_its_weekends_in_figures():
    assert "leaving out 12 weekends" in proof_short(proof(2027, 9, 1, working_days=60))


def test_a_date_is_spoken_whole():
    assert spoken_date(date(2026, 12, 30)) == "Wednesday 30 December 2026"


def test_items_are_joined_as_in_a_sentence():
    assert listed([]) == ""
    assert listed(["one"]) == "one"
    assert listed(["one", "two"]) == "one and two"
    assert listed(["one", "two", "three"]) == "one, two and three"
