"""What each date expression means: one function a rule of the grammar in `dates`.

Each reads a match (groups are named as in the grammar) and today's date, and returns the interval
that may be meant, or None. Where English leaves two days open ("last Tuesday", said on a Friday)
the interval holds both, so that somebody asks instead of guessing.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.entities.calendar_words import (
    MONTHS,
    WEEKDAYS,
    Interval,
    day,
    feast,
    last_weekday,
    month,
    months_before,
    season,
    week_before,
)
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
    if _group(match, "which") == "last":
        return _in_month(months_before(today, 1), number)
    this_month = _in_month(months_before(today, 0), number)
    if this_month and (this_month.first <= today or _group(match, "which")):
        return this_month
    return _in_month(months_before(today, 1), number)


def read_relative_day(match: re.Match[str], today: date) -> Interval:
    word = match["said"].lower()
    shift = 2 if "before" in word else 1 if re.match("yesterday|last night", word) else 0
    found = today - timedelta(-1 if word == "tomorrow" else shift)
    return Interval(found, found)


def read_ago(match: re.Match[str], today: date) -> Interval | None:
    unit = match["unit"].lower()
    least, most = _amount(match["amount"])
    if unit in ("month", "year"):
        return _long_ago(unit, least, most, today)
    days = {"day": 1, "night": 1, "week": 7, "fortnight": 14}[unit]
    slack = 0 if days == 1 else 3
    weekday = _group(match, "weekday")
    if weekday and least == most and days > 1:
        exact = last_weekday(today, WEEKDAYS[weekday]) - timedelta(days * least)
        return Interval(exact, exact)
    first = today - timedelta(days * most + slack)
    return Interval(first, today - timedelta(days * least - slack))


def _long_ago(unit: str, least: int, most: int, today: date) -> Interval:
    per = 1 if unit == "month" else 12
    if per == 12:
        return Interval(months_before(today, 12 * most + 3).first, months_before(today, 12 * least - 3).last)
    return Interval(_same_day(today, most) - timedelta(10), _same_day(today, least) + timedelta(10))


def read_week_day_last(match: re.Match[str], today: date) -> Interval:
    """ "a week last Tuesday", "the Tuesday before last", "two Tuesdays ago"."""
    weeks = (cardinal(_group(match, "amount") or "1") or 1) - (0 if _group(match, "plus") else 1)
    weeks += 1 if "before" in match["said"].lower() else 0
    found = last_weekday(today, WEEKDAYS[match["weekday"].lower()]) - timedelta(7 * weeks)
    return Interval(found, found)


def read_weekday(match: re.Match[str], today: date) -> Interval:
    weekday = WEEKDAYS[match["weekday"].lower()]
    which = (_group(match, "which") or "").lower()
    if which == "next":
        found = last_weekday(today + timedelta(1), weekday) + timedelta(7)
        return Interval(found, found)
    if _group(match, "in_last_week"):
        monday = week_before(today, 1).first
        return Interval(monday + timedelta(weekday), monday + timedelta(weekday))
    latest = last_weekday(today, weekday)
    same_week = latest >= week_before(today, 0).first
    doubtful = (which == "last" and same_week) or (not which and weekday == today.weekday())
    if doubtful and weekday == today.weekday():
        return Interval(latest, today)
    return Interval(latest - timedelta(7 if doubtful else 0), latest)


def read_week_on(match: re.Match[str], today: date) -> Interval:
    """ "a week on Monday": in the future."""
    weeks = 2 if re.search("fortnight|two", match["said"], re.IGNORECASE) else 1
    coming = last_weekday(today + timedelta(1), WEEKDAYS[match["weekday"].lower()])
    found = coming + timedelta(7 + 7 * weeks)
    return Interval(found, found)


def read_span(match: re.Match[str], today: date) -> Interval | None:
    """ "last week", "this month", "the year before last", "at the weekend"."""
    unit, which = match["unit"].lower(), (_group(match, "which") or "").lower()
    back = 2 if "before last" in match["said"].lower() else 0 if which == "this" else 1
    if which == "next":
        return None
    whole = _whole(unit, back, today)
    part = _group(match, "part")
    whole = _part_of(whole, part) if part else whole
    return Interval(whole.first, min(whole.last, today)) if back == 0 else whole


def _whole(unit: str, back: int, today: date) -> Interval:
    if unit == "month":
        return months_before(today, back)
    if unit == "year":
        return Interval(date(today.year - back, 1, 1), date(today.year - back, 12, 31))
    week = week_before(today, back)
    return Interval(week.first + timedelta(5), week.last) if unit == "weekend" else week


def read_weekend(match: re.Match[str], today: date) -> Interval:
    saturday = last_weekday(today + timedelta(1), 5)
    return Interval(saturday, min(saturday + timedelta(1), today))


def read_month(match: re.Match[str], today: date) -> Interval | None:
    number = MONTHS[match["month"].lower()]
    year = _year(match, today)
    if _group(match, "which") == "next":
        return None
    if year is None:
        year = today.year if number <= today.month else today.year - 1
        year -= 1 if _group(match, "which") == "last" and number == today.month else 0
    found = month(year, number)
    part = _group(match, "part")
    return _part_of(found, part) if part else found


def read_season(match: re.Match[str], today: date) -> Interval:
    year = _year(match, today)
    if year is not None:
        return season(year, match["season"].lower())
    found = season(today.year, match["season"].lower())
    back = found.first > today or (_group(match, "which") == "last" and found.last >= today)
    return season(today.year - (1 if back else 0), match["season"].lower())


def read_feast(match: re.Match[str], today: date) -> Interval:
    year = _year(match, today)
    name = match["feast"].lower()
    if year is None:
        year = today.year if feast(today.year, name).first <= today else today.year - 1
    found = feast(year, name)
    around = (_group(match, "near") or "").lower()
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
    part = _group(match, "part")
    return _part_of(whole, part) if part else whole


def read_same_time_last_year(match: re.Match[str], today: date) -> Interval:
    found = _same_day(today, 12)
    exact = "today" in match["said"].lower()
    return Interval(found, found) if exact else Interval(found, found).widened(10)


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
    said = (_group(match, "year") or "").lower().replace("'", "")
    if "year" in said:
        return today.year - {"last": 1, "this": 0}.get(said.split()[0], 0)
    if said.isdigit():
        return int(said) + (2000 if len(said) == 2 else 0)
    if said.startswith("two thousand"):
        return 2000 + (cardinal(re.sub(r"two thousand(?: and)?", "", said)) or 0)
    rest = cardinal(said.partition(" ")[2]) if said else None
    return 2000 + rest if rest is not None else None


def _part_of(whole: Interval, part: str) -> Interval:
    """The first, middle or last third."""
    third = (whole.last - whole.first) / 3
    if re.search(r"early|beginning|start|first", part, re.IGNORECASE):
        return Interval(whole.first, whole.first + third)
    if re.search(r"late|end|last", part, re.IGNORECASE):
        return Interval(whole.last - third, whole.last)
    return Interval(whole.first + third, whole.last - third)


def _in_month(of: Interval, number: int) -> Interval | None:
    return day(of.first.year, of.first.month, number)


def _same_day(today: date, months: int) -> date:
    of = months_before(today, months)
    return of.first + timedelta(min(today.day, of.last.day) - 1)


def _amount(words: str) -> tuple[int, int]:
    """The least and the most that an amount may mean."""
    words = words.lower()
    if "couple" in words:
        return 2, 3
    if words in ("a few", "several"):
        return 2, 6
    number = cardinal(words) or 1
    return number, number


def _group(match: re.Match[str], name: str) -> str | None:
    found = match.groupdict().get(name)
    return found.lower() if found else None
