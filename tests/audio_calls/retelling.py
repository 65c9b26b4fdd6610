"""Whether what a line reads back is what the caller said, and what of the story they say again when it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from channels.phone.simulator.audio.word_errors import plain_words

_READ_BACK = re.compile(r"You said: (.*?)[.,]* Is that right\?")
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_TOLERATED = 0.7  # the share of words that must be one's own before people say that it is right
_SHARED = 0.4  # of a sentence with what was read back


def read_back_in(heard: str) -> str:
    """The words that are read back, if any are."""
    found = _READ_BACK.search(heard)
    return found[1] if found else ""


def is_own(story: Sequence[str], read_back: str) -> bool:
    """Whether a caller knows their own words again; a word wrong here and there is let pass."""
    return _share(read_back, " ".join(story)) >= _TOLERATED


def to_say_again(story: Sequence[str], read_back: str) -> str:
    """The sentences of the story that were read back wrongly; the likest one when none is like it."""
    sentences = _SENTENCE.split(" ".join(story))
    meant = [sentence for sentence in sentences if _share(sentence, read_back) >= _SHARED]
    return " ".join(meant or [max(sentences, key=lambda sentence: _share(sentence, read_back))])


def _share(of: str, among: str) -> float:
    words, known = plain_words(of), set(plain_words(among))
    return sum(word in known for word in words) / len(words) if words else 1.0
