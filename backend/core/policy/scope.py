"""Who may complain, what counts as a complaint, and what only a person may exclude."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.core.policy.fields import Fields, Words


class Decider(StrEnum):
    """Who decides an exclusion: always a person, never software (reading Q14)."""

    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Complainant:
    """One kind of person who may complain."""

    key: str
    words: Words
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """What the policy calls a complaint or a concern, in plain words."""

    key: str
    words: Words
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What the policy leaves out; `instead` says where such a matter goes when a person decides so."""

    key: str
    words: Words
    instead: Words
    decided_by: Decider
    clauses: tuple[str, ...]


def read_complainant(fields: Fields) -> Complainant:
    """One kind of complainant from its mapping."""
    with fields:
        return Complainant(fields.text("key"), fields.words("words"), fields.texts("clauses"))


def read_definition(fields: Fields) -> Definition:
    """One definition from its mapping."""
    with fields:
        return Definition(fields.text("key"), fields.words("words"), fields.texts("clauses"))


def read_exclusion(fields: Fields) -> Exclusion:
    """One exclusion from its mapping."""
    with fields:
        return Exclusion(
            key=fields.text("key"),
            words=fields.words("words"),
            instead=fields.words("instead"),
            decided_by=fields.choice("decided_by", Decider),
            clauses=fields.texts("clauses"),
        )
