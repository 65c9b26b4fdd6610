"""Every document of every scenario is judged by the lint, those for staff too, and a problem fails the scenario."""

from __future__ import annotations

import pytest

from channels.phone.simulator.documents import CallFailure
from channels.phone.twiml_lint import problems
from tests.scenarios.phone_line import PhoneLine
from tests.scenarios.play import play
from tests.scenarios.test_scenarios import SCENARIOS
from tests.stack import Stack


def test_a_call_of_a_scenario_is_judged_by_the_lint(stack: Stack) -> None:
    call = PhoneLine().call(stack, "lumiere", None)
    assert call.lint is problems
    assert call.leg.lint is problems


@pytest.mark.parametrize("whisper", [False, True], ids=["the caller's", "the staff's"])
def test_a_problem_fails_the_scenario(whisper: bool, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    def judges(twiml: str, *, whisper: bool = False) -> list[str]:
        return ["This should not be heard."] if whisper is fails_for else problems(twiml, whisper=whisper)

    fails_for = whisper
    plain = PhoneLine.call

    def call(line: PhoneLine, *args: object) -> object:
        made = plain(line, *args)  # type: ignore[arg-type]
        made.lint = made.leg.lint = judges
        return made

    monkeypatch.setattr(PhoneLine, "call", call)
    with pytest.raises(CallFailure, match="This should not be heard"):
        play(SCENARIOS["phone_transfer_answered"], stack, "phone")
