"""What a date counted from today means: "three weeks ago", "last Tuesday", "at the weekend".

Each function reads a match (groups are named as in the grammar in `dates`) and today's date. Where
English leaves two days open ("last Tuesday", said on a Friday) the interval holds both, so that
somebody asks instead of guessing.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.entities.calendar_words import WEEKDAYS, Interval, last_weekday, months_before, week_before
from assistant.entities.date_parts import group, part_of
from assistant.entities.number_words import cardinal


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
    weekday = group(match, "weekday")
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
    weeks = (cardinal(group(match, "amount") or "1") or 1) - (0 if group(match, "plus") else 1)
    weeks += 1 if "before" in match["said"].lower() else 0
    found = last_weekday(today, WEEKDAYS[match["weekday"].lower()]) - timedelta(7 * weeks)
    return Interval(found, found)


def read_week_on(match: re.Match[str], today: date) -> Interval:
    """ "a week on Monday": in the future."""
    weeks = 2 if re.search("fortnight|two", match["said"], re.IGNORECASE) else 1
    coming = last_weekday(today + timedelta(1), WEEKDAYS[match["weekday"].lower()])
    found = coming + timedelta(7 + 7 * weeks)
    return Interval(found, found)


def read_weekday(match: re.Match[str], today: date) -> Interval:
    weekday = WEEKDAYS[match["weekday"].lower()]
    which = (group(match, "which") or "").lower()
    if which == "next":
        found = last_weekday(today + timedelta(1), weekday) + timedelta(7)
        return Interval(found, found)
    if group(match, "in_last_week"):
        monday = week_before(today, 1).first
        return Interval(monday + timedelta(weekday), monday + timedelta(weekday))
    latest = last_weekday(today, weekday)
    same_week = latest >= week_before(today, 0).first
    doubtful = (which == "last" and same_week) or (not which and weekday == today.weekday())
    if doubtful and weekday == today.weekday():
        return Interval(latest, today)
    return Interval(latest - timedelta(7 if doubtful else 0), latest)


def read_span(match: re.Match[str], today: date) -> Interval | None:
    """ "last week", "this month", "the year before last", "at the weekend"."""
    unit, which = match["unit"].lower(), (group(match, "which") or "").lower()
    back = 2 if "before last" in match["said"].lower() else 0 if which == "this" else 1
    if which == "next":
        return None
    whole = _whole(unit, back, today)
    part = group(match, "part")
    whole = part_of(whole, part) if part else whole
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


def read_same_time_last_year(match: re.Match[str], today: date) -> Interval:
    found = _same_day(today, 12)
    exact = "today" in match["said"].lower()
    return Interval(found, found) if exact else Interval(found, found).widened(10)


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
