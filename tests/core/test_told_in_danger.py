"""A cry of danger is kept apart; a matter told beside it can still be answered."""

from __future__ import annotations

from backend.core.safety import load_patterns, screen
from backend.core.told_in_danger import told_apart

PATTERNS = load_patterns("en")


def apart(text: str) -> list[tuple[str, bool]]:
    return told_apart(text, screen(text, PATTERNS))


def test_a_cry_alone_is_kept_apart() -> None:
    assert apart("I want to kill myself") == [("I want to kill myself", True)]


def test_a_matter_in_the_same_breath_is_told_and_the_cry_is_kept_apart() -> None:
    assert apart("The bill for my scan was forty pounds too high. I want to kill myself") == [
        ("The bill for my scan was forty pounds too high.", False),
        ("I want to kill myself", True),
    ]


def test_a_few_words_around_a_cry_belong_to_it() -> None:
    assert apart("Please help me. I want to kill myself. I mean it.") == [
        ("Please help me. I want to kill myself. I mean it.", True)
    ]


def test_a_long_story_with_danger_in_it_is_told_whole() -> None:
    story = "The nurse hit my mother in the bed by the window on Tuesday and " + "then it went on and on " * 4
    assert apart(story) == [(story, False)]


def test_no_word_is_lost_and_the_order_is_kept() -> None:
    text = "The bill was forty pounds too high! I want to kill myself. Nobody rang me back about it at all."
    assert " ".join(words for words, _ in apart(text)) == text
