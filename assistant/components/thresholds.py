"""Cut-offs learned by cross-validation when the model is trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

import numpy as np
from sklearn.model_selection import StratifiedKFold

from assistant.components.hybrid import Reading, fit
from assistant.components.intents import ANSWERS, DANGER, TOPICS

FOLDS = 5
# Of messages that do belong to an intent, this share may be sent back as not understood.
REJECTED_IN_SCOPE = 0.05
# Of intents acted on, and of topics suggested, at least this share must be right.
CONTROL_PRECISION = 0.9
TOPIC_PRECISION = 0.8
# Of ordinary messages, this share may bring out a safety line by mistake.
DANGER_FALSE_ALARMS = 0.01
# ... and this share may be marked for a person to read, without a word to the one who wrote.
CUE_FALSE_ALARMS = 0.03


@dataclass(frozen=True)
class Thresholds:
    """The least score to be understood; the least probability to act on each kind of reading."""

    reject: float
    danger: float
    cue: float
    control: float
    topic: float


def held_back(
    texts: Sequence[str], labels: Sequence[str], vectors: Optional[np.ndarray], folds: int = FOLDS
) -> tuple[tuple[str, ...], dict[str, Reading]]:
    """Read every example with a model that has not seen it, by words and, if given, vectors."""
    names = tuple(sorted(set(labels)))
    ways = ("words",) if vectors is None else ("words", "vectors")
    readings = {way: _unread(len(texts), len(names)) for way in ways}
    for seen, unseen in StratifiedKFold(folds, shuffle=True, random_state=0).split(texts, labels):
        model = fit([texts[i] for i in seen], [labels[i] for i in seen], _rows(vectors, seen))
        columns = [names.index(label) for label in model.labels]
        for way, whole in readings.items():
            rows = _rows(vectors, unseen) if way == "vectors" else None
            part = model.read([texts[i] for i in unseen], rows)
            whole.probabilities[np.ix_(unseen, columns)] = part.probabilities
            whole.scores[unseen] = part.scores
    return names, readings


def _unread(texts: int, names: int) -> Reading:
    return Reading(np.zeros((texts, names)), np.zeros(texts))


def learn(names: Sequence[str], labels: Sequence[str], reading: Reading) -> Thresholds:
    """The cut-offs at which the shares above are just kept."""
    truth = np.asarray(labels)
    best = np.asarray(names)[reading.probabilities.argmax(axis=1)]
    sure = reading.probabilities.max(axis=1)
    right = best == truth
    topic = np.isin(best, list(TOPICS))
    control = ~np.isin(best, list(ANSWERS))
    alarms = danger_of(names, reading.probabilities)[~np.isin(truth, DANGER)]
    return Thresholds(
        reject=float(np.quantile(reading.scores[right], REJECTED_IN_SCOPE)),
        danger=float(np.quantile(alarms, 1 - DANGER_FALSE_ALARMS)),
        cue=float(np.quantile(alarms, 1 - CUE_FALSE_ALARMS)),
        control=_least_sure(sure[control], right[control], CONTROL_PRECISION),
        topic=_least_sure(sure[topic], right[topic], TOPIC_PRECISION),
    )


def accuracy(names: Sequence[str], labels: Sequence[str], reading: Reading) -> float:
    """The share of texts whose likeliest intent is the right one."""
    best = np.asarray(names)[reading.probabilities.argmax(axis=1)]
    return float((best == np.asarray(labels)).mean())


def danger_of(names: Sequence[str], probabilities: np.ndarray) -> np.ndarray:
    """The probability of any kind of danger (texts,)."""
    columns = [n for n, name in enumerate(names) if name in DANGER]
    return probabilities[:, columns].sum(axis=1)


def _least_sure(sure: np.ndarray, right: np.ndarray, precision: float) -> float:
    """The lowest probability from which upwards the wanted share is right; 1 if there is none."""
    order = np.argsort(-sure)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= precision)
    return float(sure[order][good[-1]]) if len(good) else 1.0


def _rows(vectors: Optional[np.ndarray], rows: np.ndarray) -> Optional[np.ndarray]:
    return None if vectors is None else vectors[rows]
