"""What calls with sound need besides Heard: voices, which are Debian packages, and a recogniser, which uv installs."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from importlib.util import find_spec

from backend.development import ROOT, locks, say
from backend.development.environments import Environment, make
from backend.development.uv import backend_python, find_uv
from channels.phone.simulator.audio.voices import VOICES, Voice, missing

_WITH_RECOGNISER = Environment(ROOT / ".venv", ("--group", "recogniser"), backend_python, "under a minute")


def chosen_voices(names: Sequence[str]) -> list[Voice]:
    """The voices whose names hold one of these, or all; ValueError with those there are when one fits none."""
    for name in names:
        if not any(name in voice.name for voice in VOICES):
            raise ValueError(f"There is no voice {name}. There are: {', '.join(voice.name for voice in VOICES)}.")
    return [voice for voice in VOICES if not names or any(name in voice.name for name in names)]


def what_is_missing(voices: Sequence[Voice]) -> str:
    """A sentence about voices that are not installed, or nothing."""
    packages = " ".join(missing(voices))
    return f"These voices are not installed. On Debian: apt install {packages}" if packages else ""


def has_recogniser() -> bool:
    """Whether the recogniser is in this environment."""
    return find_spec("moonshine_voice") is not None


def install_recogniser() -> None:
    """Installs it into .venv, unless it is there; SystemExit with a sentence when uv cannot."""
    with locks.turn("environments"):
        if not has_recogniser():
            say("Installing the recogniser in .venv (56 MB) ...")
            make(_WITH_RECOGNISER, find_uv())
            importlib.invalidate_caches()
