"""One whole call on every kind of bad line: the same words come to the same record, once, or to a person."""

from __future__ import annotations

from typing import Any

import pytest

from channels.phone.simulator.parties import WITHHELD
from tests.scenarios.assistant_switch import AssistantSwitch
from tests.scenarios.play import play
from tests.scenarios.test_scenarios import SCENARIOS
from tests.stack import Stack

WHOLE = SCENARIOS["phone_whole_call"]
WITHHELD_CALL = SCENARIOS["phone_withheld_number"]
SEEDS = range(1, 6)


def _on_line(scenario: dict[str, Any], **phone: Any) -> dict[str, Any]:
    return {**scenario, "phone": {**scenario.get("phone", {}), **phone}}


@pytest.mark.parametrize("fault", ["retry_storm", "duplicate", "late"])
def test_what_goes_wrong_with_every_request_of_a_call_doubles_and_loses_nothing(
    fault: str, stack: Stack, switch: AssistantSwitch
) -> None:
    play(_on_line(WHOLE, each_request=fault), stack, "phone", assistant=switch)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_garbled_call_comes_to_a_record_or_to_a_person(seed: int, stack: Stack, switch: AssistantSwitch) -> None:
    play(_on_line(SCENARIOS["phone_garbled_line"], seed=seed), stack, "phone", assistant=switch)


@pytest.mark.parametrize("form", WITHHELD[1:])
def test_no_form_of_a_withheld_number_is_a_number(form: str, stack: Stack, switch: AssistantSwitch) -> None:
    play(_on_line(WITHHELD_CALL, **{"from": form}), stack, "phone", assistant=switch)
