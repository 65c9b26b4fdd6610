"""Text as the classifier reads it: normalised, and cut into sentences with their places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SAME = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_SPACE = re.compile(r"\s+")
# A full stop after a title or an initial ends no sentence.
_END = re.compile(r"(?<!\b(?:Mr|Ms|Dr|St|Jo|No))(?<!\b(?:Mrs|Rev))(?<!\b[A-Z])[.!?]+[\"')]*\s+|[。！？।۔؟]+\s*|\n+")
LONGEST_SENTENCE_WORDS = 40


@dataclass(frozen=True)
class Sentence:
    """A stretch of a text and where it starts."""

    text: str
    start: int


def normalise(text: str) -> str:
    """NFKC, plain quotes and dashes, single spaces; case and words stay as said."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(_SAME)).strip()


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text; unpunctuated speech is cut every 40 words."""
    found: list[Sentence] = []
    start = 0
    for end in [match.end() for match in _END.finditer(text)] + [len(text)]:
        found.extend(_cut(text[start:end], start))
        start = end
    return found


def word_count(text: str) -> int:
    return len(text.split())


def _cut(text: str, start: int) -> list[Sentence]:
    words = list(re.finditer(r"\S+", text))
    parts = []
    for first in range(0, len(words), LONGEST_SENTENCE_WORDS):
        chunk = words[first : first + LONGEST_SENTENCE_WORDS]
        begin, end = chunk[0].start(), chunk[-1].end()
        parts.append(Sentence(text=text[begin:end], start=start + begin))
    return parts
