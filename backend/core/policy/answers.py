"""What a written answer must contain, and where a person can turn after the last stage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields, Words


class When(StrEnum):
    """Whether a part of the answer is always there, or there unless someone says why not."""

    ALWAYS = "always"
    AS_APPROPRIATE = "as_appropriate"


class Place(StrEnum):
    """Where in the letter it stands."""

    EACH_POINT = "each_point"
    LETTER = "letter"
    END = "end"
    ENCLOSED = "enclosed"


class ConditionKind(StrEnum):
    """An entry condition of an independent body."""

    MEMBER = "member"  # the setting says whether the provider belongs to it
    LOCAL_STAGES = "local_stages"  # number: how many stages of the provider must be done
    FINAL_ANSWER = "final_answer"
    WEEKS_ALLOWED = "weeks_allowed"  # number: weeks the provider has had to answer
    MONTHS_SINCE_INCIDENT = "months_since_incident"  # number: at most
    MONTHS_SINCE_ANSWER = "months_since_answer"  # number: at most
    IN_WRITING = "in_writing"


_NUMBERED = {
    ConditionKind.LOCAL_STAGES,
    ConditionKind.WEEKS_ALLOWED,
    ConditionKind.MONTHS_SINCE_INCIDENT,
    ConditionKind.MONTHS_SINCE_ANSWER,
}


@dataclass(frozen=True, slots=True)
class ResponsePoint:
    """One thing a written answer must contain."""

    key: str
    words: Words
    when: When
    place: Place
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One entry condition; `words` say it with "if" where it is not yet known to hold."""

    kind: ConditionKind
    words: Words
    number: int | None
    setting: str | None


@dataclass(frozen=True, slots=True)
class Signpost:
    """An independent body or adviser; `decides` is False where it takes no individual complaints.

    `after` is the stage that must be over, None where a person can turn to it at any time.
    """

    key: str
    name: Words
    says: Words
    contacts: tuple[str, ...]
    decides: bool
    after: str | None
    conditions: tuple[Condition, ...]
    clauses: tuple[str, ...]


def read_response_point(fields: Fields) -> ResponsePoint:
    """One part of the written answer from its mapping."""
    with fields:
        return ResponsePoint(
            key=fields.text("key"),
            words=fields.words("words"),
            when=fields.choice("when", When),
            place=fields.choice("place", Place),
            clauses=fields.texts("clauses"),
        )


def read_signpost(fields: Fields) -> Signpost:
    """One signpost from its mapping."""
    with fields:
        return Signpost(
            key=fields.text("key"),
            name=fields.words("name"),
            says=fields.words("says"),
            contacts=fields.texts("contacts"),
            decides=fields.flag("decides", default=True),
            after=fields.maybe_text("after"),
            conditions=tuple(_read_condition(part) for part in fields.parts("conditions", must=False)),
            clauses=fields.texts("clauses"),
        )


def _read_condition(fields: Fields) -> Condition:
    with fields:
        condition = Condition(
            kind=fields.choice("kind", ConditionKind),
            words=fields.words("words"),
            number=fields.maybe_number("number"),
            setting=fields.maybe_text("setting"),
        )
    if (condition.kind in _NUMBERED) != (condition.number is not None):
        raise PolicyError(f"{fields.where}: {condition.kind.value} and its number do not go together.")
    if (condition.kind is ConditionKind.MEMBER) != (condition.setting is not None):
        raise PolicyError(f"{fields.where}: {condition.kind.value} and its setting do not go together.")
    return condition
