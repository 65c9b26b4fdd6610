"""The commands that speak, and which packages they come from."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from channels.phone.simulator.audio.sound import read_wav
from channels.phone.simulator.audio.voices import VOICES, missing

FILE = Path("said.wav")


def test_a_voice_says_words_at_a_pace_into_a_file() -> None:
    rms, slt, espeak = (voice.command("Yes.", FILE, 1.25) for voice in VOICES)
    assert rms == ["flite", "-voice", "rms", "--setf", "duration_stretch=1.25", "-t", "Yes.", "-o", "said.wav"]
    assert slt[2] == "slt"
    assert espeak == ["espeak-ng", "-v", "en-gb", "-s", "120", "-w", "said.wav", "Yes."]


def test_each_package_that_is_missing_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert missing() == ["espeak-ng", "flite"]
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert missing() == []


def test_a_sound_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(8000)
    with pytest.raises(ValueError, match=r"two\.wav is not one channel of 16 bits"):
        read_wav(path)
