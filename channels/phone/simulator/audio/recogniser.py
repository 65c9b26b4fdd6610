"""Moonshine, a recogniser that brings its model along in its package; English only."""

from __future__ import annotations

from channels.phone.simulator.audio.sound import Sound

NAME = "moonshine-voice 0.0.73 tiny-en"


class Recogniser:
    """Holds the model in memory once it was first needed."""

    def __init__(self) -> None:
        from moonshine_voice import ModelArch, get_model_path
        from moonshine_voice.transcriber import Transcriber

        self._transcriber = Transcriber(str(get_model_path("tiny-en")), ModelArch.TINY)

    def __call__(self, sound: Sound) -> str:
        """The words in a sound; none when it hears none."""
        transcript = self._transcriber.transcribe_without_streaming(list(sound.samples), sound.rate)
        return " ".join(line.text.strip() for line in transcript.lines if line.text.strip())
