"""What one exchange means: keys first, then words, then silence. Pure: state, conversation and input in, a step out."""

from __future__ import annotations

from dataclasses import replace

from backend.services.call_view import CallView
from channels.phone import repair
from channels.phone.heard import HeardByPhone
from channels.phone.keying import keyed
from channels.phone.state import CallState
from channels.phone.step import Step
from channels.phone.talking import talked


def decide(state: CallState, view: CallView, heard: HeardByPhone, *, since_asked: float) -> Step:
    """What follows from this input; `since_asked` is how many seconds ago the last answer was given."""
    state = _at_its_question(state, view)
    if heard.nothing:
        return repair.after_silence(state, view, seconds=since_asked)
    state = repair.heard_again(state)
    if heard.digits:
        return keyed(state, view, heard.digits)
    return talked(state, view, heard.speech, seconds=since_asked - state.last_seconds)


def _at_its_question(state: CallState, view: CallView) -> CallState:
    """A question that is new to this caller begins without failures, at its first page of keys."""
    asked = repair.asked_in(view)
    return state if asked == state.asked else replace(state, asked=asked, failures=0, page=0)
