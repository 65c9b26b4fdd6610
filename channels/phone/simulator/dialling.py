"""Who answers when a call is passed on, and what they are told before they are joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from channels.phone.simulator.documents import Verb
from channels.phone.simulator.gathering import Keys, Silence, gathered
from channels.phone.simulator.leg import Leg
from channels.phone.simulator.parties import Party
from channels.phone.simulator.webhooks import Form

_RINGS = 30  # seconds, unless `timeout` says otherwise


@dataclass(frozen=True, slots=True)
class Answerer:
    """How a dialled number behaves; `keys` are pressed at the whisper (empty: nothing is)."""

    does: str
    rings: float = 6.0
    talks: float = 120.0
    keys: str = "1"


NOBODY = Answerer("no-answer", rings=600)
BUSY = Answerer("busy", rings=1)
FAILED = Answerer("failed", rings=1)
ANSWERS = Answerer("answers")
DECLINES = Answerer("answers", keys="")
CALLER_GIVES_UP = Answerer("caller gives up", rings=10)

Answerers = Callable[[str], Answerer]


@dataclass(frozen=True, slots=True)
class Dialled:
    """What became of a transfer, and what staff were told."""

    number: str
    status: str
    bridged: bool
    call_sid: str
    seconds: float
    whispered: tuple[str, ...] = ()

    def sent(self) -> Form:
        """What the Dial's action is told."""
        found = {"DialCallStatus": self.status, "DialCallSid": self.call_sid, "DialBridged": str(self.bridged).lower()}
        return found | ({"DialCallDuration": str(round(self.seconds))} if self.status == "completed" else {})


def dialled(caller: Leg, dial: Verb, answerers: Answerers) -> Dialled:
    """Calls each number in turn until one takes the call, or the caller gives up."""
    last = None
    for number in (child for child in dial.children if child.name == "Number"):
        last = _number(caller, dial, number, answerers(number.text))
        if last.bridged or caller.why_ended:
            return last
    assert last is not None, "The lint lets no Dial pass that has nobody to call."
    return last


def _number(caller: Leg, dial: Verb, number: Verb, answerer: Answerer) -> Dialled:
    parent = caller.party
    party = Party(
        dial.attributes.get("callerId", parent.from_number),
        number.text,
        parent.account_sid,
        parent_sid=parent.call_sid,
        direction="outbound-dial",
        status="in-progress",
    )
    rings = min(answerer.rings, dial.whole("timeout", _RINGS))
    caller.clock.passes(rings)
    if answerer.does == "caller gives up" and answerer.rings <= rings:
        caller.end("the caller hung up")
        return Dialled(number.text, "canceled", False, party.call_sid, 0)
    if answerer.does != "answers" or answerer.rings > rings:
        status = "no-answer" if answerer.does == "answers" else answerer.does
        return Dialled(number.text, status, False, party.call_sid, 0)
    told, joined = _whisper(caller, number, party, answerer)
    if not joined:
        return Dialled(number.text, "no-answer", False, party.call_sid, 0, told)
    caller.clock.passes(answerer.talks)
    return Dialled(number.text, "completed", True, party.call_sid, answerer.talks, told)


def _whisper(caller: Leg, number: Verb, party: Party, answerer: Answerer) -> tuple[tuple[str, ...], bool]:
    """What staff were told on their own leg, and whether it let them be joined."""
    if "url" not in number.attributes:
        return (), True
    leg = Leg(caller.webhooks, party, caller.clock, whisper=True, lint=caller.lint, url=caller.url)
    leg.go_to(number.attributes["url"])
    keys = answerer.keys
    while leg.prompt:
        action = Keys(keys) if keys else Silence()
        leg.hear(gathered(leg.prompt.verb, action))
        keys = ""
    return tuple(line.words for line in leg.transcript), leg.why_ended == "the document ended"
