"""Text as plain words: case, apostrophes, spacing, spaced-out letters and common spellings evened out.

Each word remembers where it stood in the text, so that what is found can be shown in the person's own words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_APOSTROPHES = "'\u2018\u2019\u201b\u02bc`\u00b4"
_WORD = re.compile(rf"[^\W_](?:[{_APOSTROPHES}*]?[^\W_])*")
_SENTENCE_END = re.compile(r"(?<![.\u2026])[.!?]+(?=\s|$)|\n\s*\n")
_PAUSE = re.compile(r"\.{2,}|\u2026")
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SPELT_OUT = 3


@dataclass(frozen=True, eq=False)
class Spelling:
    """One language's ways of writing the same: `same` by word, `joined` by two words that follow each other."""

    same: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[tuple[str, str], str] = field(default_factory=dict)


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


def passages(text: str, spelling: Spelling) -> Iterator[Passage]:
    """The whole text as one passage, then each of its sentences, when there are several."""
    words = plain_words(text, spelling)
    if not words:
        return
    yield _passage(words)
    sentences = _sentences(words)
    if len(sentences) > 1:
        yield from (_passage(sentence) for sentence in sentences)


def plain_words(text: str, spelling: Spelling) -> list[Word]:
    """The words of the text in their plain form."""
    words = _joined_letters(_words(text))
    words = [_replaced(word, spelling.same.get(word.plain, word.plain)) for word in words]
    # Twice, because "I will not" joins to "I wont" before "I will" could become "ill".
    words = _joined(words, {pair: new for pair, new in spelling.joined.items() if pair[1] in {"not", "t"}})
    words = _joined(words, spelling.joined)
    return [_replaced(word, spelling.same.get(word.plain, word.plain)) for word in words]


def _words(text: str) -> list[Word]:
    found = list(_WORD.finditer(text))
    words = []
    for place, match in enumerate(found):
        following = found[place + 1].start() if place + 1 < len(found) else len(text)
        between = _PAUSE.sub(" ", text[match.end() : following])
        ends = _SENTENCE_END.search(between) is not None
        words.append(Word(_plain(match[0]), match.start(), match.end(), ends))
    return words


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).translate(_INVISIBLE).casefold()
    bare = "".join(character for character in folded if character not in _APOSTROPHES)
    return _LONG_RUN.sub(r"\1\1", bare)


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
        pair = (result[-1].plain, word.plain) if result and not result[-1].ends_sentence else None
        if pair in pairs:
            result[-1] = _replaced(_merged([result[-1], word]), pairs[pair])
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
