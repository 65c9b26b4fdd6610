"""Reviewed patterns over plain words, kept as data per language and read here.

A document has `words` (named alternatives, used as <name>), `same`, `joined` and `endings` (see `Spelling`),
and `patterns`. In a pattern <0-3> is up to three words in between, `word~` the word with one slip in it,
and "(?! of)" means that the next word is not "of". The parts of a `together` may stand in any order within
one sentence; `without` are words near by that make it something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

from backend.core.plain_words import Passage, Reading, Spelling

_NOT_FOLLOWED_BY = "(?! "
_AROUND = 40  # characters on either side in which the words of `without` are looked for


@dataclass(frozen=True, slots=True)
class Pattern:
    """One reviewed pattern; `note` says what it is for and what it leaves out."""

    id: str
    kind: str
    note: str
    regex: re.Pattern[str]
    without: re.Pattern[str] | None
    in_one_sentence: bool
    spelling: Spelling

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Where the pattern is found in a text, across its full stops unless it belongs in one sentence."""
        for passage in reading.sentences if self.in_one_sentence else reading.passages:
            yield from self.spans(passage)

    def spans(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """Where the pattern is found in one passage, as spans of the text that it came from."""
        for match in self.regex.finditer(passage.text):
            around = passage.text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
            if self.without is None or self.without.search(around) is None:
                yield passage.place(*match.span())


class BadPatterns(Exception):
    """A pattern file that cannot be used; the message names the pattern."""


def load_document(path: Path) -> tuple[Pattern, ...]:
    """The patterns in a file."""
    return read_patterns(json.loads(path.read_text(encoding="utf-8")))


def read_patterns(document: Mapping[str, Any]) -> tuple[Pattern, ...]:
    """The patterns of a document, each under an id of its own."""
    spelling = Spelling(
        same=document["same"],
        joined=tuple({_pair(words): plain for words, plain in pairs.items()} for pairs in document["joined"]),
        endings=tuple(document["endings"]),
    )
    names = {name: _one_of(words) for name, words in document["words"].items()}
    patterns = tuple(_read(entry, names=names, spelling=spelling) for entry in document["patterns"])
    if len({pattern.id for pattern in patterns}) < len(patterns):
        raise BadPatterns("Two patterns have the same id.")
    return patterns


def _read(entry: Mapping[str, Any], *, names: Mapping[str, str], spelling: Spelling) -> Pattern:
    alternatives = [*entry.get("pattern", []), *_in_any_order(entry.get("together", []))]
    try:
        regex = _compiled(alternatives, names)
        without = _compiled(entry["without"], names) if "without" in entry else None
    except (re.error, KeyError) as problem:
        raise BadPatterns(f"The pattern {entry['id']} cannot be read: {problem}.") from problem
    in_one_sentence = "together" in entry
    return Pattern(entry["id"], entry["kind"], entry["note"], regex, without, in_one_sentence, spelling)


def _compiled(alternatives: list[str], names: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_expand(_one_of(alternatives), names)})(?!\S)")


def _one_of(alternatives: list[str]) -> str:
    return f"(?:{'|'.join(alternatives)})"


def _in_any_order(groups: Iterable[list[str]]) -> list[str]:
    """Each group as patterns in which its parts follow each other in some order, up to six words apart."""
    return [" <0-6>".join(order) for group in groups for order in permutations(group)]


def _expand(source: str, names: Mapping[str, str]) -> str:
    source = re.sub(r"<(\d)-(\d)>", r"(?:\\S+ ){\1,\2}?", source)
    while found := re.search(r"<([a-z_]+)>", source):
        source = source.replace(found[0], names[found[1]])
    source = re.sub(r"([a-z]+)~", lambda match: _with_a_slip(match[1]), source)
    return _whole_words_after(source)


def _with_a_slip(word: str) -> str:
    """The word with one letter after the first wrong, missing, doubled, added or exchanged with the next."""
    forms = [word, rf"{word}\w"]
    for place in range(1, len(word)):
        forms.append(rf"{word[:place]}\w?{word[place + 1 :]}")
        forms.append(rf"{word[:place]}\w{word[place:]}")
        if place + 1 < len(word):
            forms.append(word[:place] + word[place + 1] + word[place] + word[place + 2 :])
    return f"(?:{'|'.join(forms)})"


def _whole_words_after(source: str) -> str:
    """Makes "(?! of)" mean that the next word is not "of", whatever it may begin with."""
    start = source.find(_NOT_FOLLOWED_BY)
    while start != -1:
        inside, end = start + len(_NOT_FOLLOWED_BY), _closing(source, start)
        source = rf"{source[:inside]}(?:{source[inside:end]})(?!\S){source[end:]}"
        start = source.find(_NOT_FOLLOWED_BY, inside)
    return source


def _closing(source: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(source)):
        if source[place - 1] != "\\":
            depth += {"(": 1, ")": -1}.get(source[place], 0)
        if depth == 0:
            return place
    raise KeyError(f"a bracket opened at {opening} is not closed")


def _pair(words: str) -> tuple[str, str]:
    first, second = words.split(" ")
    return first, second
