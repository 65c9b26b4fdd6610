"""What an exchange comes to, decided once: stored before anything is done about it, the same when it comes again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from backend.services.call_view import CallView, look
from backend.services.context import Context
from backend.services.danger import cues_in
from backend.services.exchanges import FIRST_EXCHANGE, Exchange, decide_once
from backend.services.telephone_numbers import on_call_number
from channels.phone import state as states
from channels.phone.decide import decide
from channels.phone.heard import HeardByPhone
from channels.phone.state import CallState, Mode
from channels.phone.step import Send, Step


def decided(context: Context, exchange: Exchange, before: CallState, heard: HeardByPhone) -> Step:
    """The exchange's step: what was stored for it before, or what is decided now."""
    if exchange.decided is not None:
        return from_data(exchange.decided)
    if exchange.number == FIRST_EXCHANGE:
        return Step(before)
    view = look(context, exchange.conversation_id, since=before.said_from)
    return from_data(decide_once(context, exchange, to_data(_decide(context, exchange, before, view, heard))))


def _decide(context: Context, exchange: Exchange, before: CallState, view: CallView, heard: HeardByPhone) -> Step:
    if before.mode in {Mode.DIALLING, Mode.ON_CALL}:
        return _after_dial(before, view, heard)
    if before.mode is Mode.RECORDING:
        return _after_recording(before, view, heard)
    said = " ".join((*before.held, heard.speech))
    if heard.speech and cues_in(context, view.language, said):
        return Step(_at_once(before), Send(text=said))
    if heard.nothing and not before.held and view.after(before.spoken):
        return Step(replace(before, mode=Mode.QUESTION, silences=0))  # somebody else has said something meanwhile
    asked_at = exchange.asked_at or exchange.began_at
    step = decide(before, view, heard, since_asked=(view.now - asked_at).total_seconds())
    if step.rings_on_call and on_call_number(context, exchange.provider) is None:
        return replace(step, rings_on_call=False, lead=("with_you",))
    return step


def _at_once(before: CallState) -> CallState:
    """Danger never waits: not for the rest of a story, nor for a key, a menu or a choice."""
    return replace(before, mode=Mode.QUESTION, held=(), page=0, silences=0, patience=0, rang_on_call=False)


def _after_dial(before: CallState, view: CallView, heard: HeardByPhone) -> Step:
    """The person's call is over, or nobody took it; somebody in the console may have the caller meanwhile."""
    after = replace(before, mode=Mode.QUESTION, silences=0, failures=0)
    if before.mode is Mode.ON_CALL:
        spoke = heard.dial == "completed"
        return Step(
            replace(after, silences=before.silences), lead=("on_call_over" if spoke else "with_you",), short=True
        )
    return Step(after, Send(key="back_on_line")) if view.by_telephone else Step(after)


def _after_recording(before: CallState, view: CallView, heard: HeardByPhone) -> Step:
    """What was recorded is kept; an empty recording is said to be empty."""
    kept = bool(heard.recording) and heard.seconds > 0
    goes_on = None if view.after(before.spoken) else Send(key="back_on_line")
    lead = ("recording_kept" if kept else "recording_empty",)
    return Step(replace(before, mode=Mode.QUESTION, point=None), goes_on, lead=lead)


def to_data(step: Step) -> dict[str, Any]:
    """A step as JSON."""
    return asdict(step)


def from_data(data: Mapping[str, Any]) -> Step:
    """A step from JSON."""
    send = Send(**data["send"]) if data["send"] else None
    return Step(**{**data, "state": states.from_data(data["state"]), "send": send, "lead": tuple(data["lead"])})
