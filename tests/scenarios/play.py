"""Plays a scenario file: whole conversations as data, the same file on every channel.

A scenario has `provider`, `at` (London time), `steps`, and what is `stored` at the end; `settings` are what the
provider has decided meanwhile. A step is one of `say: words`, `choose: meaning` (or `meaning/about`),
`ask_for_person`, `skip_until: question`, `wait: minutes`, `staff: sign_in | join | hand_back | {reply: words}`,
`edit_record: {point: n, to: words}` or `{fact: key, to: words}`, `come_back: {}` (a new conversation a day later;
`{reference}` in later words is the old one, `{digits}` its numbers alone). Beside it may stand `hears: [keys]`
(among others), `not_hears`, `asks: question key`, `owner`, and `silent: true` where nothing is to be said.
What differs by channel is written `{web: this, phone: that}` anywhere, a step for one channel alone has
`only: phone`, and a scenario that one channel cannot have names its own in `channels`.

By telephone there are more steps: `press: keys`, `interrupt: keys` (while the prompt still speaks), `speak: words`
(numbers are said, not keyed), `silence: rounds` (or `until_end`), `noise: true` (a sound that is no word),
`hang_up: true` (or the words that are being said), `ring_again: {from: number, hours: n}`,
`repeat: {times: n, steps: [...]}`, and `answers: {question key: words or keys}` to whatever is asked, to the end.
Beside any step `line` says what goes wrong with its request: `{retry_storm: times}`, `{duplicate: true}` (the answer
is lost and it comes again), `{late: true}` (fifteen seconds pass without an answer), `{drop: true}` (the caller is
cut off meanwhile), `{assistant: up | down | hung}` from now on. It expects `says: [keys of phone.yml]`, `not_says`,
`ends: why`, `pace`, `slow`, `waits: seconds` for the first word, `offers: [keys]`, `records: seconds at most`,
`rings: {number: how it ended}`, `takes: [at least, at most]` seconds, `all_different: true`,
`speaks: words` anywhere, as it `begins`, as `last_words: [words]`, and what is told (`whispers`) to who takes a call.
The head's `phone` says of the whole call: `from`, `garble` and `seed` of a bad line, who answers a `transfer` and the
`on_call` number (`answers | refuses | no_answer | fails | declines | caller_gives_up`; unset without), `texts: true`
where the provider can send them, `each_request: retry_storm | duplicate | late`, and `answer_seconds` to wait for
the assistant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from tests.scenarios.assistant_switch import AssistantSwitch
from tests.scenarios.expected import check
from tests.scenarios.phone_line import PhoneLine, provider_with
from tests.scenarios.phone_seat import PhoneSeat
from tests.scenarios.seat import WebSeat
from tests.scenarios.staff_seat import StaffSeat
from tests.scenarios.steps import LONDON, Seat, Stage, do
from tests.scenarios.stored import check_stored
from tests.stack import Stack

SEATS: dict[str, Callable[[Stack, str, PhoneLine], Seat]] = {
    "web": lambda stack, provider, line: WebSeat(stack.url, provider),
    "phone": lambda stack, provider, line: PhoneSeat(stack, provider, line=line),
}


def play(
    scenario: dict[str, Any], stack: Stack, channel: str = "web", *, assistant: AssistantSwitch | None = None
) -> None:
    """Plays every step and checks what each says and what is stored in the end."""
    with opened(scenario, stack, channel, assistant=assistant) as stage:
        scenario = _on(channel, scenario)
        steps = [step for step in scenario["steps"] if step.get("only", channel) == channel]
        play_steps(steps, stage, shared=len(scenario.get("channels", SEATS)) > 1)
        check_stored(scenario.get("stored", {}), stage)


@contextmanager
def opened(
    scenario: dict[str, Any], stack: Stack, channel: str = "phone", *, assistant: AssistantSwitch | None = None
) -> Iterator[Stage]:
    """The scenario's conversation, greeted; left in the end, and written out for whoever reads a failure."""
    scenario = _on(channel, scenario)
    line = PhoneLine(scenario.get("phone", {}), assistant or AssistantSwitch())
    provider = scenario["provider"]
    settings = scenario.get("settings", {}) | line.settings()
    with provider_with(stack.context, provider, settings), line.patience():
        stack.clock.set(datetime.fromisoformat(scenario["at"]).replace(tzinfo=LONDON))
        stage = Stage(stack, SEATS[channel](stack, provider, line), StaffSeat(stack, provider), line)
        try:
            stage.seat.open()
            yield stage
            stage.seat.leave()
        finally:
            line.switch.put("up")
            print(stage.seat.transcript)


def play_steps(steps: Sequence[dict[str, Any]], stage: Stage, *, shared: bool = False) -> None:
    """Each step and what is expected of it; in a script `shared` with the page, what only the phone asks is settled."""
    for number, step in enumerate(steps, start=1):
        do(step, stage)
        if shared:
            stage.seat.settle()
        check(step, stage, place=f"step {number}: {next(iter(step.items()))}")


def _on(channel: str, value: Any) -> Any:
    """The value as it is on this channel."""
    if isinstance(value, dict):
        if value and value.keys() <= SEATS.keys():
            return _on(channel, value[channel])
        return {key: _on(channel, each) for key, each in value.items()}
    return [_on(channel, each) for each in value] if isinstance(value, list) else value
