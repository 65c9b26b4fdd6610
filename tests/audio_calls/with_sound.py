"""One whole call with each voice: speech, the telephone's band, the recogniser and everything there is of Heard.

It is not among the tests that run by themselves, because it needs voices and a recogniser that are not part of what
`.ci/run` installs, and a skip is a failure there. `make call-audio` installs what it needs; then it is run by name:

    .venv/bin/python -m pytest tests/audio_calls/with_sound.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.phone.simulator.audio.ear import Ear
from channels.phone.simulator.audio.kept import Kept
from channels.phone.simulator.audio.recogniser import Recogniser
from channels.phone.simulator.audio.voices import VOICES, Voice
from channels.phone.simulator.audio.word_errors import word_error_rate
from tests.audio_calls.caller import read_callers
from tests.audio_calls.held import hold
from tests.audio_calls.needed import has_recogniser, what_is_missing
from tests.stack import Stack, running_stack

MOST_WRONG = {"flite rms": 0.2, "flite slt": 0.4, "espeak-ng en-gb": 0.6}  # words; twice what was measured


@pytest.fixture(scope="module")
def recognise() -> Recogniser:
    if not has_recogniser():
        pytest.skip("The recogniser is not installed: make call-audio installs it.")
    return Recogniser()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.name)
def test_a_call_is_held_with_sound(voice: Voice, recognise: Recogniser, stack: Stack, tmp_path: Path) -> None:
    if sentence := what_is_missing([voice]):
        pytest.skip(sentence)
    ear = Ear(voice, Kept(tmp_path), recognise)
    [caller] = read_callers(["cancelled_appointment"])
    call = hold(stack, caller, ear)
    print(f"{voice.name}: {word_error_rate(ear.pairs):.1%} of the words arrived wrongly")
    assert call.completed, "\n".join([call.dead_end, *call.missing, *map(str, call.exchanges)])
    assert word_error_rate(ear.pairs) <= MOST_WRONG[voice.name]
