"""What arrives of words that a voice said; here the voice is a tone and the recogniser counts."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from channels.phone.simulator.audio.ear import Ear
from channels.phone.simulator.audio.kept import Kept
from channels.phone.simulator.audio.sound import Sound
from channels.phone.simulator.audio.voices import SLOWLY, Voice

_WRITES = """
import sys, wave, array, math
file, pace = sys.argv[1], float(sys.argv[2])
samples = array.array("h", (int(16000 * math.sin(n / 3)) for n in range(int(16000 * pace))))
with wave.open(file, "wb") as out:
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(16000); out.writeframes(samples.tobytes())
"""
TONE = Voice("a tone", "python3", lambda words, file, pace: [sys.executable, "-c", _WRITES, str(file), str(pace)])


class Recogniser:
    """Keeps every sound and hears how many there were."""

    def __init__(self) -> None:
        self.sounds: list[Sound] = []

    def __call__(self, sound: Sound) -> str:
        self.sounds.append(sound)
        return f"sound {len(self.sounds)}"


@pytest.fixture
def ear(tmp_path: Path) -> Ear:
    return Ear(TONE, Kept(tmp_path), Recogniser())


def sounds(ear: Ear) -> list[Sound]:
    """What its recogniser was given."""
    assert isinstance(ear.recognise, Recogniser)
    return ear.recognise.sounds


def test_the_recogniser_hears_a_telephone_with_silence_around_the_words(ear: Ear) -> None:
    assert ear("Yes.") == "sound 1"
    [sound] = sounds(ear)
    assert (sound.rate, round(sound.seconds, 1)) == (8000, 2.8)
    assert max(map(abs, sound.samples[:7900])) == 0
    assert max(map(abs, sound.samples[8100:15900])) == pytest.approx(0.5, abs=0.2)


def test_what_was_heard_before_is_not_asked_again(ear: Ear) -> None:
    assert [ear("Yes."), ear("No."), ear("Yes.")] == ["sound 1", "sound 2", "sound 1"]
    assert ear.pairs == [("Yes.", "sound 1"), ("No.", "sound 2"), ("Yes.", "sound 1")]


def test_said_slowly_it_lasts_longer_and_is_heard_anew(ear: Ear) -> None:
    ear("Yes.")
    ear.slowly = True
    assert ear("Yes.") == "sound 2"
    usual, slow = sounds(ear)
    assert math.isclose(slow.seconds - usual.seconds, SLOWLY - 1, abs_tol=0.01)


def test_another_voice_is_heard_anew(ear: Ear) -> None:
    ear("Yes.")
    other = Ear(Voice("another tone", "python3", TONE.command), ear.kept, ear.recognise)
    assert other("Yes.") == "sound 2"
