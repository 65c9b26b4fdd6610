"""A line with real sound: what is left of words that a voice said, after the telephone and the recogniser."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from channels.phone.simulator.audio.band import telephone_band
from channels.phone.simulator.audio.kept import Kept
from channels.phone.simulator.audio.recogniser import NAME
from channels.phone.simulator.audio.sound import Sound, read_wav
from channels.phone.simulator.audio.voices import Voice, speak

_MADE = "way 1"  # a new number when the sound is made in another way, so that nothing old is found
# The line is open before anybody speaks and after; without that the recogniser hears a "You" that nobody said.
_BEFORE, _AFTER = 1.0, 0.8  # seconds


@dataclass
class Ear:
    """Recognises one voice; `slowly` is how it speaks now, and `pairs` holds all that was said and heard."""

    voice: Voice
    kept: Kept
    recognise: Callable[[Sound], str]
    slowly: bool = False
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, words: str) -> str:
        """What arrives."""
        names = (self.voice.name, "slowly" if self.slowly else "as usual", words, _MADE, NAME)
        heard = self.kept.find(*names)
        if heard is None:
            heard = self.recognise(telephone_band(self._spoken(words)))
            self.kept.keep(heard, *names)
        self.pairs.append((words, heard))
        return heard

    def _spoken(self, words: str) -> Sound:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "said.wav"
            speak(self.voice, words, file, slowly=self.slowly)
            sound = read_wav(file)
        before, after = ([0.0] * int(seconds * sound.rate) for seconds in (_BEFORE, _AFTER))
        return Sound([*before, *sound.samples, *after], sound.rate)
