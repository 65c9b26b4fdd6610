"""Dates as a person writes and says them, the same on every machine."""

from __future__ import annotations

from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def spoken_date(day: date) -> str:
    """Weekday, day, month and year: "Wednesday 30 December 2026"."""
    return f"{day_and_month(day)} {day.year}"


def day_and_month(day: date) -> str:
    """Weekday, day and month: "Wednesday 30 December"."""
    return f"{weekday_and_day(day)} {MONTHS[day.month - 1]}"


def weekday_and_day(day: date) -> str:
    """Weekday and day: "Wednesday 30"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


def listed(items: list[str]) -> str:
    """Items joined as in a sentence: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
