"""How far a call has got, and what an exchange comes to, are the same after they were kept as JSON."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from channels.phone import deciding, state
from channels.phone.state import CallState, Mode, Pace
from channels.phone.step import Send, Step

_WORDS = st.text(max_size=30)
_MAYBE = st.none() | _WORDS
_COUNT = st.integers(0, 1_000)
_SECONDS = st.floats(0, 10_000, allow_nan=False)
STATES = st.builds(
    CallState,
    mode=st.sampled_from(Mode),
    spoken=_COUNT,
    said_from=_COUNT,
    asked=_WORDS,
    failures=_COUNT,
    silences=_COUNT,
    quiet=_SECONDS,
    page=_COUNT,
    pending=_WORDS,
    held=st.lists(_WORDS, max_size=3).map(tuple),
    slow=st.booleans(),
    pace=st.sampled_from(Pace),
    pace_before=st.sampled_from(Pace),
    point=st.none() | _COUNT,
    last_words=_WORDS,
    last_seconds=_SECONDS,
)
STEPS = st.builds(
    Step,
    state=STATES,
    send=st.none() | st.builds(Send, text=_MAYBE, choice=_MAYBE, key=_MAYBE),
    lead=st.lists(_WORDS, max_size=3).map(tuple),
    again=st.booleans(),
    short=st.booleans(),
    ends=st.booleans(),
    rings_on_call=st.booleans(),
)


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    """As the store gives it back."""
    found: dict[str, Any] = json.loads(json.dumps(data))
    return found


@given(STATES)
def test_a_state_is_the_same_after_it_was_kept(before: CallState) -> None:
    after = state.from_data(_kept(state.to_data(before)))
    assert after == before
    assert isinstance(after.mode, Mode) and isinstance(after.pace, Pace)


@given(STEPS)
def test_a_step_is_the_same_after_it_was_kept(before: Step) -> None:
    assert deciding.from_data(_kept(deciding.to_data(before))) == before


def test_a_call_that_has_only_begun_has_the_first_state() -> None:
    assert state.from_data({}) == CallState()


def test_a_state_kept_by_another_version_is_read_as_far_as_it_is_known() -> None:
    kept = {"spoken": 3, "pace": "relay", "held": ["One."], "a_later_field": 1}
    assert state.from_data(kept) == CallState(spoken=3, pace=Pace.RELAY, held=("One.",))
