"""What a form sends."""

from __future__ import annotations

from datetime import date

from flask import request

from backend.errors import Mistyped

_LONGEST_NUMBER = 9
_FIRST_YEAR = 1900  # a year of two figures is a slip


def text_in(name: str) -> str:
    """A field's text with plain line ends; empty when it was not sent."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def number_in(name: str) -> int:
    """A whole number; 0, which no version has, when there is none."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


def date_in(name: str) -> date | None:
    """A day that was written in three fields, or None when all three are empty."""
    written = [text_in(f"{name}_{part}") for part in ("year", "month", "day")]
    if not any(written):
        return None
    year, month, day = (int(part) if part.isascii() and part.isdecimal() else 0 for part in written)
    try:
        return date(year if year >= _FIRST_YEAR else 0, month, day)
    except ValueError:
        sentence = "Please write the date with its day, month and full year, such as 11 12 2026."
        raise Mistyped(sentence, field=name) from None
