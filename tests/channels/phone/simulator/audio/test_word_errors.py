"""Words are compared, not how they are written."""

from __future__ import annotations

import pytest

from channels.phone.simulator.audio.word_errors import errors_in, plain_words, word_error_rate


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Yes, that's right.", "yes that's right"),
        ("That\u2019s it.", "That's it"),
        ("four hundred and eighty pounds", "480 pounds"),
        ("twenty-five", "25"),
        ("the third of November", "the 3rd of november"),
        ("1,200 pounds", "1200 pounds"),
        ("Well, um, yes", "Well yes"),
    ],
)
def test_the_same_words_are_no_error(said: str, heard: str) -> None:
    assert errors_in(said, heard)[0] == 0


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("I do not feel safe in my flat", "I do not see your face in my flat", 3),
        ("it was not right", "it was right", 1),
        ("it was right", "it was not right", 1),
        ("right knee", "left knee", 1),
        ("That's everything", "", 2),
    ],
)
def test_a_word_changed_lost_or_added_is_an_error(said: str, heard: str, wrong: int) -> None:
    assert errors_in(said, heard) == (wrong, len(plain_words(said)))


def test_the_rate_is_over_all_words_said() -> None:
    assert word_error_rate([("one two three", "one two three"), ("yes", "no")]) == pytest.approx(0.25)
    assert word_error_rate([]) == 0
