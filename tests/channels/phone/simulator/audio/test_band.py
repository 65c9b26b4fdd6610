"""What a telephone leaves of a voice: the middle of it, at 8,000 samples a second, in 255 steps."""

from __future__ import annotations

import math

import pytest

from channels.phone.simulator.audio.band import RATE, telephone_band
from channels.phone.simulator.audio.sound import Sound

MIDDLE = 1000.0  # Hz


def tone(hertz: float, *, rate: int = 16000, loud: float = 0.5, seconds: float = 0.5) -> Sound:
    """A pure tone."""
    return Sound([loud * math.sin(2 * math.pi * hertz * n / rate) for n in range(int(rate * seconds))], rate)


def loudness(sound: Sound) -> float:
    """Root mean square, once the filters have settled."""
    settled = sound.samples[len(sound.samples) // 4 :]
    return math.sqrt(sum(sample * sample for sample in settled) / len(settled))


def kept_of(hertz: float, *, rate: int = 16000) -> float:
    """The share of a tone's loudness that arrives."""
    return loudness(telephone_band(tone(hertz, rate=rate))) / loudness(tone(hertz, rate=rate))


@pytest.mark.parametrize("hertz", [500, 1000, 2000, 3000])
def test_what_speech_is_understood_by_arrives(hertz: float) -> None:
    assert kept_of(hertz) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("hertz", [50, 100, 5000, 7000])
def test_what_a_telephone_does_not_carry_is_gone(hertz: float) -> None:
    assert kept_of(hertz) < 0.05


@pytest.mark.parametrize("rate", [8000, 16000, 22050])
def test_it_arrives_at_eight_thousand_samples_a_second_and_lasts_as_long(rate: int) -> None:
    arrived = telephone_band(tone(MIDDLE, rate=rate))
    assert arrived.rate == RATE
    assert arrived.seconds == pytest.approx(0.5, abs=0.001)
    assert kept_of(MIDDLE, rate=rate) == pytest.approx(1, abs=0.1)


def test_eight_bits_are_left_and_nothing_is_louder_than_loudest() -> None:
    arrived = telephone_band(tone(MIDDLE, loud=1.0))
    assert len(set(arrived.samples)) <= 255
    assert max(map(abs, arrived.samples)) <= 1


def test_silence_stays_silence() -> None:
    assert set(telephone_band(Sound([0.0] * 800, 16000)).samples) == {0.0}
    assert list(telephone_band(Sound([], 16000)).samples) == []
