"""What a date that names a day, a month, a season, a feast or a year means.

Each function reads a match (groups are named as in the grammar in `dates`) and today's date, and
returns the interval that may be meant, or None.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.entities.calendar_words import MONTHS, Interval, day, feast, month, months_before, season
from assistant.entities.date_parts import group, part_of
from assistant.entities.number_words import cardinal, ordinal


def read_full_date(match: re.Match[str], today: date) -> Interval | None:
    number = ordinal(match["day"]) or cardinal(match["day"])
    return _dated(number, MONTHS[match["month"].lower()], _year(match, today), today)


def read_range(match: re.Match[str], today: date) -> Interval | None:
    """ "between 3 and 5 March"."""
    month_number, year = MONTHS[match["month"].lower()], _year(match, today)
    last = _dated(ordinal(match["until"]), month_number, year, today)
    number = ordinal(match["day"])
    first = _in_month(last, number) if last and number else None
    return Interval(first.first, last.last) if first and last and first.first <= last.last else None


def read_numeric(match: re.Match[str], today: date) -> Interval | None:
    year = int(match["year"])
    year += 2000 if year < 100 else 0
    return day(year, int(match["month"]), int(match["day"]))


def read_day_only(match: re.Match[str], today: date) -> Interval | None:
    number = ordinal(match["day"])
    if not number:
        return None
    if group(match, "which") == "last":
        return _in_month(months_before(today, 1), number)
    this_month = _in_month(months_before(today, 0), number)
    if this_month and (this_month.first <= today or group(match, "which")):
        return this_month
    return _in_month(months_before(today, 1), number)


def read_month(match: re.Match[str], today: date) -> Interval | None:
    number = MONTHS[match["month"].lower()]
    year = _year(match, today)
    if group(match, "which") == "next":
        return None
    if year is None:
        year = today.year if number <= today.month else today.year - 1
        year -= 1 if group(match, "which") == "last" and number == today.month else 0
    found = month(year, number)
    part = group(match, "part")
    return part_of(found, part) if part else found


def read_season(match: re.Match[str], today: date) -> Interval:
    year = _year(match, today)
    if year is not None:
        return season(year, match["season"].lower())
    found = season(today.year, match["season"].lower())
    back = found.first > today or (group(match, "which") == "last" and found.last >= today)
    return season(today.year - (1 if back else 0), match["season"].lower())


def read_feast(match: re.Match[str], today: date) -> Interval:
    year = _year(match, today)
    name = match["feast"].lower()
    if year is None:
        year = today.year if feast(today.year, name).first <= today else today.year - 1
    found = feast(year, name)
    around = (group(match, "near") or "").lower()
    if "before" in around:
        return Interval(found.first - timedelta(7), found.first - timedelta(1))
    if "after" in around:
        return Interval(found.last + timedelta(1), found.last + timedelta(7))
    return found


def read_year_only(match: re.Match[str], today: date) -> Interval | None:
    year = _year(match, today)
    if year is None or year > today.year:
        return None
    whole = Interval(date(year, 1, 1), date(year, 12, 31))
    part = group(match, "part")
    return part_of(whole, part) if part else whole


def _dated(number: int | None, month_number: int, year: int | None, today: date) -> Interval | None:
    if not number:
        return None
    if year is not None:
        return day(year, month_number, number)
    found = day(today.year, month_number, number)
    if found and found.first > today:
        return day(today.year - 1, month_number, number)
    return found


def _year(match: re.Match[str], today: date) -> int | None:
    """The year said, "last year" and "this year" included; None when none was."""
    said = (group(match, "year") or "").lower().replace("'", "")
    if "year" in said:
        return today.year - {"last": 1, "this": 0}.get(said.split()[0], 0)
    if said.isdigit():
        return int(said) + (2000 if len(said) == 2 else 0)
    if said.startswith("two thousand"):
        return 2000 + (cardinal(re.sub(r"two thousand(?: and)?", "", said)) or 0)
    rest = cardinal(said.partition(" ")[2]) if said else None
    return 2000 + rest if rest is not None else None


def _in_month(of: Interval, number: int) -> Interval | None:
    return day(of.first.year, of.first.month, number)
