"""Which document answers: a question, one moment, a call put through, a recording, or the end."""

from __future__ import annotations

from dataclasses import replace

from backend.core.ownership import Owner
from backend.core.question import Kind
from backend.services.call_view import CallView
from backend.services.calls import Exchange
from backend.services.context import Context
from backend.services.telephone_numbers import on_call_number, transfer_number
from channels.phone import twiml
from channels.phone.compose import compose
from channels.phone.locales import locale_for
from channels.phone.profiles import Profile, profile_for
from channels.phone.speech import pieces, spoken
from channels.phone.state import CallState, Mode
from channels.phone.step import Step

_RECORDED_AFTER = {"recording_next": 60, "handoff.leave_message": 300}  # seconds
_WAITING_ROUND = 10  # seconds between looks while a person is asked for
_STAFF_ROUND = 8


def document(context: Context, exchange: Exchange, step: Step, view: CallView) -> tuple[str, CallState]:
    """The TwiML and the state once it is said."""
    following = f"/phone/turn/{exchange.number + 1}"
    lines, state = compose(context.wording, step.state, step, view)
    voice = twiml.Voice(locale_for(view.language), state.slow)
    if step.ends:
        last = [*lines, *_last_words(context, view)]
        return twiml.ending(last, voice), state
    if state.pending:
        return twiml.waiting(lines, voice, poll=f"/phone/poll/{exchange.number + 1}"), state
    if step.rings_on_call and (number := on_call_number(context, view.provider)):
        ringing = replace(state, mode=Mode.ON_CALL)
        return twiml.dialling(lines, voice, number=number, action=following, whisper=None), ringing
    if view.owner is Owner.WAITING and state.rung_for != view.owner_version:
        number = transfer_number(context, view.provider)
        if number is not None:
            ringing = replace(state, mode=Mode.DIALLING, rung_for=view.owner_version)
            whisper = f"/phone/whisper/{exchange.sid}"
            return twiml.dialling(lines, voice, number=number, action=following, whisper=whisper), ringing
    seconds = _RECORDED_AFTER.get(view.said[-1].key)
    if seconds is not None and step.send is not None:
        recording = replace(state, mode=Mode.RECORDING)
        return twiml.recording(lines, voice, action=following, seconds=seconds), recording
    return twiml.asking(lines, voice, _profile(state, view), action=following), state


def _profile(state: CallState, view: CallView) -> Profile:
    if view.owner is Owner.STAFF:
        return replace(profile_for(Kind.NARRATIVE, state.pace), timeout=_STAFF_ROUND)
    if view.owner is Owner.WAITING:
        return replace(profile_for(Kind.MENU, state.pace), timeout=_WAITING_ROUND)
    if state.mode is Mode.HELP or view.on_hold:
        return profile_for(Kind.MENU, state.pace)
    return profile_for(view.kind, state.pace)


def _last_words(context: Context, view: CallView) -> list[str]:
    """What is saved, the reference, and how to come back."""
    key = "phone.ending" if view.reference else "phone.ending_without_case"
    text = context.wording.say(view.language, key, reference=view.reference or "")
    return pieces(spoken(text))
