"""Names of days, months, seasons and feasts, and the intervals they stand for."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS.update({name.lower(): n for n, name in enumerate(calendar.month_abbr) if name})
MONTHS["sept"] = 9
WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
WEEKDAYS.update({name.lower(): n for n, name in enumerate(calendar.day_abbr)})
WEEKDAYS.update({"tues": 1, "weds": 2, "thur": 3, "thurs": 3})
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}

# "may" is a month only when no verb follows.
_VERB = r"(?! (?:be|have|not|well|also|only|need|i|we|you|he|she|they|it|as)\b)"
MONTH = "|".join(name + (_VERB if name == "may" else "") for name in sorted(MONTHS, key=len, reverse=True))
FULL_WEEKDAY = "|".join(name.lower() for name in calendar.day_name)
# Without "sun" and "sat", which are words too.
SAFE_WEEKDAY = FULL_WEEKDAY + "|mon|tues?|weds?|thur?s?|fri"
WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
SEASON = "|".join(SEASONS)
FEAST = (
    r"christmas eve|christmas day|christmas|xmas|boxing day|new year'?s eve|new year'?s day"
    r"|new year|good friday|easter monday|easter sunday|easter"
    r"|(?:early )?may bank holiday|spring bank holiday|(?:late )?august bank holiday"
)


@dataclass(frozen=True)
class Interval:
    """From the first to the last day that may be meant, both included."""

    first: date
    last: date

    def iso(self) -> str:
        """One ISO 8601 date, or two with a solidus between."""
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    def widened(self, days: int) -> Interval:
        return Interval(self.first - timedelta(days), self.last + timedelta(days))


def day(year: int, month: int, number: int) -> Interval | None:
    """One day, or None when there is no such date."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Interval(found, found)


def month(year: int, number: int) -> Interval:
    return Interval(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def months_before(today: date, count: int) -> Interval:
    """The month `count` months before today's."""
    index = today.year * 12 + today.month - 1 - count
    return month(index // 12, index % 12 + 1)


def week_before(today: date, count: int) -> Interval:
    """Monday to Sunday, `count` weeks before today's week."""
    monday = today - timedelta(today.weekday() + 7 * count)
    return Interval(monday, monday + timedelta(6))


def last_weekday(today: date, weekday: int) -> date:
    """The latest such day before today."""
    return today - timedelta((today.weekday() - weekday - 1) % 7 + 1)


def season(year: int, name: str) -> Interval:
    """Three whole months; winter starts in the December of `year`."""
    first = SEASONS[name]
    end_year, end_month = (year + 1, 2) if first == 12 else (year, first + 2)
    return Interval(date(year, first, 1), month(end_year, end_month).last)


def feast(year: int, name: str) -> Interval:
    """A feast or an English bank holiday by name."""
    if "easter" in name or name == "good friday":
        sunday = easter(year)
        shift = {"good friday": (-2, -2), "easter monday": (1, 1), "easter sunday": (0, 0)}
        first, last = shift.get(name, (-2, 1))
        return Interval(sunday + timedelta(first), sunday + timedelta(last))
    if "bank holiday" in name:
        return _bank_holiday(year, name)
    fixed = {
        "christmas eve": ((12, 24), (12, 24)),
        "christmas day": ((12, 25), (12, 25)),
        "boxing day": ((12, 26), (12, 26)),
        "new years eve": ((12, 31), (12, 31)),
        "new years day": ((1, 1), (1, 1)),
        "new year": ((1, 1), (1, 2)),
    }
    first_day, last_day = fixed.get(name.replace("'", ""), ((12, 24), (12, 26)))
    return Interval(date(year, *first_day), date(year, *last_day))


def easter(year: int) -> date:
    """Easter Sunday (Gregorian computus, Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l_) // 451
    n = h + l_ - 7 * m + 114
    return date(year, n // 31, n % 31 + 1)


def _bank_holiday(year: int, name: str) -> Interval:
    if name.startswith("spring") or "august" in name:
        last = month(year, 8 if "august" in name else 5).last
        monday = last - timedelta(last.weekday())
    else:
        first = date(year, 5, 1)
        monday = first + timedelta(-first.weekday() % 7)
    return Interval(monday, monday)
