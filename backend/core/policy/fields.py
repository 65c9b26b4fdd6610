"""Reads one mapping of a policy file key by key; a missing, misspelt or wrong value is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from types import TracebackType
from typing import Self, TypeVar

from backend.core.policy.errors import PolicyError

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the provider in the policy's first language, with translations by language code."""

    first: str
    others: Mapping[str, str] = field(default_factory=dict)

    def to(self, language: str) -> str:
        """The words in this language, or in the policy's first language where there are none."""
        return self.others.get(language, self.first)

    def __str__(self) -> str:
        return self.first


class Fields:
    """One mapping of the file, used as a context: a key that nothing reads is an error on leaving."""

    def __init__(self, data: object, where: str, *, languages: tuple[str, ...] = ("en",)) -> None:
        if not isinstance(data, Mapping):
            raise PolicyError(f"{where} must be a list of keys and values.")
        self.where = where
        self.languages = languages
        self.name = str(data.get("key") or data.get("id") or where)
        self._left = {str(key): value for key, value in data.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self._left:
            raise PolicyError(f"{self.where} has a key that is not known: {', '.join(sorted(self._left))}.")

    def take(self, key: str) -> object:
        """The value of a key that must be there and must not be empty."""
        value = self._left.pop(key, None)
        if value is None:
            raise PolicyError(f"{self.where} needs the key {key}.")
        return value

    def maybe(self, key: str) -> object:
        """The value of a key that may be left out, else None."""
        return self._left.pop(key, None)

    def wrong(self, key: str, needed: str) -> PolicyError:
        """The error for a value of the wrong kind."""
        return PolicyError(f"{self.where}: {key} must be {needed}.")

    def text(self, key: str) -> str:
        """A line of text that is not blank."""
        value = self.take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "a line of text")
        return value.strip()

    def maybe_text(self, key: str) -> str | None:
        """A line of text, or None where the key is left out."""
        return self.text(key) if self._has(key) else None

    def number(self, key: str) -> int:
        """A whole number of at least 1."""
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(key, "a whole number of at least 1")
        return value

    def maybe_number(self, key: str) -> int | None:
        """A whole number of at least 1, or None where the key is left out."""
        return self.number(key) if self._has(key) else None

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._left.pop(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def day(self, key: str) -> date:
        """A date, written 2026-11-21."""
        value = self.take(key)
        if not isinstance(value, date):
            raise self.wrong(key, "a date such as 2026-11-21")
        return value

    def clock_time(self, key: str) -> time:
        """A time of day, written in quotes: "15:00"."""
        return read_time(self.take(key), f"{self.where}: {key}")

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """One of a closed set of words."""
        return one_of(choices, self.text(key), f"{self.where}: {key}")

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Some of a closed set of words."""
        return tuple(one_of(choices, value, f"{self.where}: {key}") for value in self.texts(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of lines of text, empty where the key is left out."""
        values = self._items(key)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.wrong(key, "a list of lines of text")
        return tuple(str(value) for value in values)

    def words(self, key: str) -> Words:
        """Words in the policy's first language, or a mapping from language to words."""
        value, languages = self.take(key), self.languages
        if isinstance(value, str) and value.strip():
            return Words(value.strip())
        if not isinstance(value, Mapping) or languages[0] not in value:
            raise self.wrong(key, f"text, or texts by language with {languages[0]} among them")
        if not set(value) <= set(languages) or not all(isinstance(text, str) for text in value.values()):
            raise self.wrong(key, f"texts by language, of {', '.join(languages)}")
        texts = {str(language): str(text).strip() for language, text in value.items()}
        return Words(texts[languages[0]], texts)

    def part(self, key: str) -> Fields:
        """The mapping under a key that must be there."""
        return Fields(self.take(key), f"{self.where}, {key}", languages=self.languages)

    def parts(self, key: str, *, must: bool = True) -> list[Fields]:
        """The mappings in a list, each named by its key or its place; `must` refuses a key left out."""
        if must and self._left.get(key) is None:
            raise PolicyError(f"{self.where} needs the key {key}; write [] where there are none.")
        return [
            Fields(item, f"{self.where}, {key} {_name_of(item, number)}", languages=self.languages)
            for number, item in enumerate(self._items(key), start=1)
        ]

    def _items(self, key: str) -> Sequence[object]:
        value = self._left.pop(key, None)
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self.wrong(key, "a list")
        return value

    def _has(self, key: str) -> bool:
        if self._left.get(key) is None:
            self._left.pop(key, None)
        return key in self._left


def one_of(choices: type[Choice], value: str, where: str) -> Choice:
    """The member of a closed set that has this value."""
    try:
        return choices(value)
    except ValueError:
        known = ", ".join(member.value for member in choices)
        raise PolicyError(f"{where} is {value!r}; it must be one of {known}.") from None


def read_time(value: object, where: str) -> time:
    """A time of day from "15:00"; "24:00" is the end of the day and is given as 00:00."""
    try:
        if not isinstance(value, str):
            raise ValueError
        return time(0, 0) if value == "24:00" else time.fromisoformat(value)
    except ValueError:
        raise PolicyError(f'{where} must be a time of day in quotes, such as "15:00".') from None


def _name_of(item: object, number: int) -> str:
    if isinstance(item, Mapping):
        return str(item.get("key") or item.get("id") or number)
    return str(number)
