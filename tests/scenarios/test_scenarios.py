"""Whole conversations over real HTTP with the real model and the real actions; one test a file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.scenarios.assistant_switch import AssistantSwitch
from tests.scenarios.play import SEATS, play
from tests.stack import Stack

FILES = sorted(Path(__file__).parent.glob("*.yml"))
SCENARIOS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES}
PLAYED = [(name, channel) for name in SCENARIOS for channel in SCENARIOS[name].get("channels", SEATS)]


@pytest.mark.parametrize(("name", "channel"), PLAYED, ids=lambda value: value)
def test_the_conversation_goes_as_written(name: str, channel: str, stack: Stack, switch: AssistantSwitch) -> None:
    play(SCENARIOS[name], stack, channel, assistant=switch)
