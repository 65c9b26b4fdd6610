"""Numbers of working days and of stages, as people write them."""

from __future__ import annotations

import pytest

from backend.core.policy.number_words import stages_said, value_of, working_days_said


@pytest.mark.parametrize(
    ("quote", "days"),
    [
        ("in any case within three working days of receipt", {3}),
        ("within 7 working days of that escalation", {7}),
        ("one working day", {1}),
        ("fourteen (14) working days", {14}),
        ("fourteen (15) working days", {14, 15}),
        ("Twenty-one working days", {21}),
        ("twenty one business days", {21}),
        ("a 10-working-day limit", {10}),
        ("sixteen working days, then six working days", {16, 6}),
        ("within ten days", set()),
        ("three stages and working days", set()),
    ],
)
def test_working_days(quote, days):
    assert working_days_said(quote) == days


@pytest.mark.parametrize(
    ("quote", "stages"),
    [("has three stages", {3}), ("a two-stage process", {2}), ("four steps", {4}), ("Stage 1 – enquiry", set())],
)
def test_stages(quote, stages):
    assert stages_said(quote) == stages


@pytest.mark.parametrize(("word", "value"), [("1", 1), ("nineteen", 19), ("forty", 40), ("Ninety-nine", 99)])
def test_the_value_of_a_number(word, value):
    assert value_of(word) == value
