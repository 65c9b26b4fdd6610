"""Finds how many working days, or how many stages, a quote says, in digits or in words."""

from __future__ import annotations

import re

_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_UNITS[:9])}))?|{'|'.join(_UNITS)})"
_NUMBER = rf"\b(?P<said>\d+|{_WORD})(?:\s*\((?P<again>\d+|{_WORD})\))?[\s-]+"
_DAYS = re.compile(rf"{_NUMBER}(?:working|business)[\s-]+days?\b", re.IGNORECASE)
_STAGES = re.compile(rf"{_NUMBER}(?:stage|step)s?\b", re.IGNORECASE)


def working_days_said(quote: str) -> set[int]:
    """Every number of working days in the quote; `fourteen (14) working days` says 14."""
    return _said(_DAYS, quote)


def stages_said(quote: str) -> set[int]:
    """Every number of stages in the quote, as in `a two-stage process`."""
    return _said(_STAGES, quote)


def _said(pattern: re.Pattern[str], quote: str) -> set[int]:
    return {
        value_of(number)
        for found in pattern.finditer(quote)
        for number in (found["said"], found["again"])
        if number is not None
    }


def value_of(number: str) -> int:
    """The value of digits or of a number word from one to ninety-nine."""
    if number.isdigit():
        return int(number)
    words = re.split(r"[\s-]+", number.lower())
    return sum(_UNITS.index(word) + 1 if word in _UNITS else 10 * (_TENS.index(word) + 2) for word in words)
