"""Sound as numbers between -1 and 1, read from a WAV file."""

from __future__ import annotations

import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LOUDEST = 32768.0


@dataclass(frozen=True, slots=True)
class Sound:
    """One channel of samples, so many a second."""

    samples: Sequence[float]
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


def read_wav(path: Path) -> Sound:
    """The sound of a file with one channel of 16 bits, which is what the voices write."""
    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise ValueError(f"{path.name} is not one channel of 16 bits.")
        whole = array("h", file.readframes(file.getnframes()))
        return Sound([sample / _LOUDEST for sample in whole], file.getframerate())
