"""What a message is taken for: the reading, the open question and the thresholds decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from assistant.brief import Brief
from assistant.components.intents import (
    ANSWER,
    ANSWERS,
    DANGER,
    FIRST_DUTIES,
    NOT_UNDERSTOOD,
    SHORT_ANSWERS,
    SMALL_TALK,
    TOPICS,
)
from assistant.components.reader import Understanding
from assistant.components.text import word_count

# Kinds of question that are answered in one's own words, or in figures.
FREE_KINDS = frozenset("narrative sentence date phone_number digits".split())
SHORT = 12
VERY_SHORT = 5
_QUESTION = re.compile(
    r"\?|^\W*(?:who|what|when|where|why|how|which|can|could|will|would|do|does|did|is|are|am|may"
    r"|should|have|has)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Decision:
    """One intent, how sure it is, and what else the words touch on, likeliest first."""

    intent: str
    confidence: float
    topics: tuple[tuple[str, float], ...] = ()

    def topics_as_data(self) -> list[dict[str, object]]:
        return [{"intent": name, "confidence": sure} for name, sure in self.topics]


def decide(understood: Understanding, brief: Optional[Brief]) -> Decision:
    """The intent acted on; danger first, then what the open question allows."""
    if brief and brief.choice:
        return Decision(ANSWER, 1.0)
    topics = _topics(understood)
    danger = _danger(understood)
    if danger:
        return Decision(*danger, topics)
    intent, sure = understood.ranking[0]
    if brief and brief.question and brief.question.kind in FREE_KINDS:
        if not _interrupts(intent, sure, understood):
            intent = ANSWER
        return Decision(intent, sure, topics)
    if not understood.known:
        return Decision(NOT_UNDERSTOOD, sure, topics + _either_or(understood))
    return Decision(intent, sure, topics)


def _interrupts(intent: str, sure: float, understood: Understanding) -> bool:
    """Whether words said to an open question that wants free words are something else."""
    if intent in TOPICS or intent == ANSWER:
        return False
    if sure < understood.thresholds.control:
        return False
    words = word_count(understood.text)
    if intent in SMALL_TALK or intent in SHORT_ANSWERS:
        return words <= VERY_SHORT
    return words <= SHORT or bool(_QUESTION.search(understood.text))


def _either_or(understood: Understanding) -> tuple[tuple[str, float], ...]:
    """The two likeliest intents that are not topics, to be offered instead of guessed."""
    return tuple(pair for pair in understood.ranking if pair[0] not in TOPICS)[:2]


def _danger(understood: Understanding) -> Optional[tuple[str, float]]:
    """The danger to act on, in the whole or in a sentence of it."""
    limits = understood.thresholds
    surely = understood.danger >= limits.danger and not understood.parts
    likeliest = understood.ranking[0][0] in DANGER and understood.danger >= limits.cue
    within = any(part.danger >= limits.danger_within for part in understood.parts)
    if not (surely or likeliest or within):
        return None
    return _best(understood, frozenset(DANGER))[0]


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
