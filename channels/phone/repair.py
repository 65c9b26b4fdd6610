"""The repair ladder: a shorter question, then another way of answering, then a person. Never the same words twice."""

from __future__ import annotations

from dataclasses import replace

from backend.core.ownership import Owner
from backend.core.question import Kind
from backend.services.call_view import CallView
from channels.phone.state import CallState, Mode, Pace
from channels.phone.step import Send, Step

A_PERSON_AFTER = 3  # failures of one question
_ROUNDS_AFTER_LADDER = 4  # silences, at least sixty seconds, before a call without a cue is ended
_ROUNDS_AT_RISK = 10  # silences, about five minutes, that we stay with somebody at risk
_RELAY_ROUNDS = 4  # silences of ninety seconds
_NOT_UNDERSTOOD = frozenset(
    {"please_choose", "code_unclear", "email_unclear", "reference_unclear", "resume_not_matched", "tell_gently"}
)


def after_silence(state: CallState, view: CallView) -> Step:
    """Nothing was heard and no key pressed."""
    if state.held:
        return Step(replace(state, held=()), Send(text=" ".join(state.held)))
    state = replace(state, silences=state.silences + 1, mode=Mode.QUESTION)
    if view.owner is not Owner.BOT:
        return Step(state, lead=("still_waiting",) if view.owner is Owner.WAITING else ("still_here",))
    if view.on_hold:
        return _at_risk(state)
    if state.patience > 0:
        return Step(replace(state, patience=state.patience - 1), lead=("no_hurry",))
    if state.pace is Pace.RELAY:
        return Step(state, ends=True) if state.silences > _RELAY_ROUNDS else Step(state, lead=("relay_waiting",))
    if view.prompt is None:
        return Step(state, ends=True) if state.silences > 1 else Step(state, lead=("anything_else",))
    if state.silences > A_PERSON_AFTER:
        over = state.silences >= A_PERSON_AFTER + _ROUNDS_AFTER_LADDER
        return Step(state, ends=True) if over else Step(state, lead=(f"are_you_there_{state.silences % 2 + 1}",))
    return _climb(state, view, "silence")


def _at_risk(state: CallState) -> Step:
    """Somebody at risk who says nothing is not hung up on: the on-call person is rung, and the lines are given."""
    if state.silences > _ROUNDS_AT_RISK:
        return Step(state, ends=True)
    if state.silences == 1:
        return Step(state, lead=("silence_at_risk",), short=True)
    if not state.rang_on_call:
        return Step(replace(state, rang_on_call=True), lead=("ringing_on_call",), rings_on_call=True)
    return Step(state, lead=(f"with_you_{state.silences % 2 + 1}",), short=state.silences % 4 == 0)


def not_understood(state: CallState, view: CallView) -> Step:
    """A key or words that answer nothing here."""
    return _climb(state, view, "unclear")


def _climb(state: CallState, view: CallView, why: str) -> Step:
    state = replace(state, failures=state.failures + 1)
    if state.failures >= A_PERSON_AFTER:
        return Step(state, Send(key="person"), lead=("asking_for_person",))
    if why == "silence" and _is_story_going_on(view):
        return Step(state, lead=(f"take_your_time_{state.failures}",))
    return Step(state, lead=(f"{why}_{state.failures}",), short=True)


def _is_story_going_on(view: CallView) -> bool:
    return view.kind is Kind.NARRATIVE and any(c["meaning"] == "that_is_everything" for c in view.choices)


def after_answer(before: CallState, view: CallView, keys: list[str]) -> CallState:
    """The state once an answer was given: the failures of a question go on only while it is not understood."""
    asked = f"{view.prompt.key}/{view.about}" if view.prompt else ""
    failed = bool(_NOT_UNDERSTOOD & set(keys)) and asked == before.asked
    failures = before.failures + 1 if failed else 0
    patience = 10 if "take_your_time" in keys else 0
    return replace(before, asked=asked, failures=failures, patience=patience)
