"""The reviewed cues: phrases that can be found, topics that exist, nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from backend.core.points import cues as cues_module
from backend.core.points import propose_points
from backend.core.points.cues import cues
from backend.core.points.words import PhraseBook, stem

FOLDER = Path(cues_module.__file__).parent / "cues"
FILES = sorted(FOLDER.glob("*/*.json"))
EXAMPLES = sorted((Path(__file__).parents[2] / "data" / "nlu" / "en").glob("complain_*.yml"))


def lists_in(data: dict[str, object], name: str = "") -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for key, value in data.items():
        if isinstance(value, dict):
            found += lists_in(value, f"{name}{key}.")
        elif isinstance(value, list):
            found.append((f"{name}{key}", value))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_phrase_can_be_found_and_stands_once(path):
    for name, phrases in lists_in(json.loads(path.read_text(encoding="utf-8"))):
        assert len(phrases) == len(set(phrases)), f"{path.stem}: {name} has a phrase twice"
        for phrase in phrases:
            assert phrase == phrase.casefold(), f"{path.stem}: {name}: {phrase!r} has capitals, which are never found"
            for choice in phrase.replace("...", " ").replace("|", " ").split():
                assert "*" not in choice[:-1] and choice != "*", f"{path.stem}: {name}: {phrase!r} has a stray *"


def test_the_topics_are_those_the_assistant_tells_apart():
    assert set(cues().near) == {
        *("billing", "appointment", "manner", "reply", "report_content", "report_delay"),
        *("result", "injury", "privacy", "premises", "discrimination", "consent"),
    }
    assert all(near in cues().near for listed in cues().near.values() for near in listed)


def found(book: PhraseBook, text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[hit.start : hit.end]) for hit in book.hits(words)]


def test_a_phrase_is_found_with_choices_beginnings_numbers_and_gaps():
    book = PhraseBook({"found": ["no|not stain*", "# weeks late", "door ... open"]}, numbers=["two"])
    assert found(book, "no stains then 3 weeks late or two weeks late with the door propped wide open") == [
        *("no stains", "3 weeks late", "two weeks late", "door propped wide open"),
    ]
    assert found(book, "door one two three four open stain") == []


@pytest.mark.parametrize(
    "one, other", [("stripes", "stripe"), ("charged", "charging"), ("replied", "replies"), ("stopped", "stop")]
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


BEFORE = "Good morning. I am 64 and I came to you in May. The receptionist was rude to me. "
AFTER = " I have written to you twice and nobody has replied. I would like an apology. Thank you."


@pytest.mark.parametrize("before, after", [("Hello. ", " Thank you."), (BEFORE, AFTER), ("", AFTER)])
def test_a_complaint_is_kept_wherever_it_stands(before, after):
    said = kept = 0
    for path in EXAMPLES:
        (examples,) = (each["examples"] for each in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"])
        for example in (line.strip()[2:] for line in examples.splitlines() if path.stem != "complain_unclear"):
            points = propose_points({1: f"{before}{example}.{after}"})
            start, end = len(before), len(before) + len(example)
            said += len(example)
            kept += sum(max(0, min(s.end, end) - max(s.start, start)) for point in points for s in point)
    assert kept / said > 0.99
