"""Words that people are told to use do what was said of them."""

from __future__ import annotations

import pytest

from backend.core.intake.named_words import operation_named


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("why that date?", "date"),
        ("Why that date", "date"),
        ("status", "status"),
        ("My status please?", "status"),
        ("it's not settled", "escalate"),
        ("No, it is not settled!", "escalate"),
        ("What have you promised me?", "promises"),
        ("what did you promise so far", "promises"),
        ("can you tell me what I was promised", None),
        ("what was promised to me", "promises"),
        ("what have you promised me, a call that never came", None),
        ("why that date when I rang in May?", None),
        ("the status of the machine was red", None),
        ("I am not settled in my mind", None),
    ],
)
def test_they_are_heard_where_they_stand_alone(text, operation):
    assert operation_named(text) == operation
