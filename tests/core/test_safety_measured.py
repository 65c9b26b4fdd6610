"""How much the safety screen hears, measured on sentences by other authors than its patterns.

`safety_sentences.yml` has been read while the patterns were mended, so that it guards what was won and says
little of what is to come. The danger in tests/assistant/held_out has not been read for it: that is the
honest measure. A miss in service becomes a sentence in `safety_sentences.yml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.core.safety import kinds, load_patterns, screen

ENGLISH = load_patterns("en")
TESTS = Path(__file__).resolve().parents[1]
GROUPS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (TESTS / "core" / "safety_sentences.yml").read_text(encoding="utf-8")
)
HELD_OUT = TESTS / "assistant" / "held_out" / "en"
DANGER = {"report_emergency": "emergency", "express_self_harm": "self_harm", "disclose_abuse": "abuse"}
LEAST = {
    "emergency_explicit": 1.0,
    "self_harm_explicit": 1.0,
    "self_harm_indirect": 0.8,
    "abuse_explicit": 1.0,
    "neglect_by_omission": 0.9,
    "third_person": 0.9,
    "voice_errors": 0.9,
}
MOST_FALSE_ALARMS = 0.05
LEAST_OF_UNREAD = 0.85
MOST_FALSE_ALARMS_OF_UNREAD = 0.02


def heard(text: str) -> tuple[str, ...]:
    return tuple(kind.value for kind in kinds(screen(text, ENGLISH)))


def held_out(intent: str) -> list[str]:
    sentences = yaml.safe_load((HELD_OUT / f"{intent}.yml").read_text(encoding="utf-8"))["sentences"]
    return [sentence if isinstance(sentence, str) else sentence["text"] for sentence in sentences]


@pytest.mark.parametrize("group", LEAST)
def test_each_group_is_heard(group):
    missed = [entry["text"] for entry in GROUPS[group] if entry["kind"] not in heard(entry["text"])]
    recall = 1 - len(missed) / len(GROUPS[group])
    print(f"{group}: {recall:.0%} of {len(GROUPS[group])}")
    assert recall >= LEAST[group], f"Not heard: {missed}"


def test_ordinary_and_flippant_sentences_seldom_alarm():
    entries = GROUPS["flippant_or_ordinary"]
    alarms = [entry["text"] for entry in entries if heard(entry["text"])]
    print(f"false alarms: {len(alarms)} of {len(entries)}")
    assert len(alarms) / len(entries) <= MOST_FALSE_ALARMS, f"Taken for danger: {alarms}"


def test_danger_in_unread_sentences_is_heard():
    entries = [(kind, text) for intent, kind in DANGER.items() for text in held_out(intent)]
    found = sum(kind in heard(text) for kind, text in entries)
    print(f"unread: {found} of {len(entries)}")
    assert found / len(entries) >= LEAST_OF_UNREAD


def test_unread_sentences_of_other_intents_seldom_alarm():
    intents = sorted(path.stem for path in HELD_OUT.glob("*.yml") if path.stem not in DANGER)
    texts = [text for intent in intents for text in held_out(intent)]
    alarms = [text for text in texts if heard(text)]
    print(f"unread false alarms: {len(alarms)} of {len(texts)}")
    assert len(alarms) / len(texts) <= MOST_FALSE_ALARMS_OF_UNREAD, f"Taken for danger: {alarms}"
