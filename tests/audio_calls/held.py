"""Holds callers' calls against a Heard that runs here."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from backend.services.turns import question_key
from backend.store.tables import Call as CallRow
from channels.phone.simulator.call import Call
from channels.phone.simulator.clock import VirtualClock
from tests.audio_calls.caller import Caller
from tests.audio_calls.exchange import Line
from tests.audio_calls.outcome import missing_from
from tests.audio_calls.player import Player
from tests.audio_calls.table import Held
from tests.stack import TWILIO_AUTH_TOKEN, Stack

_BEGINS = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))  # a Monday


def hold(stack: Stack, caller: Caller, line: Line) -> Held:
    """One caller's call, through everything there is, and what became of it."""
    stack.clock.set(_BEGINS)
    clock = VirtualClock(advance=lambda seconds: stack.clock.pass_time(seconds=seconds))
    call = Call(
        stack.url, caller.provider, TWILIO_AUTH_TOKEN, stack.context.public_url, from_number=caller.number, clock=clock
    )

    def asked() -> str | None:
        with stack.context.database.read() as session:
            return question_key(stack.context, session.get_one(CallRow, call.call_sid).conversation_id)

    player = Player(caller, call, line, stack.context.wording, asked)
    player.hold()
    missing = missing_from(stack, caller, call.call_sid, player.exchanges)
    return Held(caller.name, tuple(player.exchanges), tuple(missing), player.dead_end, tuple(player.given_up))
