"""Voices that Debian packages bring along: the command that makes a WAV file of words."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Callable[[str, Path, float], list[str]]
SLOWLY = 1.25  # how much longer people take when they say something again


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice by its name; `needs` is the Debian package that has it, `command` makes a file of words at a pace."""

    name: str
    needs: str
    command: Command


def _flite(voice: str) -> Command:
    def command(words: str, file: Path, pace: float) -> list[str]:
        return ["flite", "-voice", voice, "--setf", f"duration_stretch={pace}", "-t", words, "-o", str(file)]

    return command


def _espeak(voice: str, words_a_minute: int) -> Command:
    def command(words: str, file: Path, pace: float) -> list[str]:
        return ["espeak-ng", "-v", voice, "-s", f"{words_a_minute / pace:.0f}", "-w", str(file), words]

    return command


VOICES = (
    Voice("flite rms", "flite", _flite("rms")),
    Voice("flite slt", "flite", _flite("slt")),
    Voice("espeak-ng en-gb", "espeak-ng", _espeak("en-gb", 150)),
)


def speak(voice: Voice, words: str, file: Path, *, slowly: bool = False) -> None:
    """Writes what the voice says to a WAV file."""
    command = voice.command(words, file, SLOWLY if slowly else 1.0)
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def missing(voices: Sequence[Voice] = VOICES) -> list[str]:
    """The packages that are not installed, each once."""
    return sorted({voice.needs for voice in voices if shutil.which(voice.needs) is None})
