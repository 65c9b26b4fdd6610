"""Which document answers: a question, one moment, a call put through, a recording, or the end."""

from __future__ import annotations

from dataclasses import replace

from backend.core.ownership import Owner
from backend.core.question import Kind
from backend.services.call_recording import ANNOUNCED
from backend.services.call_view import CallView
from backend.services.context import Context
from backend.services.exchanges import FIRST_EXCHANGE, Exchange
from backend.services.telephone_numbers import on_call_number, transfer_number
from channels.phone import twiml
from channels.phone.compose import compose
from channels.phone.locales import locale_for
from channels.phone.profiles import Profile, profile_for
from channels.phone.speech import pieces, spoken
from channels.phone.state import CallState, Mode, Pace
from channels.phone.step import Step

_RECORDED_AFTER = {"recording_next": 60, "handoff.leave_message": 300}  # seconds
_WAITING_ROUND = 10  # seconds between looks while a person is asked for
_STAFF_ROUND = 8
_LEAVING = 6
_LAST = {True: ["phone.ending_at_risk"], False: ["phone.ending", "phone.ending_without_case"]}  # by danger that stands


def document(context: Context, exchange: Exchange, step: Step, view: CallView) -> tuple[str, CallState]:
    """The TwiML and the state once it is said."""
    view, seconds = _until_recording(step, view)
    number = None if seconds or step.ends or step.state.pending else _rung(context, step, view)
    listens = not (seconds or number or step.ends or step.leaves or step.state.pending)
    lines, state = compose(context.wording, step.state, step, view, listens=listens)
    voice = twiml.Voice(locale_for(view.language), state.slow)
    following, recorded_at = f"/phone/turn/{exchange.number + 1}", None
    if step.ends:
        last = ["phone.bye"] if state.leaving else _LAST[view.on_hold]
        return twiml.ending([*lines, *_told(context, view, *last)], voice), state
    if step.leaves:
        told = _told(context, view, "phone.leaving", "phone.leaving_without_case")
        return twiml.asking([*lines, *told], voice, _profile(state, view), action=following), state
    if state.pending:
        return twiml.waiting(lines, voice, poll=f"/phone/poll/{exchange.number + 1}"), state
    if seconds:
        state = replace(state, mode=Mode.RECORDING)
        return twiml.recording(lines, voice, action=following, seconds=seconds), state
    if number is not None:
        return _dialling(exchange, step, view, state, lines, number)
    if exchange.number == FIRST_EXCHANGE and _says_that_it_is_recorded(view):
        state, recorded_at = replace(state, recorded=True), f"{context.public_url}/phone/recorded"
    return twiml.asking(lines, voice, _profile(state, view), action=following, recorded_at=recorded_at), state


def _says_that_it_is_recorded(view: CallView) -> bool:
    """Nobody is recorded who is not told so in the same breath."""
    return any(said.key == ANNOUNCED for said in view.said)


def _dialling(
    exchange: Exchange, step: Step, view: CallView, state: CallState, lines: list[str], number: str
) -> tuple[str, CallState]:
    """Rings a person, who hears first what it is about; the on-call person of a silent caller is joined at once."""
    on_call = step.rings_on_call
    text = twiml.dialling(
        lines,
        twiml.Voice(locale_for(view.language), state.slow),
        number=number,
        action=f"/phone/turn/{exchange.number + 1}",
        whisper=None if on_call else f"/phone/whisper/{exchange.sid}",
    )
    mode, rung_for = (Mode.ON_CALL, state.rung_for) if on_call else (Mode.DIALLING, view.owner_version)
    return text, replace(state, mode=mode, rung_for=rung_for)


def _until_recording(step: Step, view: CallView) -> tuple[CallView, int]:
    """A recording is made before anything else is said or asked: what comes before it, and its seconds."""
    asks = next((said for said in view.after(step.state.spoken) if said.key in _RECORDED_AFTER), None)
    if asks is None or step.ends or step.state.pending:
        return view, 0
    before = replace(view, said=tuple(said for said in view.said if said.seq <= asks.seq))
    return before, _RECORDED_AFTER[asks.key]


def _rung(context: Context, step: Step, view: CallView) -> str | None:
    """The number that is rung now: the on-call person's, or the team's, once for each time they are asked for."""
    if step.rings_on_call:
        return on_call_number(context, view.provider)
    asked_for = view.owner is Owner.WAITING and step.state.rung_for != view.owner_version
    return transfer_number(context, view.provider) if asked_for else None


def _profile(state: CallState, view: CallView) -> Profile:
    if view.owner is Owner.STAFF:
        return replace(profile_for(Kind.NARRATIVE, state.pace), timeout=_STAFF_ROUND)
    if view.owner is Owner.WAITING:
        return replace(profile_for(Kind.MENU, state.pace), timeout=_WAITING_ROUND)
    if state.leaving and state.pace is not Pace.RELAY:
        return replace(profile_for(Kind.NARRATIVE, state.pace), timeout=_LEAVING)
    if state.mode is Mode.HELP or view.on_hold:
        return profile_for(Kind.MENU, state.pace)
    return profile_for(view.kind, state.pace)


def _told(context: Context, view: CallView, key: str, without_case: str = "") -> list[str]:
    """The line of this key; where it names the reference, another one for a caller who has none."""
    key = without_case if without_case and not view.reference else key
    return pieces(spoken(context.wording.say(view.language, key, reference=view.reference or "")))
