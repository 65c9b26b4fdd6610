"""A line that drops at every step of a whole call: whoever rings again and proves who they are goes on from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.scenarios.assistant_switch import AssistantSwitch
from tests.scenarios.play import opened, play, play_steps
from tests.scenarios.test_scenarios import SCENARIOS
from tests.stack import Stack

Steps = Sequence[dict[str, Any]]

WHOLE = SCENARIOS["phone_whole_call"]
STEPS: Steps = WHOLE["steps"]
CODE_IS_SET, NAME_IS_GIVEN = 7, 9  # steps
BY_CODE, BY_NAME = {"press": "2749#"}, {"speak": "Jane Smith"}
RING_AGAIN: Steps = (
    {"ring_again": {}, "asks": "tell"},
    {"press": "1", "asks": "resume_reference"},
    {"press": "{digits}#", "asks": "resume_check"},
)
STORED_TO_RESUME = 3  # messages: the choice, the reference and its proof


def _resume(proof: dict[str, Any], asks: str) -> Steps:
    return [*RING_AGAIN, {**proof, "hears": ["resumed"], "not_hears": ["choice_is_past"], "asks": asks}]


def _dropped(step: dict[str, Any]) -> dict[str, Any]:
    """The step on a line that drops while its answer is on the way: its words are kept, its answer reaches nobody."""
    return {**step, "line": {"drop": True}, "hears": [], "ends": "the caller hung up"}


def _with_drops(steps: Steps, resumed: int) -> dict[str, Any]:
    said = WHOLE["stored"]["said"] + STORED_TO_RESUME * resumed
    return {**WHOLE, "steps": steps, "stored": {**WHOLE["stored"], "said": said}}


def test_a_line_that_drops_after_every_step_is_resumed_with_the_four_numbers(
    stack: Stack, switch: AssistantSwitch
) -> None:
    steps = list(STEPS[:CODE_IS_SET])
    for step in STEPS[CODE_IS_SET:]:
        steps += [*_resume(BY_CODE, steps[-1]["asks"]), step]
    play(_with_drops(steps, len(STEPS) - CODE_IS_SET), stack, "phone", assistant=switch)


def test_a_line_that_drops_before_every_answer_is_resumed_with_a_fact(stack: Stack, switch: AssistantSwitch) -> None:
    steps = list(STEPS[:NAME_IS_GIVEN])
    for step in STEPS[NAME_IS_GIVEN:-1]:
        steps += [_dropped(step), *_resume(BY_NAME, step["asks"])]
    play(_with_drops([*steps, STEPS[-1]], len(STEPS) - 1 - NAME_IS_GIVEN), stack, "phone", assistant=switch)


@pytest.mark.parametrize("step", range(1, CODE_IS_SET))
def test_dropped_before_anything_proves_who_rings_nothing_is_told(step: int, stack: Stack) -> None:
    with opened(WHOLE, stack) as stage:
        play_steps(STEPS[:step], stage)
        refused = {"hears": ["resume_not_matched"], "not_hears": ["resumed", "receipt", "status"]}
        play_steps([*RING_AGAIN, {**BY_NAME, **refused, "asks": "resume_check"}], stage)
