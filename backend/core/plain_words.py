"""Text as plain words: case, apostrophes, spacing, spaced-out letters and common spellings evened out.

Each word remembers where it stood in the text, so that what is found can be shown in the person's own words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

_APOSTROPHES = "'\u2018\u2019\u201b\u02bc`\u00b4"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_WORD = re.compile(rf"[^\W_](?:[{_APOSTROPHES}{_INVISIBLE}*]*[^\W_])*")
_SENTENCE_END = re.compile(r"(?<![.\u2026])[.!?]+(?=\s|$)|\n\s*\n")
_PAUSE = re.compile(r"\.{2,}|\u2026")
_DROPPED = str.maketrans("", "", _APOSTROPHES + _INVISIBLE)
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SPELT_OUT = 3


@dataclass(frozen=True, eq=False)
class Spelling:
    """One language's ways of writing the same.

    `same` goes by word, `joined` by two words that follow each other, one round after another ("will not"
    before "I will"). `endings` are dropped from words that are not themselves such a join: "throat's" is
    read as "throat", and "he's" as "hes".
    """

    same: Mapping[str, str] = field(default_factory=dict)
    joined: tuple[Mapping[tuple[str, str], str], ...] = ()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its plain form, and where it stood in the text."""

    plain: str
    start: int
    end: int
    ends_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Words joined by single spaces, with the way back to the text they came from."""

    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of a span of this passage."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1)) - 1
        return self.words[first].start, self.words[last].end


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as one passage across its full stops, and sentence by sentence; no words, no passages."""

    whole: tuple[Passage, ...]
    sentences: tuple[Passage, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The whole, then the sentences; a single sentence is the whole and comes once."""
        return self.whole if len(self.sentences) < 2 else (*self.whole, *self.sentences)


def read(text: str, spelling: Spelling) -> Reading:
    """The text in plain words, whole and in sentences."""
    words = plain_words(text, spelling)
    sentences = tuple(_passage(sentence) for sentence in _sentences(words))
    return Reading((_passage(words),) if words else (), sentences)


def plain_words(text: str, spelling: Spelling) -> list[Word]:
    """The words of the text in their plain form."""
    words = _joined_letters(_words(text, spelling))
    words = [_replaced(word, spelling.same.get(word.plain, word.plain)) for word in words]
    for pairs in spelling.joined:
        words = _joined(words, pairs)
    return [_replaced(word, spelling.same.get(word.plain, word.plain)) for word in words]


def _words(text: str, spelling: Spelling) -> list[Word]:
    kept = {joined for pairs in spelling.joined for joined in pairs.values()}
    found = list(_WORD.finditer(text))
    words = []
    for place, match in enumerate(found):
        following = found[place + 1].start() if place + 1 < len(found) else len(text)
        between = _PAUSE.sub(" ", text[match.end() : following])
        ends = _SENTENCE_END.search(between) is not None
        plain = _plain(match[0])
        if plain not in kept:
            plain = _plain(_without_ending(match[0], spelling.endings))
        words.append(Word(plain, match.start(), match.end(), ends))
    return words


def _without_ending(word: str, endings: tuple[str, ...]) -> str:
    upright = re.sub(f"[{_APOSTROPHES}]", "'", word)
    for ending in endings:
        if upright.casefold().endswith(ending) and len(upright) > len(ending):
            return word[: -len(ending)]
    return word


def _plain(word: str) -> str:
    bare = word.translate(_DROPPED)
    return _LONG_RUN.sub(r"\1\1", unicodedata.normalize("NFKC", bare).casefold())


def _joined_letters(words: list[Word]) -> list[Word]:
    """ "k i l l" as one word; two single letters may be initials."""
    result: list[Word] = []
    run: list[Word] = []
    for word in [*words, Word("", 0, 0)]:
        if len(word.plain) == 1 and word.plain.isalpha():
            run.append(word)
            continue
        result += [_merged(run)] if len(run) >= _SPELT_OUT else run
        run = []
        result += [word] if word.plain else []
    return result


def _joined(words: list[Word], pairs: Mapping[tuple[str, str], str]) -> list[Word]:
    result: list[Word] = []
    for word in words:
        before = result[-1] if result and not result[-1].ends_sentence else None
        plain = pairs.get((before.plain, word.plain)) if before else None
        if before and plain:
            result[-1] = _replaced(_merged([before, word]), plain)
        else:
            result.append(word)
    return result


def _merged(words: list[Word]) -> Word:
    plain = "".join(word.plain for word in words)
    return Word(plain, words[0].start, words[-1].end, words[-1].ends_sentence)


def _replaced(word: Word, plain: str) -> Word:
    return word if plain == word.plain else Word(plain, word.start, word.end, word.ends_sentence)


def _sentences(words: list[Word]) -> list[list[Word]]:
    sentences: list[list[Word]] = [[]]
    for word in words:
        sentences[-1].append(word)
        if word.ends_sentence:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _passage(words: list[Word]) -> Passage:
    starts, position = [], 0
    for word in words:
        starts.append(position)
        position += len(word.plain) + 1
    return Passage(" ".join(word.plain for word in words), tuple(words), tuple(starts))
