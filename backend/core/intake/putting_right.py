"""A correction in words ("no, it was Tuesday"): it goes to what it corrects, word for word, and is never lost."""

from __future__ import annotations

import re
from dataclasses import replace

from backend.core.intake.asking import hear_fact
from backend.core.intake.facts import FACTS
from backend.core.intake.situation import Heard, Outcome, Situation, focused, read_value, with_record
from backend.core.record import Fact, FactState, Record, add_point, give_fact, point_at, words_of

_LEAST_WORDS = 3
_BEGINS = re.compile(
    r"^\W*(?:no|nope|oh|sorry|actually|wait|hang on|correction|yes,? but|i meant?|not)\b.*"
    r"\b(?:it|it's|its|that|this|she|he|they|there|we|i|the|my|her|his)\b",
    re.IGNORECASE | re.DOTALL,
)
# "No, that is wrong" says that something is to be changed, and not yet to what.
_SAYS_ONLY_THAT = re.compile(
    r"\b(?:wrong|incorrect|mistakes?|errors?|change|correct|edit|fix|amend|right)\b|\b(?:not|\w+n't)\W*$", re.IGNORECASE
)
_A_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|yesterday|today|last (?:week|month|year)"
    r"|january|february|march|april|june|july|august|september|october|november|december|\d{1,2} may|may \d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th)|\d{1,2}[/.]\d{1,2})\b",
    re.IGNORECASE,
)


def says_what_is_right(heard: Heard) -> bool:
    """Whether the words hold what it should say, and not only that something is wrong."""
    if heard.choice is not None or len(heard.text.split()) < _LEAST_WORDS or heard.entity("point_number"):
        return False
    return bool(_BEGINS.search(heard.text)) and not _SAYS_ONLY_THAT.search(heard.text)


def put_right(situation: Situation, heard: Heard) -> Outcome:
    """To the answer just given; else to the one point it can mean; else they are asked which, with their words kept."""
    latest = answer_just_given(situation, heard)
    if latest is not None:
        return hear_fact(focused(situation, "change_fact", latest), heard, latest)
    number = _only_point_meant(situation, heard)
    if number is not None:
        return add_to_point(_with_day(situation, heard), number, heard.text)
    return Outcome(focused(situation, "which_change", heard.text)).saying("put_right_where", words=heard.text)


def add_to_point(situation: Situation, number: int, words: str) -> Outcome:
    """The words follow the point's own; nothing that was said before is taken out."""
    record = _extended(situation.record, number, words, source=situation.channel)
    added = focused(with_record(situation, record), None)
    return Outcome(added).saying("added_to_point", number=str(number))


def answer_just_given(situation: Situation, heard: Heard) -> str | None:
    """While facts are asked, the last one before the open question that was answered."""
    asked = [f"fact.{fact.key}" for fact in FACTS]
    if heard.asked not in asked:
        return None
    facts = situation.record.facts
    before = [fact.key for fact in FACTS[: asked.index(heard.asked)]]
    answered = [key for key in before if key in facts and facts[key].state is FactState.GIVEN]
    return answered[-1] if answered else None


def _only_point_meant(situation: Situation, heard: Heard) -> int | None:
    """A day belongs to the one point that has a day; anything else to the only point there is."""
    words = [words_of(situation.record, point) for point in situation.record.points]
    if _A_DAY.search(heard.text):
        answer = situation.record.facts.get("when")
        dated = [number for number, said in enumerate(words, start=1) if _A_DAY.search(said)]
        if dated and answer is not None and answer.state is FactState.GIVEN:
            return None
        return dated[0] if len(dated) == 1 else None
    return 1 if len(words) == 1 and not situation.record.facts else None


def _with_day(situation: Situation, heard: Heard) -> Situation:
    """A day that was put right is not asked for again."""
    day = heard.entity("date")
    if day is None or "when" in situation.record.facts:
        return situation
    fact = Fact(str(day["text"]), FactState.HEARD, read_value(day))
    return replace(situation, record=give_fact(situation.record, "when", fact))


def _extended(record: Record, number: int, words: str, *, source: str) -> Record:
    point = point_at(record, number)
    added = add_point(record, words, source=source)
    longer = replace(point, spans=(*point.spans, *added.points[-1].spans))
    return replace(added, points=tuple(longer if one == point else one for one in added.points[:-1]))
