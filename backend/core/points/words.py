"""Words as they are compared: folded, stemmed, and found in phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_WORD = re.compile(r"[£$€]?\d+(?:[.,:/]\d+)*[^\W\d_]*|[^\W\d_]+(?:['’ʼ\-][^\W\d_]+)*")
_INSIDE_A_WORD = str.maketrans("", "", "'’ʼ-")
_ENDINGS = ("ingly", "edly", "ings", "ing", "ed", "ly", "es", "s")
_SHORTEST_STEM = 3
_WIDEST_GAP = 3  # words that "..." in a phrase may stand for
_KEY = 2  # letters by which phrases that begin with a prefix are looked up


class Word(NamedTuple):
    """A folded word and where it stands in the text."""

    folded: str
    start: int
    end: int


class Hit(NamedTuple):
    """A phrase found: its label, and the first and last (exclusive) word of it."""

    label: str
    start: int
    end: int


def fold(word: str) -> str:
    """The word in lower case, without apostrophes and hyphens."""
    folded = word.casefold()
    return folded if folded.isalnum() else folded.translate(_INSIDE_A_WORD)


def words_in(text: str, start: int, end: int) -> list[Word]:
    """The words between two characters of the text."""
    return [Word(fold(m[0]), *m.span()) for m in _WORD.finditer(text, start, end)]


def stem(word: str) -> str:
    """The word without its commonest English endings, so that "stripe" and "stripes" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    if len(word) > _SHORTEST_STEM and word.endswith("e"):
        return word[:-1]
    return f"{word[:-1]}y" if word.endswith("i") else word


@dataclass(frozen=True, slots=True)
class _Step:
    """One place of a phrase: the words, beginnings of words or figures that fit there; or a gap."""

    exact: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    figures: bool = False
    gap: bool = False

    def fits(self, word: str) -> bool:
        if word in self.exact or (self.figures and word[:1].isdigit()):
            return True
        return bool(self.beginnings) and word.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class _Phrase:
    label: str
    steps: tuple[_Step, ...]


class PhraseBook:
    """Labelled phrases, found by their first words.

    In a phrase `a|b` is either word, `stain*` any word so beginning, `#` a number in figures or words, `...` up
    to three words.
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]], *, numbers: Iterable[str] = ()) -> None:
        self._numbers = frozenset(numbers)
        self._alone: dict[str, list[str]] = {}  # labels of the phrases that are one word
        self._by_two: dict[tuple[str, str], list[_Phrase]] = {}
        self._by_word: dict[str, list[_Phrase]] = {}  # those whose second place is no plain word
        self._by_beginning: dict[str, list[_Phrase]] = {}
        self._by_figures: list[_Phrase] = []
        for label, patterns in phrases.items():
            for pattern in patterns:
                self._add(_Phrase(label, self._steps(pattern)))

    def _add(self, phrase: _Phrase) -> None:
        first = phrase.steps[0]
        second = phrase.steps[1] if len(phrase.steps) > 1 else None
        for word in first.exact:
            if second is None:
                self._alone.setdefault(word, []).append(phrase.label)
                continue
            for next_word in second.exact:
                self._by_two.setdefault((word, next_word), []).append(phrase)
            if second.beginnings or second.figures or second.gap:
                self._by_word.setdefault(word, []).append(phrase)
        for key in {beginning[:_KEY] for beginning in first.beginnings}:
            self._by_beginning.setdefault(key, []).append(phrase)
        if first.figures:
            self._by_figures.append(phrase)

    def _steps(self, pattern: str) -> tuple[_Step, ...]:
        steps: list[_Step] = []
        for element in pattern.split():
            if element == "...":
                steps.append(_Step(gap=True))
            elif "|" in element or "*" in element or element == "#":
                steps.append(self._step(element.split("|")))
            else:
                steps.extend(_Step(exact=frozenset([word.folded])) for word in words_in(element, 0, len(element)))
        if not steps or steps[0].gap:
            raise ValueError(f"The phrase {pattern!r} has no first word.")
        return tuple(steps)

    def _step(self, choices: Sequence[str]) -> _Step:
        exact = frozenset(fold(choice) for choice in choices if choice != "#" and not choice.endswith("*"))
        beginnings = tuple(fold(choice[:-1]) for choice in choices if choice.endswith("*"))
        figures = "#" in choices
        return _Step(exact=exact | self._numbers if figures else exact, beginnings=beginnings, figures=figures)

    def hits(self, words: Sequence[str]) -> Iterator[Hit]:
        """Every phrase found, in the order of the words."""
        for index in range(len(words)):
            yield from self.hits_at(words, index)

    def hits_at(self, words: Sequence[str], index: int) -> Iterator[Hit]:
        """The phrases that begin at this word."""
        word = words[index]
        for label in self._alone.get(word, ()):
            yield Hit(label, index, index + 1)
        for phrase in self._candidates(words, index):
            end = _end_of_match(phrase.steps, words, index)
            if end is not None:
                yield Hit(phrase.label, index, end)

    def _candidates(self, words: Sequence[str], index: int) -> list[_Phrase]:
        word = words[index]
        found = [*self._by_word.get(word, ()), *self._by_beginning.get(word[:_KEY], ())]
        if index + 1 < len(words):
            found += self._by_two.get((word, words[index + 1]), ())
        if len(word) >= _KEY:
            found += self._by_beginning.get(word[: _KEY - 1], ())
        if word[0].isdigit():
            found += self._by_figures
        return found


def _end_of_match(steps: Sequence[_Step], words: Sequence[str], index: int) -> int | None:
    for place, step in enumerate(steps):
        if step.gap:
            rest = steps[place + 1 :]
            ends = (_end_of_match(rest, words, index + skipped) for skipped in range(_WIDEST_GAP + 1))
            return next((end for end in ends if end is not None), None)
        if index >= len(words) or not step.fits(words[index]):
            return None
        index += 1
    return index
