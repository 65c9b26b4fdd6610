"""Dates as complainants give them, seen from Friday 20 November 2026; none may be read wrongly."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.entities.dates import dates

TODAY = date(2026, 11, 20)  # a Friday

READ = [
    ("yesterday", "2026-11-19"),
    ("last night", "2026-11-19"),
    ("this morning", "2026-11-20"),
    ("the day before yesterday", "2026-11-18"),
    ("on Monday", "2026-11-16"),
    ("Tuesday", "2026-11-17"),
    ("on thurs", "2026-11-19"),
    ("next Tuesday", "2026-11-24"),
    ("a week on Monday", "2026-11-30"),
    ("the Monday before last", "2026-11-09"),
    ("a week last Tuesday", "2026-11-10"),
    ("three weeks ago last Tuesday", "2026-10-27"),
    ("two Tuesdays ago", "2026-11-10"),
    ("Wednesday last week", "2026-11-11"),
    ("last week", "2026-11-09/2026-11-15"),
    ("the week before last", "2026-11-02/2026-11-08"),
    ("at the weekend", "2026-11-14/2026-11-15"),
    ("last month", "2026-10-01/2026-10-31"),
    ("the 12th of last month", "2026-10-12"),
    ("on the 5th", "2026-11-05"),
    ("on the 22nd", "2026-10-22"),
    ("3 March", "2026-03-03"),
    ("the third of March", "2026-03-03"),
    ("March 3rd", "2026-03-03"),
    ("14 December", "2025-12-14"),
    ("Tuesday 3rd March 2026", "2026-03-03"),
    ("twenty first of June twenty twenty five", "2025-06-21"),
    ("03/04/2026", "2026-04-03"),
    ("3.4.26", "2026-04-03"),
    ("2026-03-04", "2026-03-04"),
    ("between 3 and 5 March", "2026-03-03/2026-03-05"),
    ("in August", "2026-08-01/2026-08-31"),
    ("last November", "2025-11-01/2025-11-30"),
    ("in May last year", "2025-05-01/2025-05-31"),
    ("March 2025", "2025-03-01/2025-03-31"),
    ("the end of October", "2026-10-21/2026-10-31"),
    ("mid-September", "2026-09-10/2026-09-21"),
    ("in the spring", "2026-03-01/2026-05-31"),
    ("in 2024", "2024-01-01/2024-12-31"),
    ("last Christmas", "2025-12-24/2025-12-26"),
    ("at Easter", "2026-04-03/2026-04-06"),
    ("Easter 2025", "2025-04-18/2025-04-21"),
    ("August bank holiday", "2026-08-31"),
    ("new year's eve", "2025-12-31"),
    ("just before Christmas", "2025-12-17/2025-12-23"),
    ("three weeks ago", "2026-10-27/2026-11-02"),
    ("a fortnight ago", "2026-11-03/2026-11-09"),
    ("a couple of days ago", "2026-11-17/2026-11-18"),
    ("six months ago", "2026-05-10/2026-05-30"),
    ("a year ago today", "2025-11-20"),
]
# Two days are meant equally often, so both are kept and somebody asks.
DOUBTFUL = [("last Tuesday", "2026-11-10/2026-11-17"), ("on Friday", "2026-11-13/2026-11-20")]
NO_DATE = [
    "she may be right",
    "the second may be better than the first",
    "I paid 1/2 of it",
    "the sun damage on my cheek",
    "I sat down",
    "for the third time",
    "on the second floor",
    "it was twenty past three",
    "I am 34 years old",
    "the 31st of June",
    "version 12.13.14",
    "0161 496 0000",
    "march me out of there",
    "from June on reception",
]


@pytest.mark.parametrize(("words", "value"), READ + DOUBTFUL)
def test_a_date_is_read_and_its_words_kept(words: str, value: str) -> None:
    sentence = f"It happened, I think, {words}, or so."

    found = dates(sentence, TODAY)

    assert [(f.value, f.text) for f in found] == [(value, words)]
    assert sentence[found[0].start : found[0].end] == words


@pytest.mark.parametrize("sentence", NO_DATE)
def test_what_only_looks_like_a_date_is_left_alone(sentence: str) -> None:
    assert dates(sentence, TODAY) == []


def test_several_dates_are_found_in_order() -> None:
    found = dates("I came on 2 April, then again in August and they rang yesterday", TODAY)

    assert [f.value for f in found] == ["2026-04-02", "2026-08-01/2026-08-31", "2026-11-19"]


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 2, 28), date(2028, 2, 29), date(2026, 12, 31)])
@pytest.mark.parametrize(("words", "_value"), READ)
def test_every_expression_can_be_read_on_any_day(words: str, _value: str, today: date) -> None:
    for found in dates(words, today):
        first, _, last = found.value.partition("/")
        assert date.fromisoformat(first) <= date.fromisoformat(last or first)
