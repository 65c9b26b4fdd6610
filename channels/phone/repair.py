"""The repair ladder: a shorter question, then another way of answering, then a person. Never the same words twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from backend.core.ownership import Owner
from backend.core.question import Kind
from backend.services.call_view import CallView
from channels.phone.state import CallState, Mode, Pace
from channels.phone.step import Send, Step
from channels.phone.waiting import one_round

A_PERSON_AFTER = 3  # failures of one question
WAYS_OUT_AFTER = 3  # answers that were understood and left it open all the same
_ENDS_AFTER = 60.0  # seconds of silence after a person was asked for because of it
_STAYS = 300.0  # seconds of silence with somebody at risk
_MOMENTS = {Pace.RELAY: 3}  # how often somebody who asked us to hold on is waited for; five minutes in all
_MOMENTS_OTHERWISE = 10
_RELAY_ROUNDS = 4  # silences of ninety seconds
_NOT_UNDERSTOOD = frozenset(
    {"please_choose", "code_unclear", "email_unclear", "reference_unclear", "resume_not_matched", "tell_gently"}
)


def asked_in(view: CallView) -> str:
    """Names the question that is open, so that failures are counted for it alone."""
    return f"{view.prompt.key}/{view.about}" if view.prompt else ""


def heard_again(state: CallState) -> CallState:
    """Something was heard: every silence before it is forgotten."""
    return replace(
        _no_longer_holding_on(state), silences=0, quiet=0.0, person_for_silence=False, rang_on_call=False, leaving=False
    )


def after_silence(state: CallState, view: CallView, *, seconds: float) -> Step:
    """Nothing was heard and no key pressed for so many seconds since we began to speak."""
    if state.held:
        return Step(replace(state, held=()), Send(text=" ".join(state.held)))
    if view.owner is not Owner.BOT:
        return one_round(state, view)
    state = replace(state, silences=state.silences + 1, quiet=state.quiet + seconds, mode=Mode.QUESTION)
    if view.on_hold:
        return _at_risk(state)
    if state.leaving:
        return Step(state, ends=True)
    if state.patience > 0:
        left = state.patience - 1
        return Step(replace(state, patience=left) if left else _no_longer_holding_on(state), lead=("no_hurry",))
    if state.pace is Pace.RELAY:
        return Step(state, ends=True) if state.silences > _RELAY_ROUNDS else Step(state, lead=("relay_waiting",))
    if view.prompt is None:
        return Step(state, ends=True) if state.silences > 1 else Step(state, lead=("anything_else",))
    if state.person_for_silence:
        return Step(state, ends=True) if state.quiet >= _ENDS_AFTER else Step(state, lead=("are_you_there",))
    return _climb(state, view, "silence")


def _no_longer_holding_on(state: CallState) -> CallState:
    pace = state.pace_before if state.pace is Pace.A_MOMENT else state.pace
    return replace(state, patience=0, pace=pace)


def _at_risk(state: CallState) -> Step:
    """Somebody at risk who says nothing is not hung up on: the on-call person is rung, and the lines are given."""
    if state.quiet >= _STAYS:
        return Step(state, ends=True)
    if state.silences == 1:
        return Step(state, lead=("silence_at_risk",), short=True)
    if not state.rang_on_call:
        return Step(replace(state, rang_on_call=True, quiet=0.0), lead=("ringing_on_call",), rings_on_call=True)
    return Step(state, lead=("with_you",), short=state.silences % 4 == 0)


def not_understood(state: CallState, view: CallView) -> Step:
    """A key or words that answer nothing here."""
    return _climb(state, view, "unclear")


def _climb(state: CallState, view: CallView, why: str) -> Step:
    state = replace(state, failures=state.failures + 1)
    if state.failures >= A_PERSON_AFTER:
        return _ask_for_person(state, why)
    if why == "silence" and _is_story_going_on(view):
        return Step(state, lead=(f"take_your_time_{state.failures}",))
    return Step(state, lead=(f"{why}_{state.failures}",), short=True)


def _ask_for_person(state: CallState, why: str) -> Step:
    if why == "silence":
        state = replace(state, person_for_silence=True, quiet=0.0)
        return Step(state, Send(key="person"), lead=("asking_for_silent",))
    return Step(state, Send(key="person"), lead=("asking_for_person",))


def _is_story_going_on(view: CallView) -> bool:
    return view.kind is Kind.NARRATIVE and any(c["meaning"] == "that_is_everything" for c in view.choices)


def after_answer(before: CallState, view: CallView, keys: Collection[str]) -> CallState:
    """The state once an answer was given: the failures of a question go on only while it is not understood."""
    asked = asked_in(view)
    failed = asked == before.asked and not _NOT_UNDERSTOOD.isdisjoint(keys)
    aside = asked == before.asked and view.kind is not Kind.NARRATIVE and not failed
    after = replace(
        before,
        asked=asked,
        failures=before.failures + 1 if failed else 0,
        asides=before.asides + 1 if aside else 0,
    )
    return _holding_on(after) if "take_your_time" in keys else after


def _holding_on(state: CallState) -> CallState:
    """They asked us to wait: looks are far between, and silence is no failure."""
    patience = _MOMENTS.get(state.pace, _MOMENTS_OTHERWISE)
    if state.pace is Pace.RELAY:
        return replace(state, patience=patience)
    return replace(state, patience=patience, pace=Pace.A_MOMENT, pace_before=state.pace)
