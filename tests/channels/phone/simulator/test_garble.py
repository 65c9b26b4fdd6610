"""A bad line garbles as recognisers do, the same way every time, and worse the worse it is."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml

from channels.phone.simulator.garble import PHRASES, BadLine

STORIES = Path(__file__).resolve().parents[3] / "stories"
STORY = "They did not ring me and I waited for fifteen minutes in the clinic, and the nurse was not there at all."


def errors(strength: float) -> float:
    """The share of words that did not arrive, over all stories."""
    said, arrived = 0, 0
    for number, path in enumerate(sorted(STORIES.glob("*.yml"))):
        words = " ".join(yaml.safe_load(path.read_text(encoding="utf-8"))["parts"]).split()
        heard = BadLine(strength, number)(" ".join(words)).split()
        said += len(words)
        arrived += sum(size for *_, size in SequenceMatcher(None, words, heard, autojunk=False).get_matching_blocks())
    return 1 - arrived / said


def test_a_clear_line_changes_nothing() -> None:
    assert BadLine(0)(STORY) == STORY


def test_the_same_seed_garbles_alike_and_another_seed_differently() -> None:
    assert BadLine(0.8, 1)(STORY) == BadLine(0.8, 1)(STORY)
    assert BadLine(0.8, 1)(STORY) != BadLine(0.8, 2)(STORY)


def test_a_worse_line_loses_more_words() -> None:
    measured = {strength: errors(strength) for strength in (0.1, 0.3, 1.0)}
    print(measured)
    assert 0.005 < measured[0.1] < measured[0.3] < measured[1.0]
    assert measured[0.3] < 0.2 < measured[1.0]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("it was not explained", "it was explained"),
        ("they never rang", "they ever rang"),
        ("fifteen days", "fifty days"),
        ("the nurse left", "nurse left"),
    ],
)
def test_what_matters_most_can_be_lost(said: str, heard: str) -> None:
    assert heard in {BadLine(0.5, seed)(said) for seed in range(300)}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_whole_phrase_can_be_heard_as_another(phrase: str) -> None:
    assert PHRASES[phrase] in {BadLine(1, seed)(f"{phrase.capitalize()}.") for seed in range(20)}


def test_punctuation_stays_with_its_word() -> None:
    assert "do you mean the (can), then" in {BadLine(0.5, seed)("do you mean the (scan), then") for seed in range(50)}
