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
    view = _until_recording(step, view)
    mode, number = _mode(context, step, view)
    listens = mode is Mode.QUESTION and not step.ends and not step.state.pending
    lines, state = compose(context.wording, step.state, step, view, listens=listens)
    voice = twiml.Voice(locale_for(view.language), state.slow)
    following = f"/phone/turn/{exchange.number + 1}"
    if step.ends:
        return twiml.ending([*lines, *_last_words(context, view)], voice), state
    if state.pending:
        return twiml.waiting(lines, voice, poll=f"/phone/poll/{exchange.number + 1}"), state
    if mode is Mode.RECORDING:
        seconds = _RECORDED_AFTER[view.said[-1].key]
        return twiml.recording(lines, voice, action=following, seconds=seconds), replace(state, mode=mode)
    if number is not None:
        rung_for = view.owner_version if mode is Mode.DIALLING else state.rung_for
        whisper = f"/phone/whisper/{exchange.sid}" if mode is Mode.DIALLING else None
        twiml_text = twiml.dialling(lines, voice, number=number, action=following, whisper=whisper)
        return twiml_text, replace(state, mode=mode, rung_for=rung_for)
    return twiml.asking(lines, voice, _profile(state, view), action=following), state


def _until_recording(step: Step, view: CallView) -> CallView:
    """A recording is made before anything else is said or asked."""
    fresh = view.after(step.state.spoken)
    last = next((said.seq for said in fresh if said.key in _RECORDED_AFTER), None)
    return view if last is None else replace(view, said=tuple(said for said in view.said if said.seq <= last))


def _mode(context: Context, step: Step, view: CallView) -> tuple[Mode, str | None]:
    """What the next exchange answers, and the number that is rung for it."""
    if step.rings_on_call:
        number = on_call_number(context, view.provider)
        return (Mode.ON_CALL, number) if number else (Mode.QUESTION, None)
    if view.owner is Owner.WAITING and step.state.rung_for != view.owner_version:
        number = transfer_number(context, view.provider)
        return (Mode.DIALLING, number) if number else (Mode.QUESTION, None)
    records = step.send is not None and view.said[-1].key in _RECORDED_AFTER
    return (Mode.RECORDING, None) if records else (Mode.QUESTION, None)


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
