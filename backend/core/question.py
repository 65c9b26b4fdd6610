"""The Question: the one thing the conversation asks next, whichever channel renders it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a Question is answered; a channel picks its rendering by it."""

    YES_NO = "yes_no"
    MENU = "menu"
    NARRATIVE = "narrative"
    SENTENCE = "sentence"
    DATE = "date"
    PHONE_NUMBER = "phone_number"
    DIGITS = "digits"
    READ_BACK = "read_back"


@dataclass(frozen=True, slots=True)
class Choice:
    """A ready answer: a stable meaning, and what it is about (a point's number, an offer's key)."""

    meaning: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """Something to be said: a wording key and display-ready values for its placeholders."""

    key: str
    values: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One open question; `about` names the point or fact it is about, `values` fill its wording."""

    key: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    skippable: bool = False
    about: str | None = None
    values: Mapping[str, str | list[str]] = field(default_factory=dict)

    def offers(self, meaning: str, about: str | None = None) -> bool:
        """Whether this question has that choice."""
        return Choice(meaning, about) in self.choices
