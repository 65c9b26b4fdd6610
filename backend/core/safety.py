"""Danger in what people write and say: reviewed patterns, screened on every message before anything else.

A cue can add help; it never ends, blocks or judges a complaint. Negation and a third person do not clear
one ("my son said he does not want to die" is heard). Figures of speech are kept out by precise patterns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from backend.core.plain_words import Passage, Spelling, passages

FOLDER = Path(__file__).with_name("safety_patterns")
_NOT_FOLLOWED_BY = "(?! "


class CueKind(StrEnum):
    """What kind of danger, the most urgent first."""

    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"
    ABUSE = "abuse"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One reviewed pattern over plain words; `note` says what it is for and what it leaves out."""

    id: str
    kind: CueKind
    note: str
    regex: re.Pattern[str]
    spelling: Spelling


@dataclass(frozen=True, slots=True)
class Cue:
    """Danger that was heard, and the span of the text (start, end) in which it was."""

    kind: CueKind
    pattern_id: str
    start: int
    end: int


class BadPatterns(Exception):
    """A pattern file that cannot be used; the message names the pattern."""


def load_patterns(language: str, folder: Path = FOLDER) -> tuple[Pattern, ...]:
    """The reviewed patterns of a language; none when it has no file yet."""
    path = folder / f"{language}.json"
    if not path.exists():
        return ()
    return read_patterns(json.loads(path.read_text(encoding="utf-8")))


def read_patterns(document: Mapping[str, Any]) -> tuple[Pattern, ...]:
    """The patterns of a document: `words` are names for use as <name>, `same` and `joined` even out spellings."""
    spelling = Spelling(
        same=document["same"],
        joined={_pair(words): plain for words, plain in document["joined"].items()},
    )
    names = {name: _one_of(words) for name, words in document["words"].items()}
    patterns = tuple(_read(entry, names=names, spelling=spelling) for entry in document["patterns"])
    if len({pattern.id for pattern in patterns}) < len(patterns):
        raise BadPatterns("Two safety patterns have the same id.")
    return patterns


def screen(text: str, patterns: Iterable[Pattern]) -> tuple[Cue, ...]:
    """Every cue in the message and in each of its sentences, the most urgent kind first, then in order of place."""
    read: dict[Spelling, list[Passage]] = {}
    found: set[Cue] = set()
    for pattern in patterns:
        if pattern.spelling not in read:
            read[pattern.spelling] = list(passages(text, pattern.spelling))
        for passage in read[pattern.spelling]:
            for match in pattern.regex.finditer(passage.text):
                found.add(Cue(pattern.kind, pattern.id, *passage.place(*match.span())))
    order = list(CueKind)
    return tuple(sorted(found, key=lambda cue: (order.index(cue.kind), cue.start, cue.end, cue.pattern_id)))


def kinds(cues: Iterable[Cue]) -> tuple[CueKind, ...]:
    """The kinds of danger among these cues, the most urgent first."""
    heard = {cue.kind for cue in cues}
    return tuple(kind for kind in CueKind if kind in heard)


def _read(entry: Mapping[str, Any], *, names: Mapping[str, str], spelling: Spelling) -> Pattern:
    source = _one_of(entry["pattern"])
    try:
        whole = _expand(source, names)
        regex = re.compile(rf"(?<!\S)(?:{whole})(?!\S)")
    except (re.error, KeyError) as problem:
        raise BadPatterns(f"The safety pattern {entry['id']} cannot be read: {problem}.") from problem
    return Pattern(entry["id"], CueKind(entry["kind"]), entry["note"], regex, spelling)


def _one_of(alternatives: str | list[str]) -> str:
    return alternatives if isinstance(alternatives, str) else f"(?:{'|'.join(alternatives)})"


def _expand(source: str, names: Mapping[str, str]) -> str:
    """<name> is a named group, <0-3> up to three words in between, and `word~` the word with one slip in it."""
    source = re.sub(r"<(\d)-(\d)>", r"(?:\\S+ ){\1,\2}?", source)
    while found := re.search(r"<([a-z_]+)>", source):
        source = source.replace(found[0], names[found[1]])
    source = re.sub(r"([a-z]+)~", lambda match: _with_a_slip(match[1]), source)
    return _whole_words_after(source)


def _whole_words_after(source: str) -> str:
    """Makes "(?! of)" mean that the next word is not "of", whatever it may begin with."""
    start = source.find(_NOT_FOLLOWED_BY)
    while start != -1:
        inside, end = start + len(_NOT_FOLLOWED_BY), _closing(source, start)
        source = f"{source[:inside]}(?:{source[inside:end]})(?!\\S){source[end:]}"
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


def _with_a_slip(word: str) -> str:
    """The word with one letter after the first wrong, missing, doubled, added or exchanged with the next."""
    forms = [word]
    for place in range(1, len(word)):
        forms.append(f"{word[:place]}\\w?{word[place + 1 :]}")
        forms.append(f"{word[:place]}\\w{word[place:]}")
        if place + 1 < len(word):
            forms.append(word[:place] + word[place + 1] + word[place] + word[place + 2 :])
    return f"(?:{'|'.join([*forms, f'{word}{chr(92)}w'])})"


def _pair(words: str) -> tuple[str, str]:
    first, second = words.split(" ")
    return first, second
