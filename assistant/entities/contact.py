"""E-mail addresses and United Kingdom telephone numbers, typed or spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.entities.found import Found, found_at
from assistant.entities.number_words import SPOKEN_DIGIT, spoken_digits

_TYPED_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PIECE = r"[a-z0-9]+"
_JOINT = r"(?:\s+(?:dot|underscore|dash|hyphen)\s+|[._-])"
_SPOKEN_EMAIL = re.compile(
    rf"\b{_PIECE}(?:{_JOINT}{_PIECE})*\s+at\s+{_PIECE}(?:{_JOINT}{_PIECE})*"
    rf"\s+dot\s+(?:co\s+dot\s+uk|org\s+dot\s+uk|ac\s+dot\s+uk|nhs\s+dot\s+uk|nhs\s+dot\s+net"
    rf"|com|net|org|uk|me|eu|ie|info)\b",
    re.IGNORECASE,
)
_SIGNS = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "at": "@"}
_TYPED_PHONE = re.compile(r"(?<![\w+])(?:\+\s?44|0044|0)(?:[\s().-]*\d){8,11}(?!\d)")
_SPOKEN_PHONE = re.compile(rf"\b(?:plus\s+)?{SPOKEN_DIGIT}(?:[\s,.-]+{SPOKEN_DIGIT}){{4,}}\b", re.IGNORECASE)


def emails(text: str) -> Iterator[Found]:
    """Addresses as typed (`a@b.co.uk`) or as said ("a at b dot co dot uk")."""
    for match in _TYPED_EMAIL.finditer(text):
        start, end = match.span()
        yield found_at("email", match.group().lower(), text=text, start=start, end=end)
    for match in _SPOKEN_EMAIL.finditer(text):
        start, end = match.span()
        yield found_at("email", _spelled(match.group()), text=text, start=start, end=end)


def phones(text: str) -> Iterator[Found]:
    """Numbers as `0` and nine or ten more digits; `+44` is read as `0`."""
    for pattern in (_TYPED_PHONE, _SPOKEN_PHONE):
        for match in pattern.finditer(text):
            number = national_number(match.group())
            if number:
                start, end = match.span()
                yield found_at("phone", number, text=text, start=start, end=end)


def national_number(said: str) -> str | None:
    """The digits of a United Kingdom number, or None when they cannot be one."""
    digits = re.sub(r"\D", "", said) or ""
    if len(digits) < 9:
        digits = spoken_digits(said)
    digits = re.sub(r"^(?:0044|44)0?", "0", digits)
    return digits if re.fullmatch(r"0[1-9]\d{8,9}", digits) else None


def _spelled(said: str) -> str:
    words = re.split(r"\s+", said.lower())
    return "".join(_SIGNS.get(word, word) for word in words)
