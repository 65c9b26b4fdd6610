"""One toy application for each test of the player."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.phone.simulator.toy import Toy, running_toy


@pytest.fixture
def toy() -> Iterator[Toy]:
    with running_toy() as running:
        yield running
