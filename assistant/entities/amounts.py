"""Money, in pounds and pence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.entities.found import Found, found_at
from assistant.entities.number_words import CARDINAL, cardinal

_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+(?:\.\d\d)?"
_IN_FIGURES = re.compile(
    rf"£\s?(?P<sign>{_FIGURE})(?P<k>k)?\b"
    rf"|\b(?P<word>{_FIGURE})(?P<k2>k)?\s?(?:pounds?|quid|gbp)\b"
    rf"|\b(?P<pence>\d{{1,2}})\s?(?:p|pence)\b",
    re.IGNORECASE,
)
_THOUSANDS = rf"(?:(?:an?|{CARDINAL}) (?:thousand|grand)(?:,? and)? ?)?"
_HUNDREDS = rf"(?:(?:an?|{CARDINAL}) hundred(?: and)? ?)?"
_IN_WORDS = re.compile(rf"\b(?:{_THOUSANDS}{_HUNDREDS}(?:{CARDINAL}|an?)?) ?(?:pounds?|quid|grand)\b", re.IGNORECASE)


def money(text: str) -> Iterator[Found]:
    """Sums of money; the value is pounds with two decimals."""
    for match in _IN_FIGURES.finditer(text):
        yield _found(match, _figure_value(match), text)
    for match in _IN_WORDS.finditer(text):
        pounds = _pounds(match.group().lower())
        if pounds:
            yield _found(match, float(pounds), text)


def _figure_value(match: re.Match[str]) -> float:
    if match["pence"]:
        return int(match["pence"]) / 100
    figure = float((match["sign"] or match["word"]).replace(",", ""))
    return figure * (1000 if match["k"] or match["k2"] else 1)


def _pounds(words: str) -> int:
    """The number of pounds in "a thousand two hundred and fifty pounds"; 0 if there is none."""
    total = current = 0
    for word in re.split(r"[\s,-]+", words):
        if word in ("thousand", "grand"):
            total, current = total + (current or 1) * 1000, 0
        elif word == "hundred":
            current = (current or 1) * 100
        else:
            current += cardinal(word) or 0
    return total + current


def _found(match: re.Match[str], pounds: float, text: str) -> Found:
    start, end = match.span()
    start += len(match.group()) - len(match.group().lstrip())
    return found_at("money", f"{pounds:.2f}", text=text, start=start, end=end)
