"""The facts the intake asks for, in order: each skippable, none before the story (design section 5)."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.question import Choice, Kind, Question
from backend.core.record import FactState, Record


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """One fact: its key, how it is asked, its choices, and the answer that makes it worth asking."""

    key: str
    kind: Kind
    choices: tuple[str, ...] = ()
    only_if: tuple[str, str] | None = None  # asked only when that fact has that value


FACTS = (
    FactQuestion("for_whom", Kind.MENU, ("myself", "someone_else")),
    FactQuestion("who_for", Kind.SENTENCE, only_if=("for_whom", "someone_else")),
    FactQuestion("authority", Kind.MENU, ("they_agree", "legal_authority", "not_yet"), ("for_whom", "someone_else")),
    FactQuestion("name", Kind.SENTENCE),
    FactQuestion("contact", Kind.SENTENCE),
    FactQuestion("when", Kind.DATE),
    FactQuestion("appointment", Kind.SENTENCE),
    FactQuestion("who", Kind.SENTENCE),
    FactQuestion("effect", Kind.NARRATIVE),
    FactQuestion("outcome", Kind.NARRATIVE),
    FactQuestion("earlier_answer", Kind.YES_NO, ("yes", "no")),
    FactQuestion("written_reply", Kind.YES_NO, ("yes", "no")),
    FactQuestion("needs", Kind.SENTENCE, ("none_needed",)),
)
BY_KEY = {fact.key: fact for fact in FACTS}


def next_fact(record: Record) -> FactQuestion | None:
    """The first fact that is neither given, heard in the story, nor skipped."""
    return next((fact for fact in FACTS if fact.key not in record.facts and _applies(fact, record)), None)


def _applies(fact: FactQuestion, record: Record) -> bool:
    if fact.only_if is None:
        return True
    key, value = fact.only_if
    given = record.facts.get(key)
    return given is not None and given.state is not FactState.SKIPPED and given.value == value


def fact_question(fact: FactQuestion) -> Question:
    """The Question that asks for a fact."""
    choices = (*(Choice(meaning, fact.key) for meaning in fact.choices), Choice("skip"))
    return Question(f"fact.{fact.key}", fact.kind, choices, skippable=True, about=fact.key)
