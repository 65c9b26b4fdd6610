"""Whole conversations over real HTTP with the real model and the real actions; one test a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.scenarios.play import play
from tests.stack import Stack, running_stack

FILES = sorted(Path(__file__).parent.glob("*.yml"))


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path, stack: Stack) -> None:
    play(yaml.safe_load(path.read_text(encoding="utf-8")), stack)
