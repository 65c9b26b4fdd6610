"""A number said digit by digit is read in one way or not at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.question import Kind
from channels.phone.spoken_numbers import spoken_number
from channels.phone.vocabulary import vocabulary_for

ENGLISH = vocabulary_for("en")
PHONE_NUMBERS = [
    ("oh seven seven double oh nine hundred one two three", "07700900123"),
    ("Zero double seven double zero nine zero zero one two three.", "07700900123"),
    ("It's 07700 900 123, please", "07700900123"),
    ("07700-900-123", "07700900123"),
    ("My number is oh one one three four nine six oh triple oh", "01134960000"),
    ("plus four four seven seven double oh nine double oh one two three", "+447700900123"),
    ("+44 7700 900123", "+447700900123"),
    ("oh seven seven hundred ninety oh one two three", "07700900123"),
    ("oh seven seven double oh", None),
    ("seven seven double oh nine hundred one two three", None),
    ("oh seven seven double oh nine hundred one two three at work", None),
    ("my mother's number", None),
]
CODES = [
    ("one two three four", "1234"),
    ("1 2 3 4", "1234"),
    ("twelve thirty four", "1234"),
    ("twenty four fifty six", "2456"),
    ("nineteen eighty four", "1984"),
    ("twenty-four sixty-eight", "2468"),
    ("double seven double eight", "7788"),
    ("oh oh oh seven", "0007"),
    ("one hundred two", "1002"),
    ("It's 1 2 3 4, go ahead", "1234"),
    ("four seven three oh one double nine two", "47301992"),
    ("one two three", None),
    ("twelve", None),
    ("my birthday", None),
    ("double", None),
    ("hundred", None),
]


@pytest.mark.parametrize(("speech", "number"), PHONE_NUMBERS)
def test_a_telephone_number_is_read(speech: str, number: str | None) -> None:
    assert spoken_number(speech, Kind.PHONE_NUMBER, ENGLISH) == number


@pytest.mark.parametrize(("speech", "number"), CODES)
def test_a_code_or_a_reference_is_read(speech: str, number: str | None) -> None:
    assert spoken_number(speech, Kind.DIGITS, ENGLISH) == number


def test_what_can_be_read_in_two_ways_is_not_guessed() -> None:
    # 0 7 20 1 ... has eleven digits and 0 7 21 ... has ten: a number can have either.
    assert spoken_number("oh seven twenty one three four five six seven eight", Kind.PHONE_NUMBER, ENGLISH) is None


def test_what_fits_in_one_way_only_is_read_in_that_way() -> None:
    said = "oh seven twenty one three four five six seven eight nine"
    assert spoken_number(said, Kind.PHONE_NUMBER, ENGLISH) == "07213456789"


@pytest.mark.parametrize("kind", [Kind.NARRATIVE, Kind.SENTENCE, Kind.DATE, Kind.MENU, Kind.YES_NO])
def test_only_where_a_number_is_asked_for_is_one_read(kind: Kind) -> None:
    assert spoken_number("one two three four", kind, ENGLISH) is None


def test_words_without_a_number_are_none() -> None:
    assert spoken_number("Um, okay, please", Kind.DIGITS, ENGLISH) is None
    assert spoken_number("...", Kind.DIGITS, ENGLISH) is None


def test_a_number_of_too_many_words_is_not_read() -> None:
    assert spoken_number("one " * 25, Kind.PHONE_NUMBER, ENGLISH) is None


SAID_DIGITS = {"0": "oh", "1": "one", "2": "two", "3": "3", "4": "four", "5": "five", "6": "6", "7": "seven", "8": "8"}


@given(st.text("012345678", min_size=4, max_size=4))
def test_four_digits_said_one_by_one_are_those_digits(digits: str) -> None:
    assert spoken_number(" ".join(SAID_DIGITS[d] for d in digits), Kind.DIGITS, ENGLISH) == digits


WORDS = [*ENGLISH.numbers.digits, *ENGLISH.numbers.teens, *ENGLISH.numbers.tens, *ENGLISH.numbers.times]
MORE = ["hundred", "plus", "um", "07", "123", "\u0663", "\u00b2", "lumpy"]


@pytest.mark.parametrize("kind", [Kind.DIGITS, Kind.PHONE_NUMBER])
@given(words=st.lists(st.sampled_from([*WORDS, *MORE, "plus", "plus"]), max_size=14))
def test_whatever_is_said_only_digits_are_read(kind: Kind, words: list[str]) -> None:
    number = spoken_number(" ".join(words), kind, ENGLISH)
    assert number is None or re.fullmatch(r"\+?[0-9]{4,16}", number, re.ASCII), number


@pytest.mark.parametrize(
    ("speech", "kind"),
    [
        ("one two plus four", Kind.DIGITS),
        ("plus one two three", Kind.DIGITS),
        ("oh one plus two three four five six seven eight", Kind.PHONE_NUMBER),
        ("plus plus four four seven seven double oh nine double oh one two three", Kind.PHONE_NUMBER),
    ],
)
def test_a_plus_begins_a_number_or_it_is_none(speech: str, kind: Kind) -> None:
    assert spoken_number(speech, kind, ENGLISH) is None
