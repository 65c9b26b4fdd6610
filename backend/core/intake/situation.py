"""Where a conversation stands, what was heard, and what follows: the values the intake works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from backend.core.question import Choice, Say
from backend.core.record import Record


class CaseKind(StrEnum):
    """What a case is taken as; a named person may change it, never to a later date."""

    COMPLAINT = "complaint"
    CONCERN = "concern"  # Lumiere's word (L.R52); the same clock
    UNSORTED = "unsorted"  # taken while the assistant could not answer


@dataclass(frozen=True, slots=True)
class Focus:
    """A question inside the conversation's order: what is being changed, and how far that has got."""

    doing: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """One thing stage 1 can offer for this complaint now; `values` are display-ready."""

    key: str
    label: str
    owner: str
    by: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case as the conversation may speak of it; every value is display-ready."""

    kind: CaseKind
    reference: str
    reference_spoken: str
    owner: str
    owner_begins: str  # to begin a sentence with
    answers: str  # "will answer" or "aims to answer", as the policy says (Q7)
    due: str
    proof: str
    stage: str
    if_missed: str
    next_stage: str
    over: bool = False  # settled, taken back or closed: nothing more is asked


@dataclass(frozen=True, slots=True)
class Situation:
    """One conversation at one moment. `progress` holds what is answered beside the record."""

    channel: str
    record: Record = field(default_factory=Record)
    version: int = 0
    case: CaseView | None = None
    focus: Focus | None = None
    on_hold: bool = False
    agreed_version: int | None = None
    signed_version: int | None = None
    progress: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[OfferChoice, ...] = ()
    asks_concern: bool = False
    call_back_open: bool = False
    caller_number: str | None = None  # E.164; None on the web and for withheld numbers
    can_text: bool = False  # the provider has a number that texts can come from

    @property
    def agreed(self) -> bool:
        """Whether the record as it now stands is the one that was agreed."""
        return self.agreed_version is not None and self.agreed_version == self.version


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as the assistant understood it. `text` is the person's own words."""

    text: str
    intent: str = "add_information"
    confidence: float = 1.0
    choice: Choice | None = None
    choice_of: str | None = None  # the key of the question the choice was offered with
    asked: str | None = None  # the key of the question that was asked last, where that is known
    asked_version: str | None = None  # the version of the record that question read back
    entities: tuple[Mapping[str, object], ...] = ()
    topics: tuple[str, ...] = ()

    def chose(self, meaning: str) -> bool:
        """Whether a ready answer with this meaning was chosen."""
        return self.choice is not None and self.choice.meaning == meaning

    def value(self, kind: str) -> str | None:
        """The read value of the first entity of a kind; a date is "from/to" in ISO days."""
        found = self.entity(kind)
        return read_value(found) if found is not None else None

    def entity(self, kind: str) -> Mapping[str, object] | None:
        """The first entity of a kind, if there is one."""
        return next((entity for entity in self.entities if entity.get("entity") == kind), None)


def read_value(entity: Mapping[str, object]) -> str:
    """An entity's value as the record keeps it."""
    value = entity.get("value")
    if isinstance(value, Mapping):
        return f"{value.get('from')}/{value.get('to')}"
    return str(value)


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the service does with the outcome, in the same transaction."""

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from one message: words to say, the new record and progress, effects to carry out."""

    situation: Situation
    says: tuple[Say, ...] = ()
    effects: tuple[Effect, ...] = ()

    def saying(self, key: str, **values: str | list[str]) -> Outcome:
        """This outcome with one more thing said."""
        return replace(self, says=(*self.says, Say(key, values)))

    def doing(self, kind: str, **values: str) -> Outcome:
        """This outcome with one more effect."""
        return replace(self, effects=(*self.effects, Effect(kind, values)))


def unchanged(situation: Situation) -> Outcome:
    """An outcome in which nothing changes."""
    return Outcome(situation)


def with_record(situation: Situation, record: Record) -> Situation:
    """The situation with an edited record, one version on; no change is no version."""
    if record == situation.record:
        return situation
    return replace(situation, record=record, version=situation.version + 1)


def with_progress(situation: Situation, **answers: str) -> Situation:
    """The situation with these questions answered beside the record."""
    return replace(situation, progress={**situation.progress, **answers})


def focused(situation: Situation, doing: str | None, about: str | None = None) -> Situation:
    """The situation with this inner question open, or none."""
    return replace(situation, focus=Focus(doing, about) if doing else None)
