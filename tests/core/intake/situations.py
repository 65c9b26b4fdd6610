"""Situations to begin a test from, and the two things a person does in them: say something, choose something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from backend.core.intake.agenda import open_question
from backend.core.intake.hear import hear_answer
from backend.core.intake.situation import CaseKind, CaseView, Heard, OfferChoice, Outcome, Situation
from backend.core.question import Choice, Question
from backend.core.record import Record, add_part

STORY = "My cheek is lumpy after the filler. Nobody has called me back about it."
CALL = OfferChoice(key="call", label="a call from the clinic manager", owner="the clinic manager", by="Friday")
UPDATE = OfferChoice(key="update", label="an update", owner="the clinic manager", by="Thursday")
_MOST_STEPS = 40
_PLAIN_ANSWERS = {
    "tell_more": "that_is_everything",
    "look_into": "yes",
    "points": "agree",
    "offer": "none_of_these",
    "agree": "agree",
    "sign": "skip",
    "copy": "copy_page",
}


def a_case(kind: CaseKind = CaseKind.COMPLAINT) -> CaseView:
    """A case as the conversation may speak of it."""
    return CaseView(
        kind=kind,
        reference="L47301992",
        reference_spoken="L, 4, 7, 3, 0, 1, 9, 9, 2",
        owner="the clinic manager",
        owner_begins="The clinic manager",
        answers="aims to answer",
        due="Friday 18 December 2026",
        proof="Twenty working days after Monday 23 November 2026.",
        stage="the clinic's answer",
        if_missed="We will write to you before it passes.",
        next_stage="You can ask for the next stage.",
    )


def telling(
    *parts: str, kind: CaseKind = CaseKind.COMPLAINT, offers: Iterable[OfferChoice] = (CALL, UPDATE)
) -> Situation:
    """A case has been opened and these parts of the story have been told."""
    record = Record()
    for part in parts or (STORY,):
        record = add_part(record, part, source="web")
    return Situation(channel="web", record=record, version=len(record.parts), case=a_case(kind), offers=tuple(offers))


def asked(key: str, situation: Situation | None = None) -> Situation:
    """The conversation after plain answers (agree, skip, none), at the moment this question is open."""
    situation = situation or telling()
    for _ in range(_MOST_STEPS):
        question = open_question(situation)
        assert question is not None, f"{key} was never asked."
        if question.key == key:
            return situation
        situation = plainly(situation).situation
    raise AssertionError(f"{key} was not asked in {_MOST_STEPS} steps.")


def plainly(situation: Situation) -> Outcome:
    """What follows from the plainest answer to the open question."""
    question = open_question(situation)
    return choose(situation, _PLAIN_ANSWERS.get(question.key if question else "", "skip"))


def all_asked(situation: Situation | None = None) -> Situation:
    """The conversation when nothing is left to ask."""
    return choose(asked("copy", situation), "copy_page").situation


def say(
    situation: Situation,
    text: str,
    intent: str = "add_information",
    *,
    topics: tuple[str, ...] = (),
    entities: tuple[dict[str, object], ...] = (),
) -> Outcome:
    """What follows when these words are heard."""
    return hear_answer(situation, Heard(text, intent, topics=topics, entities=entities))


def choose(situation: Situation, meaning: str, about: str | None = None) -> Outcome:
    """What follows when the open question's choice with this meaning is taken."""
    question = open_question(situation)
    assert question is not None, f"Nothing is asked, so {meaning} cannot be chosen."
    fitting = [c for c in question.choices if c.meaning == meaning and about in {None, c.about}]
    assert fitting, f"{question.key} does not offer {meaning}."
    return hear_answer(situation, Heard(meaning.replace("_", " "), "choice", choice=fitting[0]))


def press_old(situation: Situation, meaning: str, about: str | None = None) -> Outcome:
    """What follows when a choice of an earlier question is taken."""
    return hear_answer(situation, Heard("an old button", "choice", choice=Choice(meaning, about)))


def question_after(outcome: Outcome | Situation) -> Question | None:
    """The question that is open now."""
    return open_question(outcome.situation if isinstance(outcome, Outcome) else outcome)


def key_after(outcome: Outcome | Situation) -> str | None:
    """The key of the question that is open now."""
    question = question_after(outcome)
    return question.key if question else None


def said(outcome: Outcome) -> list[str]:
    """The wording keys that are said."""
    return [say.key for say in outcome.says]


def done(outcome: Outcome) -> list[str]:
    """The kinds of the effects."""
    return [effect.kind for effect in outcome.effects]


def without_case() -> Situation:
    """Nothing has been told yet."""
    return replace(telling(), case=None, record=Record(), version=0)


def an_entity(kind: str, value: object, text: str, *, start: int = 0) -> dict[str, object]:
    """Something the assistant found in the words."""
    return {"entity": kind, "value": value, "text": text, "start": start, "end": start + len(text)}
