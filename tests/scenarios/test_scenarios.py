"""Whole conversations over real HTTP with the real model and the real actions; one test a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.scenarios.play import SEATS, play
from tests.stack import Stack, running_stack

FILES = sorted(Path(__file__).parent.glob("*.yml"))
SCENARIOS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES}
PLAYED = [(name, channel) for name in SCENARIOS for channel in SCENARIOS[name].get("channels", SEATS)]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.mark.parametrize(("name", "channel"), PLAYED, ids=lambda value: value)
def test_the_conversation_goes_as_written(name: str, channel: str, stack: Stack) -> None:
    play(SCENARIOS[name], stack, channel)
