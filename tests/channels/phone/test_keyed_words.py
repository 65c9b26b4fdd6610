"""Keyed digits stand for words: a day that exists, a number that is long enough."""

from __future__ import annotations

import pytest

from backend.core.question import Kind
from channels.phone.keying import keyed_words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0311", "3 November"),
        ("031126", "3 November 2026"),
        ("03112026", "3 November 2026"),
        ("3112", "31 December"),
        ("0101", "1 January"),
        ("2902", "29 February"),
        ("290224", "29 February 2024"),
        ("29022000", "29 February 2000"),
    ],
)
def test_a_day_and_a_month_are_a_date(digits: str, words: str) -> None:
    assert keyed_words(Kind.DATE, digits) == words


@pytest.mark.parametrize(
    "digits",
    ["3002", "3104", "290223", "29021900", "29022100", "0011", "1100", "1113", "3211"]
    + ["11", "311", "31126", "0311202", "031120261", "01010000", "3*11"],
)
def test_what_is_no_day_is_not_understood(digits: str) -> None:
    assert keyed_words(Kind.DATE, digits) is None


@pytest.mark.parametrize(
    ("digits", "words"),
    [("07700900123", "07700900123"), ("7009001", "7009001"), ("700900", None), ("1", None), ("0770*900", None)],
)
def test_a_telephone_number_has_at_least_seven_digits(digits: str, words: str | None) -> None:
    assert keyed_words(Kind.PHONE_NUMBER, digits) == words


@pytest.mark.parametrize(("digits", "words"), [("0000", "0000"), ("47301992", "47301992"), ("12", "12"), ("1*2", None)])
def test_any_other_number_is_kept_as_it_was_keyed(digits: str, words: str | None) -> None:
    assert keyed_words(Kind.DIGITS, digits) == words
