"""Whole walks through the intake: whatever is said or chosen, no word is lost and there is always a way on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.intake.agenda import open_question
from backend.core.intake.facts import next_fact
from backend.core.intake.hear import hear_answer
from backend.core.intake.point_keys import points_key
from backend.core.intake.situation import CaseKind, Heard, Outcome, Situation
from backend.core.intake.steering import ask_first, ask_to_start_over, correct
from backend.core.intake.telling import hear_addition, kind_of_case
from backend.core.question import Question
from backend.core.record import Record, texts, words_of
from backend.core.record_edits import rest_spans
from tests.core.intake.situations import CALL, UPDATE, a_case, all_asked, an_entity, asked

INTENTS = (
    *("add_information", "affirm", "deny", "unsure", "skip_question", "finished_telling", "thanks", "greet"),
    *("complain_billing", "complain_injury_or_pain", "raise_concern", "on_behalf_of_someone", "correct_record"),
    *("out_of_scope", ""),
)
SENTENCES = ("It hurt. Nobody came!\n\nThe bill (40 pounds) was wrong.", "yes", "2749", "for my mother", "no, two")
ENTITIES = (
    an_entity("email", "j@a.test", "j@a.test"),
    an_entity("phone", "020 7946 0001", "020 7946 0001"),
    an_entity("reference", "B-12", "B-12"),
    an_entity("date", {"from": "2026-11-03", "to": "2026-11-09"}, "early November"),
    an_entity("point_number", 2, "two"),
    an_entity("point_number", "7", "seven"),
    an_entity("relationship", "mother", "my mother"),
    an_entity("name", "Joan Ash", "Joan Ash"),
    an_entity("code", "2749", "2749"),
)


@dataclass(frozen=True)
class Step:
    """One thing a person does: take the nth choice, or have these words understood by one operation."""

    operation: str
    nth: int
    heard: Heard


words = st.one_of(st.sampled_from(SENTENCES), st.text(min_size=1, max_size=80).filter(lambda text: text.strip() != ""))
heards = st.builds(
    Heard,
    text=words,
    intent=st.sampled_from(INTENTS),
    entities=st.lists(st.sampled_from(ENTITIES), max_size=2).map(tuple),
    topics=st.sampled_from([(), ("complain_billing",), ("complain_injury_or_pain",)]),
)
operations = st.sampled_from([*["choose"] * 6, *["answer"] * 4, "add", "correct", "start over", "withdraw"])
steps = st.builds(Step, operation=operations, nth=st.integers(0, 20), heard=heards)
beginnings = st.builds(
    Situation,
    channel=st.sampled_from(["web", "phone"]),
    case=st.sampled_from([None, a_case(), a_case(CaseKind.CONCERN), a_case(CaseKind.UNSORTED)]),
    offers=st.sampled_from([(), (CALL,), (CALL, UPDATE)]),
    call_back_open=st.booleans(),
    asks_concern=st.booleans(),
)
midways = st.sampled_from([asked("points"), asked("fact.name"), asked("offer"), asked("sign"), all_asked()])


@settings(max_examples=120, deadline=None)
@given(st.one_of(beginnings, midways), st.lists(steps, max_size=40))
def test_no_walk_loses_words_or_ends_in_a_dead_end(situation: Situation, walk: list[Step]):
    for step in walk:
        outcome = _take(situation, step)
        _no_word_is_lost(situation, outcome)
        situation = outcome.situation
        if situation.focus is not None and situation.focus.doing == "resume_reference":
            situation = replace(situation, focus=None)  # from here on `resuming` listens
        _there_is_a_way_on(situation)
        _every_choice_leads_on(situation)
        _nothing_known_is_asked(situation, open_question(situation))


def _take(situation: Situation, step: Step) -> Outcome:
    heard = step.heard
    question = open_question(situation)
    if step.operation == "choose" and question is not None:
        choice = question.choices[step.nth % len(question.choices)]
        return hear_answer(situation, Heard(choice.meaning, "choice", choice=choice))
    if step.operation == "correct":
        return correct(situation, heard)
    if step.operation == "start over":
        return ask_to_start_over(situation)
    if step.operation == "withdraw":
        return ask_first(situation, "withdraw")
    if situation.case is None and kind_of_case(heard, asks_concern=situation.asks_concern) is not None:
        situation = replace(situation, case=a_case())
    listen = hear_addition if step.operation == "add" and situation.case else hear_answer
    return listen(situation, heard)


def _no_word_is_lost(before: Situation, outcome: Outcome) -> None:
    """Parts are only ever added, and every character of them is in a point or in the rest."""
    after = outcome.situation
    if "started_over" in [say.key for say in outcome.says]:
        assert after.record == Record()
        assert (after.version > before.version) is (before.record != Record())
        return
    told = texts(before.record)
    assert texts(after.record)[: len(told)] == told
    assert (after.version > before.version) is (after.record != before.record)
    _all_is_covered(after.record)


def _all_is_covered(record: Record) -> None:
    covered = {span for point in record.points for span in point.spans} | set(rest_spans(record))
    for part in record.parts:
        places = {place for span in covered if span.part == part.number for place in range(span.start, span.end)}
        missing = [char for place, char in enumerate(part.text) if place not in places and not char.isspace()]
        assert missing == [], f"{missing} of {part.text!r} is in no point and not in the rest"
    assert all(words_of(record, point).strip() for point in record.points)


def _there_is_a_way_on(situation: Situation) -> None:
    if open_question(situation) is not None:
        return
    record = situation.record
    assert situation.case is not None and record.story_done and situation.focus is None
    assert not record.points or situation.progress["points"] == points_key(record)
    assert "code" in situation.progress and next_fact(record) is None
    assert {offer.key for offer in situation.offers} <= set(record.offers)
    declined = situation.progress.get("agreement") == "declined"
    ended_with = {"copy"} if situation.channel == "phone" else {"sign", "copy"}
    assert declined or (situation.agreed and ended_with <= set(situation.progress))


def _every_choice_leads_on(situation: Situation) -> None:
    question = open_question(situation)
    for choice in question.choices if question else ():
        outcome = hear_answer(situation, Heard(choice.meaning, "choice", choice=choice))
        assert "choice_is_past" not in [say.key for say in outcome.says], choice
        assert outcome.says or outcome.situation != situation or choice.meaning == "person", choice


def _nothing_known_is_asked(situation: Situation, question: Question | None) -> None:
    if question is not None and question.key.startswith("fact.") and situation.focus is None:
        assert question.about not in situation.record.facts
