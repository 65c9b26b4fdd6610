"""Actions in Rasa's own process, and the check of their results that is built once."""

from __future__ import annotations

import time
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from assistant.in_process_actions import InProcessActions, check_action_results_with_one_validator

GOOD = {"events": [{"event": "slot", "timestamp": None, "name": "to_ask", "value": None}], "responses": []}
BAD: list[Any] = [
    {"events": [{"event": "no such event"}], "responses": []},
    {"events": "not a list", "responses": []},
    {"events": [], "responses": [1]},
]


@pytest.fixture
def action() -> RemoteAction:
    check_action_results_with_one_validator()
    return RemoteAction("action_status", None)


def test_a_good_result_passes(action: RemoteAction) -> None:
    assert action._validate_action_result(GOOD)


@pytest.mark.parametrize("result", BAD)
def test_a_bad_result_is_still_refused(action: RemoteAction, result: Any) -> None:
    with pytest.raises(ValidationError):
        action._validate_action_result(result)


def test_the_check_costs_a_fraction_of_what_rasa_spends(action: RemoteAction) -> None:
    started = time.process_time()
    for _ in range(50):
        action._validate_action_result(GOOD)

    assert (time.process_time() - started) / 50 < 0.01


async def test_an_unknown_action_is_an_error_not_silence() -> None:
    with pytest.raises(Exception, match="action_nonsense"):
        await InProcessActions().request(json={"next_action": "action_nonsense", "tracker": {}})
