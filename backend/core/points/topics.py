"""Topics: what sentences are about, and how much two runs of them are about the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from backend.core.points.cues import cues
from backend.core.points.units import Unit

_NEARNESS = 0.35  # what two topics that lie near one another have in common; the same topic has 1
_COMMON = 4  # units; a word that more of them hold tells little


@dataclass(frozen=True, slots=True)
class Sense:
    """What some sentences are about: their topics with weights up to 1, and their rarer words."""

    topics: Mapping[str, float]
    stems: frozenset[str]


def rare_stems(units: Sequence[Unit]) -> frozenset[str]:
    """The words of a story that are in a few of its sentences only."""
    counted = Counter(stem for unit in units for stem in unit.stems)
    return frozenset(stem for stem, number in counted.items() if number <= _COMMON)


def sense_of(units: Iterable[Unit], rare: frozenset[str]) -> Sense:
    """What these sentences together are about."""
    topics: dict[str, float] = {}
    stems: set[str] = set()
    for unit in units:
        stems |= unit.stems
        for topic, weight in unit.topics.items():
            if weight > topics.get(topic, 0):
                topics[topic] = weight
    return Sense(topics, rare & stems)


def together(one: Sense, other: Sense) -> Sense:
    """What two runs of sentences together are about."""
    topics = {t: max(one.topics.get(t, 0), other.topics.get(t, 0)) for t in one.topics.keys() | other.topics.keys()}
    return Sense(topics, one.stems | other.stems)


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two sets of weighted topics are, from 0 to 1 (cosine, near topics counting in part)."""
    near = cues().near
    alike = sum(weight * other.get(topic, 0) for topic, weight in one.items())
    for topic, weight in one.items():
        alike += _NEARNESS * sum(w for t, w in other.items() if t in near[topic] or topic in near[t]) * weight
    size = hypot(*one.values()) * hypot(*other.values())
    return min(1.0, alike / size) if size else 0.0


def mass(topics: Mapping[str, float]) -> float:
    """How plainly any topic is named, from 0 to 1."""
    return min(1.0, hypot(*topics.values()))
