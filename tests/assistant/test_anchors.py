"""Anchors are words that people who mean an intent use, and they are written for intents there are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.components import anchors
from assistant.components.anchors import is_anchored
from tests.assistant.sentences import HELD_OUT

ANCHORS = yaml.safe_load((Path(anchors.__file__).parent / "en.yml").read_text("utf-8"))
LEAST_SHARE = 0.3  # the rest is met when there is hardly a doubt


@pytest.mark.parametrize("intent", ANCHORS)
def test_an_anchor_belongs_to_an_intent_and_is_in_what_people_say(intent: str) -> None:
    said = yaml.safe_load((HELD_OUT / "en" / f"{intent}.yml").read_text("utf-8"))["sentences"]
    held = [sentence for sentence in said if is_anchored(intent, sentence, language="en")]
    assert len(held) / len(said) >= LEAST_SHARE


def test_a_language_without_anchors_leaves_the_reading_as_it_is() -> None:
    assert is_anchored("goodbye", "Ostatni wtorek", language="pl")
    assert not is_anchored("goodbye", "Last Tuesday", language="en-GB")
