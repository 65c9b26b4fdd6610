"""What a message is taken for: the reading, the open question and the thresholds decide."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.brief import Brief
from assistant.components.anchors import is_anchored
from assistant.components.reader import Understanding
from assistant.intent_model.intents import (
    ANSWER,
    ANSWERS,
    ASIDES,
    ASKED,
    DANGER,
    FIRST_DUTIES,
    NOT_UNDERSTOOD,
    OPENERS,
    SHORT_ANSWERS,
    SMALL_TALK,
    TOPICS,
)
from assistant.intent_model.text import word_count

# Kinds of question that are answered in one's own words, or in figures.
FREE_KINDS = frozenset(["narrative", "sentence", "date", "phone_number", "digits"])
A_FEW = 3  # so few say too little to be taken for danger on a likeness; the reviewed patterns hear them too
NO_DOUBT, ALL_BUT_CERTAIN = 0.9, 0.95
VERY_SHORT = 5
SHORT = 12
LONG = 25
_QUESTION = re.compile(
    r"\?|^\W*(?:who|what|when|where|why|how|which|can|could|will|would|do|does|did|is|are|am|may"
    r"|should|have|has)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[\d\s+().,/#-]*\d[\d\s+().,/#-]*")
# "She told me to wait" tells of somebody; "wait" is said to us.
_OF_OTHERS = re.compile(
    r"^\W*(?:(?:and|but|then|so|well)\W+)*(?:he|she|they|i (?:told|asked|said to) (?:him|her|them))\b", re.IGNORECASE
)
_LEADING_NO = re.compile(r"^\W*(?:no|nope|nah|none|nothing|neither)\b", re.IGNORECASE)
_LEADING_YES = re.compile(r"^\W*(?:yes|yeah|yep|aye|ok|okay)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Decision:
    """One intent, how sure it is, and what else the words touch on, likeliest first."""

    intent: str
    confidence: float
    topics: tuple[tuple[str, float], ...] = ()

    def topics_as_data(self) -> list[dict[str, object]]:
        return [{"intent": name, "confidence": sure} for name, sure in self.topics]


def decide(understood: Understanding, brief: Brief | None) -> Decision:
    """The intent acted on; danger first, then what the open question allows."""
    if brief and brief.choice:
        return Decision(ANSWER, 1.0)
    topics = _topics(understood)
    danger = _danger(understood)
    if danger:
        return Decision(*danger, topics)
    intent, sure = understood.ranking[0]
    if brief and brief.question and brief.question.kind in FREE_KINDS:
        interrupts = _interrupts(understood, brief) or (brief.question.key == "tell" and _opens_otherwise(understood))
        return Decision(intent if interrupts else ANSWER, sure, topics)
    plain = _plain_answer(understood) if brief and brief.question else None
    if plain:
        return Decision(plain, sure, topics)
    if brief and brief.question and intent not in ANSWERS and not _is_meant(intent, understood, brief):
        return Decision(ANSWER, sure, topics)
    if not understood.known:
        return Decision(NOT_UNDERSTOOD, sure, topics + _either_or(understood))
    if intent not in ANSWERS and word_count(understood.text) > LONG and not _sure(understood):
        return Decision(ANSWER, sure, topics)
    return Decision(intent, sure, topics)


def _interrupts(understood: Understanding, brief: Brief) -> bool:
    """Whether what was said to a question that wants free words is something else."""
    intent = understood.ranking[0][0]
    if intent in TOPICS or intent == ANSWER or not _sure(understood) or not _is_meant(intent, understood, brief):
        return False
    words = word_count(understood.text)
    if intent in SHORT_ANSWERS and understood.ranking[0][1] >= ALL_BUT_CERTAIN:
        return words <= SHORT
    if intent in SMALL_TALK or intent in SHORT_ANSWERS:
        return words <= VERY_SHORT
    plainly = intent in FIRST_DUTIES or bool(_QUESTION.search(understood.text))
    return words <= (LONG if plainly else SHORT)


def _is_meant(intent: str, understood: Understanding, brief: Brief) -> bool:
    """Whether the words hold what this intent cannot do without, or leave hardly a doubt; figures are an answer."""
    if intent in DANGER or _FIGURES.fullmatch(understood.text):
        return False
    if intent in ASKED and not _QUESTION.search(understood.text):
        return False
    if intent in ASIDES and _OF_OTHERS.search(understood.text):
        return False
    no_doubt = understood.ranking[0][1] > NO_DOUBT
    return no_doubt or is_anchored(intent, understood.text, language=brief.language)


def _plain_answer(understood: Understanding) -> str | None:
    """Yes or no at the front of what was taken for small talk: "none of those thank you" is an answer."""
    if understood.ranking[0][0] not in SMALL_TALK or word_count(understood.text) > SHORT:
        return None
    if _LEADING_NO.match(understood.text):
        return "deny"
    return "affirm" if _LEADING_YES.match(understood.text) else None


def _opens_otherwise(understood: Understanding) -> bool:
    """Whether the first words of a conversation are no story but a matter with a way of its own."""
    own_way = understood.ranking[0][0] in OPENERS and _sure(understood)
    return own_way and word_count(understood.text) <= LONG


def _sure(understood: Understanding) -> bool:
    return understood.ranking[0][1] >= understood.thresholds.control


def _either_or(understood: Understanding) -> tuple[tuple[str, float], ...]:
    """The two likeliest intents that are not topics, to be offered instead of guessed."""
    return tuple(pair for pair in understood.ranking if pair[0] not in TOPICS)[:2]


def _danger(understood: Understanding) -> tuple[str, float] | None:
    """The danger to act on: of a short message the whole, of a longer one each sentence."""
    limits = understood.thresholds
    if understood.parts:
        raised = any(part.danger >= limits.danger_within for part in understood.parts)
    elif word_count(understood.text) <= A_FEW:
        raised = understood.danger >= max(limits.danger, ALL_BUT_CERTAIN)
    else:
        likeliest = understood.ranking[0][0] in DANGER
        raised = understood.danger >= (limits.cue if likeliest else limits.danger)
    return _best(understood, frozenset(DANGER))[0] if raised else None


def _topics(understood: Understanding) -> tuple[tuple[str, float], ...]:
    """Topics and first duties that are likely enough, and danger that a person should read."""
    sure_enough = understood.thresholds.topic
    found = [pair for pair in _best(understood, TOPICS | FIRST_DUTIES) if pair[1] >= sure_enough]
    dangers = [understood.danger, *(part.danger for part in understood.parts)]
    if max(dangers) >= understood.thresholds.cue:
        found += _best(understood, frozenset(DANGER))[:1]
    return tuple(sorted(found, key=lambda pair: -pair[1]))


def _best(understood: Understanding, wanted: frozenset[str]) -> list[tuple[str, float]]:
    """The highest probability of each wanted intent, in the whole or a sentence, best first."""
    best: dict[str, float] = {}
    for ranking in (understood.ranking, *(part.ranking for part in understood.parts)):
        for name, sure in ranking:
            if name in wanted:
                best[name] = max(sure, best.get(name, 0.0))
    return sorted(best.items(), key=lambda pair: -pair[1])
