"""One stack for every scenario; the assistant can be taken away from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.scenarios.expected", "tests.scenarios.stored", "tests.scenarios.phone_seat")

from tests.scenarios.assistant_switch import AssistantSwitch  # noqa: E402 - after pytest knows whose assertions are explained
from tests.stack import Stack, running_stack  # noqa: E402


@pytest.fixture(scope="session")
def switch() -> AssistantSwitch:
    return AssistantSwitch()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, switch: AssistantSwitch) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack"), between=switch.between) as running:
        yield running
