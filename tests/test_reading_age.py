"""What people are told is read with ease at the age of eleven, line by line and all together."""

from __future__ import annotations

import re

import pytest
import yaml

from assistant.wording import load_catalogue
from backend.config import ROOT
from backend.wording import FOLDER
from tests.reading import grade, sentences, syllables, words

FOR_STAFF = ("backend:console.", "backend:emails.why_", "backend:emails.alert_")
FEWEST_WORDS = 8  # of a line that the formula can judge
OVERALL = 4.0  # school grades: 6 is read at eleven to twelve
OF_A_LINE = 8.0
LONGEST_SENTENCE = 25  # words
EXCEPTIONS: dict[str, str] = {}  # line -> why it may be harder
VALUES = {
    "provider": "Lumiere Medispa",
    "reference": "M 2041 7093",
    "due": "Monday 7 December 2026",
    "by": "10 o'clock on Monday",
    "owner": "the Clinic Manager",
    "owner_begins": "The Clinic Manager",
    "answers": "answers",
}


def spoken(text: str) -> str:
    """The line with values as they come; those that are lists or a person's own words are not ours to judge."""
    return re.sub(r"\{(\w+)\}", lambda found: VALUES.get(found[1], "this"), text)


def lines() -> dict[str, str]:
    """Everything that is said or shown to people who complain, by its file, key and channel."""
    said = {}
    for key, wording in load_catalogue().languages["en"].items():
        said[f"assistant:{key}"] = spoken(wording.text)
        if wording.voice != wording.text:
            said[f"assistant:{key} (voice)"] = spoken(wording.voice)
    for path in sorted((FOLDER / "en").glob("*.yml")):
        for name, text in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if not (key := f"backend:{path.stem}.{name}").startswith(FOR_STAFF):
                said[key] = spoken(str(text))
    return {key: text for key, text in said.items() if len(words(text)) >= FEWEST_WORDS}


def test_everything_together_is_read_with_ease() -> None:
    measured = grade(lines().values())
    print(f"\n{len(lines())} lines together: school grade {measured:.1f}")
    assert measured <= OVERALL


def test_no_line_is_much_harder_than_the_rest() -> None:
    hard = {key: round(grade([text]), 1) for key, text in lines().items() if grade([text]) > OF_A_LINE}
    assert set(hard) == set(EXCEPTIONS), f"Shorter sentences and plainer words, or a reason in EXCEPTIONS: {hard}"


def test_no_sentence_is_longer_than_a_breath() -> None:
    longest = {key: max(len(words(sentence)) for sentence in sentences(text)) for key, text in lines().items()}
    assert {key: count for key, count in longest.items() if count > LONGEST_SENTENCE} == {}


def test_a_policys_own_text_is_too_hard_so_the_measure_measures() -> None:
    policy = (ROOT / "backend" / "policies" / "lumiere" / "policy.txt").read_text(encoding="utf-8")
    assert grade([policy]) > OF_A_LINE
    assert grade(["The cat sat on the mat."]) < 0


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("made", 1), ("called", 1), ("opened", 2), ("wanted", 2), ("settled", 2), ("little", 2), ("times", 1),
        ("pages", 2), ("safely", 2), ("someone", 2), ("area", 3), ("being", 2), ("complaint", 2), ("material", 4),
        ("interpreter", 4), ("organisation", 5), ("call-back", 2), ("NHS", 1), ("999", 1), ("you", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_the_letters(word: str, count: int) -> None:
    assert syllables(word) == count
