"""What a scenario's head says of the call: who rings, how bad the line is, and who answers at the provider."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from backend.core.policy.settings import ProviderSettings
from backend.services.context import Context
from channels.phone import line
from channels.phone.simulator.call import Call
from channels.phone.simulator.clock import VirtualClock
from channels.phone.simulator.dialling import (
    ANSWERS,
    BUSY,
    CALLER_GIVES_UP,
    DECLINES,
    FAILED,
    NOBODY,
    Answerer,
)
from channels.phone.simulator.garble import BadLine
from channels.phone.simulator.parties import CALLER
from tests.builders import LINE, ON_CALL, TRANSFER
from tests.scenarios.assistant_switch import AssistantSwitch
from tests.stack import TWILIO_AUTH_TOKEN, Stack

ANSWERERS = {
    "answers": ANSWERS,
    "refuses": BUSY,
    "no_answer": NOBODY,
    "fails": FAILED,
    "declines": DECLINES,  # picks up, hears what it is about, and presses no key
    "caller_gives_up": CALLER_GIVES_UP,
}


@dataclass
class PhoneLine:
    """`phone: {from, garble, seed, transfer, on_call, texts, each_request, answer_seconds}` of a scenario's head."""

    head: Mapping[str, Any] = field(default_factory=dict)
    switch: AssistantSwitch = field(default_factory=AssistantSwitch)

    def call(self, stack: Stack, provider: str, from_number: str | None) -> Call:
        """A call that nobody has dialled yet."""
        clock = VirtualClock(advance=lambda seconds: stack.clock.pass_time(seconds=seconds))
        call = Call(stack.url, provider, TWILIO_AUTH_TOKEN, stack.context.public_url, clock=clock)
        call.from_number = from_number or self.head.get("from", CALLER)
        call.party.from_number = call.from_number
        call.dial = self._who_answers
        call.line = self.garbled(0)
        return call

    def garbled(self, number: int) -> BadLine:
        """What the line makes of words, as bad each time and not the same."""
        return BadLine(float(self.head.get("garble", 0)), int(self.head.get("seed", 0)) * 1000 + number)

    def _who_answers(self, number: str) -> Answerer:
        return ANSWERERS[str(self.head[{TRANSFER: "transfer", ON_CALL: "on_call"}[number]])]

    def before_request(self, call: Call) -> None:
        """What goes wrong with every request of this line."""
        if (fault := self.head.get("each_request")) is not None:
            self.goes_wrong({fault: 3 if fault == "retry_storm" else True}, call)

    def goes_wrong(self, what: Mapping[str, Any], call: Call) -> None:
        """What goes wrong with the next request."""
        for kind, how in what.items():
            if kind == "assistant":
                self.switch.put(how)
            elif kind == "retry_storm":
                call.retry_storm(how)
            else:
                {"duplicate": call.duplicate_next, "late": call.late_next, "drop": call.drop_during}[kind]()

    @contextmanager
    def patience(self) -> Iterator[None]:
        """`answer_seconds` instead of the line's own, so that a test does not wait as long as a caller does."""
        seconds = self.head.get("answer_seconds", line.ANSWER_SECONDS)
        with patch.object(line, "ANSWER_SECONDS", seconds):
            yield

    def settings(self) -> dict[str, str]:
        """The provider's numbers that somebody answers."""
        numbers = {"transfer": ("staff_transfer_number", TRANSFER), "on_call": ("on_call_contact", ON_CALL)}
        found = {key: number for name, (key, number) in numbers.items() if self.head.get(name, "none") != "none"}
        return found | ({"line_number": LINE} if self.head.get("texts") else {})


@contextmanager
def provider_with(context: Context, provider: str, settings: Mapping[str, str]) -> Iterator[None]:
    """The provider has decided these settings meanwhile."""
    policies = context.policies
    assert isinstance(policies, dict)
    before = policies[provider]
    policies[provider] = replace(before, settings=ProviderSettings({**before.settings.values, **settings}))
    try:
        yield
    finally:
        policies[provider] = before
