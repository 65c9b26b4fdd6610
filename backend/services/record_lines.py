"""The words of a record line by line, each with what its person may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.core.intake.facts import FACTS, FactQuestion
from backend.core.points import split_at_sentences
from backend.core.policy import ComplaintsPolicy
from backend.core.question import Kind
from backend.core.record import Fact, FactState, Point, Record, from_data, words_of
from backend.core.record_changes import Change, Changed, changes
from backend.core.record_edits import may_be_a_point, place_of, rest_spans
from backend.services.context import Context
from backend.services.presenting import fact_words
from backend.store.tables import Case, RecordVersion

_PHONE = "phone"


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point; `by_phone`: the phone line heard the words; `splits`: it has more than one sentence."""

    id: int
    number: int
    words: str
    by_phone: bool
    splits: bool


@dataclass(frozen=True, slots=True)
class RestLine:
    """Words that are in no point; `place` names them in a form, None where they stay apart."""

    words: str
    by_phone: bool
    place: str | None


@dataclass(frozen=True, slots=True)
class FactLine:
    """One answer; `state` is given, heard, skipped or unasked, `choices` are ready answers with their labels."""

    key: str
    label: str
    words: str
    value: str | None
    state: str
    choices: Sequence[tuple[str, str]]
    is_long: bool


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One thing that was offered, and whether it was accepted."""

    words: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What a version of the record says."""

    story_done: bool
    points: Sequence[PointLine]
    rest: Sequence[RestLine]
    facts: Sequence[FactLine]
    offers: Sequence[OfferLine]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change between two versions: what it is about, what it was and what it is now, None for nothing."""

    what: str
    was: str | None
    now: str | None


def record_words(context: Context, case: Case, stored: RecordVersion | None, language: str) -> Words:
    """The lines of a stored version, or of a record in which nothing is told yet."""
    record = from_data(stored.document) if stored else Record()
    policy = context.policy(case.provider)
    return Words(
        story_done=record.story_done,
        points=[_point(record, number, point) for number, point in enumerate(record.points, start=1)],
        rest=_rest(record),
        facts=[_fact(context, record, question, language) for question in FACTS if _matters(record, question)],
        offers=[OfferLine(_offer(policy, key, language), said == "accepted") for key, said in record.offers.items()],
    )


def _point(record: Record, number: int, point: Point) -> PointLine:
    parts = {part.number: part for part in record.parts}
    sentences = [piece for span in point.spans for piece in split_at_sentences(parts[span.part].text, span)]
    by_phone = any(parts[span.part].source == _PHONE for span in point.spans)
    return PointLine(point.id, number, words_of(record, point), by_phone, len(sentences) > 1)


def _rest(record: Record) -> list[RestLine]:
    return [
        RestLine(
            words=part.text[span.start : span.end],
            by_phone=part.source == _PHONE,
            place=place_of(span) if may_be_a_point(record, span) else None,
        )
        for span in rest_spans(record)
        for part in (record.parts[span.part - 1],)
    ]


def _matters(record: Record, question: FactQuestion) -> bool:
    """Whether the question fits this record: answered, or not only for somebody else's complaint."""
    if question.key in record.facts or question.only_if is None:
        return True
    key, value = question.only_if
    return key in record.facts and record.facts[key].value == value


def _fact(context: Context, record: Record, question: FactQuestion, language: str) -> FactLine:
    fact = record.facts.get(question.key)
    return FactLine(
        key=question.key,
        label=context.wording.say(language, f"facts.{question.key}"),
        words=fact_words(context, fact, language) if fact else "",
        value=fact.value if fact else None,
        state=str(fact.state) if fact else "unasked",
        choices=[(each, context.wording.say(language, f"choices.{each}")) for each in question.choices],
        is_long=question.kind is Kind.NARRATIVE,
    )


def _offer(policy: ComplaintsPolicy, key: str, language: str) -> str:
    return policy.offers[key].words.to(language) if key in policy.offers else key


def change_lines(context: Context, case: Case, before: Record, after: Record, language: str) -> list[ChangeLine]:
    """What is different between two versions, in words."""
    return [_change(context, case, before, after, change, language) for change in changes(before, after)]


def _change(context: Context, case: Case, before: Record, after: Record, change: Change, language: str) -> ChangeLine:
    say = context.wording.say
    if change.what is Changed.FACT:
        label = say(language, f"facts.{change.key}")
        was, now = (_fact_said(context, record.facts.get(change.key), language) for record in (before, after))
        return ChangeLine(label, was, now)
    if change.what is Changed.OFFER:
        answers = [value and say(language, f"record_page.offer_{value}") for value in (change.was, change.now)]
        return ChangeLine(_offer(context.policy(case.provider), change.key, language), *answers)
    what = say(language, f"record_page.changed_{change.what}", number=change.key)
    return ChangeLine(what, change.was, change.now)


def _fact_said(context: Context, fact: Fact | None, language: str) -> str | None:
    if fact is None:
        return None
    if fact.state is FactState.SKIPPED:
        return context.wording.say(language, "record_page.fact_skipped")
    return fact_words(context, fact, language)
