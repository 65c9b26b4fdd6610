"""What callers say to the line itself, by language: read once from `translations/`, matched as whole utterances."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).with_name("translations")
_FIRST = "en"
_BEGINNING = 3  # letters
_WHOLE = frozenset({"a", "i", "o", "no", "so", "to", "in", "it", "is", "be", "he", "we", "me", "my", "an", "on", "for"})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words_in(text: str) -> list[str]:
    """The words of an utterance in small letters, without marks."""
    return _WORD.findall(text.replace("\u2019", "'").casefold())


def unstammered(text: str) -> str:
    """The words without the beginnings that came before them: "m m myself" is "myself"."""
    words = text.split()
    kept = [word for word, following in pairwise(words) if not _begins(word, following)]
    return " ".join([*kept, *words[-1:]])


def _begins(word: str, following: str) -> bool:
    plain, after = word.casefold().strip(".,-"), following.casefold().strip(".,-")
    if not plain or not plain.isalpha() or not after.startswith(plain):
        return False
    return plain == after or (len(plain) <= _BEGINNING and plain not in _WHOLE)


@dataclass(frozen=True, slots=True)
class Relay:
    """How a call through a text relay is known."""

    names: tuple[str, ...]
    turn_over: tuple[str, ...]
    introduction: frozenset[str]


@dataclass(frozen=True, slots=True)
class PersonWords:
    """How a wish for a person is known when the line has garbled it."""

    talk: tuple[str, ...]
    somebody: tuple[str, ...]
    together: tuple[str, ...]
    alone: frozenset[str]
    always_alone: frozenset[str]
    opens: frozenset[str]
    after_talk: frozenset[str]
    account: frozenset[str]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a number is said."""

    digits: Mapping[str, str]
    teens: Mapping[str, str]
    tens: Mapping[str, str]
    times: Mapping[str, int]
    hundred: str
    plus: str
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language."""

    around: frozenset[str]
    hesitation: frozenset[str]
    pressing: frozenset[str]
    keys: Mapping[str, str]
    yes: frozenset[str]
    negation: frozenset[str]
    again: frozenset[str]
    slower: frozenset[str]
    unrecorded: frozenset[str]
    help: Mapping[str, str]
    choices: Mapping[str, frozenset[str]]
    relay: Relay
    person: PersonWords
    numbers: NumberWords

    def core(self, speech: str) -> str:
        """What is said, without the words around it; all of it where nothing else is left."""
        return _core(speech, self.around)


@cache
def vocabulary_for(language: str) -> Vocabulary:
    """The vocabulary of a conversation's language; English where the line does not know it."""
    found = next((code for code in (language, language.partition("-")[0]) if _path(code).exists()), _FIRST)
    return _read(yaml.safe_load(_path(found).read_text(encoding="utf-8")))


def _path(code: str) -> Path:
    return _FOLDER / f"{Path(code).name}.yml"


def _read(data: Mapping[str, Any]) -> Vocabulary:
    around = frozenset(data["around"])
    return Vocabulary(
        around=around,
        hesitation=frozenset(data["hesitation"]),
        pressing=frozenset(data["pressing"]),
        keys=_by_phrase(data["keys"], around),
        yes=frozenset(data["yes"]),
        negation=frozenset(data["negation"]),
        again=_phrases(data["again"], around),
        slower=_phrases(data["slower"], around),
        unrecorded=_phrases(data["unrecorded"], around),
        help=_by_phrase(data["help"], around),
        choices={meaning: _phrases(said, around) for meaning, said in data["choices"].items()},
        relay=_relay(data["relay"]),
        person=_person(data["person"]),
        numbers=_numbers(data["numbers"]),
    )


def _phrases(said: Iterable[str], around: frozenset[str]) -> frozenset[str]:
    return frozenset(_core(phrase, around) for phrase in said)


def _core(phrase: str, around: frozenset[str]) -> str:
    words = words_in(phrase)
    return " ".join(word for word in words if word not in around) or " ".join(words)


def _by_phrase(said: Mapping[str, Sequence[str]], around: frozenset[str]) -> Mapping[str, str]:
    found = {_core(phrase, around): key for key, phrases in said.items() for phrase in (key, *phrases)}
    return {phrase: key for phrase, key in found.items() if phrase}  # star and hash are no words themselves


def _relay(data: Mapping[str, Any]) -> Relay:
    return Relay(tuple(data["names"]), tuple(data["turn_over"]), frozenset(data["introduction"].split()))


def _person(data: Mapping[str, Any]) -> PersonWords:
    return PersonWords(
        talk=tuple(data["talk"]),
        somebody=tuple(word for line in data["somebody"] for word in line),
        together=tuple(data["together"]),
        alone=frozenset(data["alone"]),
        always_alone=frozenset(data["always_alone"]),
        opens=frozenset(data["opens"].split()),
        after_talk=frozenset(data["after_talk"].split()),
        account=frozenset(data["account"].split()),
    )


def _numbers(data: Mapping[str, Any]) -> NumberWords:
    return NumberWords(
        digits={word: str(digit) for word, digit in data["digits"].items()},
        teens={word: str(number) for word, number in data["teens"].items()},
        tens={word: str(ten) for word, ten in data["tens"].items()},
        times=dict(data["times"]),
        hundred=data["hundred"],
        plus=data["plus"],
        around=frozenset(data["around"].split()),
    )
