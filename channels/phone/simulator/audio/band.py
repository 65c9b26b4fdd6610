"""What a telephone leaves of a voice: 300 to 3,400 Hz, 8,000 samples a second, eight bits each by the mu-law."""

from __future__ import annotations

import math
from collections.abc import Sequence

from channels.phone.simulator.audio.sound import Sound

RATE = 8000
LOWEST, HIGHEST = 300.0, 3400.0  # Hz
_STEEP_LOW = (0.5412, 1.3066)  # the Q of each section of a Butterworth filter of order 4
_STEEP_HIGH = (0.5098, 0.6013, 0.9000, 2.5629)  # and of order 8
_MU = 255.0
_LEVELS = 127  # on each side of silence


def telephone_band(sound: Sound) -> Sound:
    """The sound as it arrives at the other end."""
    samples = sound.samples
    for quality in _STEEP_HIGH:
        samples = _section(samples, HIGHEST, quality, sound.rate, keeps_low=True)
    samples = _resampled(samples, sound.rate)
    for quality in _STEEP_LOW:
        samples = _section(samples, LOWEST, quality, RATE, keeps_low=False)
    return Sound([_mu_law(sample) for sample in samples], RATE)


def _section(samples: Sequence[float], corner: float, quality: float, rate: int, *, keeps_low: bool) -> list[float]:
    """One section of a filter, by the formulas of the Audio EQ Cookbook (W3C note)."""
    angle = 2 * math.pi * corner / rate
    cosine, alpha = math.cos(angle), math.sin(angle) / (2 * quality)
    whole, middle = 1 + alpha, (1 - cosine) if keeps_low else -(1 + cosine)
    b0, b1 = abs(middle) / 2 / whole, middle / whole
    a1, a2 = -2 * cosine / whole, (1 - alpha) / whole
    found, first, second = [], 0.0, 0.0
    for sample in samples:
        out = b0 * sample + first
        first, second = b1 * sample - a1 * out + second, b0 * sample - a2 * out
        found.append(out)
    return found


def _resampled(samples: Sequence[float], rate: int) -> list[float]:
    """So many samples a second as a telephone has, each on the straight line between its neighbours."""
    step, last = rate / RATE, len(samples) - 1
    found = []
    for number in range(int(last / step) + 1 if last >= 0 else 0):
        place = number * step
        left = int(place)
        right = min(left + 1, last)
        found.append(samples[left] + (samples[right] - samples[left]) * (place - left))
    return found


def _mu_law(sample: float) -> float:
    """The sample after eight bits: fine steps for what is quiet, coarse ones for what is loud."""
    size = min(abs(sample), 1.0)
    level = round(math.log1p(_MU * size) / math.log1p(_MU) * _LEVELS)
    return math.copysign(math.expm1(level / _LEVELS * math.log1p(_MU)) / _MU, sample)
