"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by the letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d+")
_END = re.compile(r"[.!?]+(?=\s|$|\")|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$"  # made, whole; not little
    r"|(?<=[^aeiouylscxzgh])es$|(?<=[aeiouy]l)es$"  # times; not pages
    r"|(?<=[^aeiouytdl])ed$|(?<=[aeiouyl]l)ed$"  # opened, called; not wanted, settled
    r"|(?<=[^aeiouyl])e(?=(?:ly|ment|ful|thing|one|where|body|times)$)"  # safely, something
)
_APART = re.compile(  # vowels that stand together and are spoken apart
    r"ia(?![nl]$)|(?<=[^ct])ial$|io(?!n)|(?<![rt])ie(?=[nt])|iu|(?<!g)ua(?!r)|uou|[aeiouy]ing$|(?<=..)ea$"
)


def words(text: str) -> list[str]:
    """The words of a text; a number is one."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; each item of a list is one."""
    return [part for part in _END.split(text) if part.strip() and words(part)]


def syllables(word: str) -> int:
    """About how many syllables a word has."""
    if word.isdigit() or word.isupper():
        return 1
    return sum(_of_part(part) for part in re.split(r"['’-]", word.lower()) if part)


def _of_part(part: str) -> int:
    spoken = _SILENT.sub("", part)
    return max(1, len(_VOWELS.findall(spoken)) + len(_APART.findall(part)))


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of texts together: the school year that reads them with ease (age 11 ends year 6)."""
    said = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in said for word in words(sentence)]
    return 0.39 * len(spoken) / len(said) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59
