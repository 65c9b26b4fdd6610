"""Numbers that name something: a case, a point of the record, a four-digit code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.entities.found import Found, found_at
from assistant.entities.number_words import (
    CARDINALS,
    ORDINAL,
    SPOKEN_DIGIT,
    ordinal,
    spoken_digits,
)

LONGEST_POINTING_WORDS = 25
# Letters then digits, in groups or together: "LM-2026-00123", "EXH 4471 23".
_REFERENCE = re.compile(r"\b(?P<letters>[A-Z]{2,4})[ -]?(?P<digits>\d{3,}(?:[ -]\d{2,})*)\b", re.IGNORECASE)
_AFTER_WORD = re.compile(
    r"\b(?:reference|ref|case|claim|file)(?:\s+(?:number|no\.?|is|of))*\s*[:#]?\s*"
    r"(?P<said>(?=[a-z0-9/-]*\d)[a-z0-9]{1,8}(?:[-/][a-z0-9]+| [a-z]*\d[a-z0-9]*){0,4})\b",
    re.IGNORECASE,
)
# Short words that stand before a number in ordinary English, in capitals too.
_ORDINARY_WORDS = (
    "on at in to of by is am pm no the and for was mid over about than only just from with paid owe "
    "jan feb mar apr may jun jul aug sep oct nov dec"
)
_NOT_LETTERS = frozenset(_ORDINARY_WORDS.split())
_LEAD = r"(?:(?:it'?s|my (?:code|numbers?|pin) (?:is|are)|the (?:code|numbers?) (?:is|are)|code|pin|use)\W+)?"
_FOUR_DIGITS = rf"(?:\d{{4}}|\d \d \d \d|{SPOKEN_DIGIT}(?:[\s,.-]+{SPOKEN_DIGIT}){{1,3}})"
_CODE = re.compile(rf"^\W*{_LEAD}(?P<said>{_FOUR_DIGITS})(?:\W+(?:please|thanks|thank you))?\W*$", re.IGNORECASE)
_COUNTED = "|".join(word for word, n in CARDINALS.items() if 0 < n < 13)
_POINT = re.compile(
    rf"\b(?:number|point|item|part|no\.)\s*(?P<number>\d{{1,2}}|{_COUNTED})\b"
    rf"|\bthe (?P<order>\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL}) (?:one|point|part|item|bit)\b",
    re.IGNORECASE,
)


def references(text: str) -> Iterator[Found]:
    """Case references; the value is in capitals without spaces."""
    for match in _AFTER_WORD.finditer(text):
        yield _reference(match.span("said"), text)
    for match in _REFERENCE.finditer(text):
        if match["letters"].lower() not in _NOT_LETTERS and not match["letters"].islower():
            yield _reference(match.span(), text)


def codes(text: str) -> Iterator[Found]:
    """Four digits that are all there is to a message."""
    match = _CODE.match(text)
    if match:
        digits = spoken_digits(match["said"])
        if len(digits) == 4:
            start, end = match.span("said")
            yield found_at("code", digits, text=text, start=start, end=end)


def point_numbers(text: str) -> Iterator[Found]:
    """A point of the record by its number: "number 2", "the second one"; not out of a story."""
    if len(text.split()) > LONGEST_POINTING_WORDS:
        return
    for match in _POINT.finditer(text):
        said = (match["number"] or match["order"]).lower()
        number = ordinal(said) if match["order"] else CARDINALS.get(said) or int(said)
        if number:
            start, end = match.span()
            yield found_at("point_number", str(number), text=text, start=start, end=end)


def _reference(span: tuple[int, int], text: str) -> Found:
    start, end = span
    value = re.sub(r"\s", "", text[start:end]).upper()
    return found_at("reference", value, text=text, start=start, end=end)
