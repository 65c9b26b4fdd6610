"""What a policy obliges beside the answer: the written record, learning, retention; and how gaps are read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields, Words

ReadingValue = str | int | bool | tuple[str, ...]


class Duty(StrEnum):
    """How firmly the policy asks for something about the written record."""

    MUST = "must"
    IDEALLY = "ideally"
    OFFERED = "offered"  # the policy is silent; it is offered all the same


class LearningWhen(StrEnum):
    """When a learning duty falls due."""

    EVERY_COMPLAINT = "every_complaint"
    IF_LEARNING = "if_learning"
    IF_NONE = "if_none"
    REGULARLY = "regularly"


@dataclass(frozen=True, slots=True)
class RecordRule:
    """Whether a written record must be kept, agreed with the complainant and signed."""

    kept: Duty
    agreed: Duty
    signed: Duty
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearningDuty:
    """One thing to do or note about a complaint's causes; `needs` are the entries it must have."""

    key: str
    words: Words
    when: LearningWhen
    needs: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a case is kept after it is closed, then reviewed and destroyed; `basis` says why."""

    years_after_closing: int
    basis: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How Heard reads a gap in the policy: the issue, the reading in one sentence, and the value it sets."""

    id: str
    issue: str
    reading: str
    setting: str
    value: ReadingValue


def read_record_rule(fields: Fields) -> RecordRule:
    """The rule of the written record from its mapping."""
    with fields:
        return RecordRule(
            kept=fields.choice("kept", Duty),
            agreed=fields.choice("agreed", Duty),
            signed=fields.choice("signed", Duty),
            clauses=fields.texts("clauses"),
        )


def read_learning_duty(fields: Fields) -> LearningDuty:
    """One learning duty from its mapping."""
    with fields:
        return LearningDuty(
            key=fields.text("key"),
            words=fields.words("words"),
            when=fields.choice("when", LearningWhen),
            needs=fields.texts("needs"),
            clauses=fields.texts("clauses"),
        )


def read_retention(fields: Fields) -> Retention:
    """The retention rule from its mapping."""
    with fields:
        return Retention(fields.number("years_after_closing"), fields.text("basis"), fields.texts("clauses"))


def read_reading(fields: Fields) -> Reading:
    """One reading from its mapping."""
    with fields:
        return Reading(
            id=fields.text("id"),
            issue=fields.text("issue"),
            reading=fields.text("reading"),
            setting=fields.text("setting"),
            value=_value(fields),
        )


def _value(fields: Fields) -> ReadingValue:
    value = fields.take("value")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(value, str | int):
        return value
    raise PolicyError(f"{fields.where}: value must be text, a number, true, false or a list of texts.")
