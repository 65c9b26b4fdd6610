"""What a caller makes of their own words when they are read back."""

from __future__ import annotations

import pytest

from tests.audio_calls.retelling import is_own, read_back_in, to_say_again

STORY = ("I asked for a chaperone at my examination and there was nobody. The doctor went on.", "I felt uncomfortable.")


def test_what_is_read_back_is_found() -> None:
    heard = "Point 1 of 2. You said: The doctor went on.. Is that right? If that is right, press 1."
    assert read_back_in(heard) == "The doctor went on"
    assert read_back_in("Is that right? If that is right, press 1.") == ""


@pytest.mark.parametrize(
    ("read_back", "own"),
    [
        ("I asked for a shepherd at my examination, and there was nobody", True),
        ("The doctor went on. I felt comfortable", True),
        ("I ask her fur a shepherd onet my examine Asian", False),
    ],
)
def test_a_word_here_and_there_is_let_pass(read_back: str, own: bool) -> None:
    assert is_own(STORY, read_back) is own


def test_what_was_heard_wrongly_is_said_again() -> None:
    assert to_say_again(STORY, "ask a shepherd at my examination was nobody") == STORY[0].split(" The ")[0]
    assert to_say_again(STORY, "I fell in comfort table") == "I felt uncomfortable."
    assert to_say_again(STORY, "Brace manners, fell uncomfortable") == "I felt uncomfortable."
