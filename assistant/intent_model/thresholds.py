"""Cut-offs learned by cross-validation when the model is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedKFold

from assistant.intent_model.hybrid import Reading, fit
from assistant.intent_model.intents import ANSWERS, DANGER, ORDINARY, TOPICS

FOLDS = 5
# Of messages that do belong to an intent, this share may be sent back as not understood.
REJECTED_IN_SCOPE = 0.05
# Of intents acted on, ordinary sentences among them, and of topics suggested, at least this share must be right.
CONTROL_PRECISION = 0.9
TOPIC_PRECISION = 0.8
# Of ordinary messages, this share may bring out a safety line by mistake; a long story has
# many sentences, so of single sentences in one only this share may;
DANGER_FALSE_ALARMS = 0.01
DANGER_FALSE_ALARMS_WITHIN = 0.005
# and this share may be marked for a person to read, with nothing said.
CUE_FALSE_ALARMS = 0.03


@dataclass(frozen=True)
class Thresholds:
    """The least score to be understood; the least probability to act on each kind of reading."""

    reject: float
    danger: float
    danger_within: float
    cue: float
    control: float
    topic: float


def held_back(
    texts: Sequence[str], labels: Sequence[str], vectors: np.ndarray | None, folds: int = FOLDS
) -> tuple[tuple[str, ...], dict[str, Reading]]:
    """Read every example with a model that has not seen it, by words and, if given, vectors."""
    names = tuple(sorted(set(labels) - {ORDINARY}))
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
            whole.dangers[unseen] = part.dangers
    return names, readings


def learn(names: Sequence[str], labels: Sequence[str], reading: Reading) -> Thresholds:
    """The cut-offs at which the shares above are just kept."""
    truth = np.asarray(labels)
    of_intent = truth != ORDINARY
    best = np.asarray(names)[reading.probabilities.argmax(axis=1)]
    sure = reading.probabilities.max(axis=1)
    right = best == truth
    topic = of_intent & np.isin(best, list(TOPICS))
    control = ~np.isin(best, list(ANSWERS))
    alarms = reading.dangers[~np.isin(truth, DANGER)]
    return Thresholds(
        reject=float(np.quantile(reading.scores[right], REJECTED_IN_SCOPE)),
        danger=float(np.quantile(alarms, 1 - DANGER_FALSE_ALARMS)),
        danger_within=float(np.quantile(alarms, 1 - DANGER_FALSE_ALARMS_WITHIN)),
        cue=float(np.quantile(alarms, 1 - CUE_FALSE_ALARMS)),
        control=_least_sure(sure[control], right[control], CONTROL_PRECISION),
        topic=_least_sure(sure[topic], right[topic], TOPIC_PRECISION),
    )


def measured(names: Sequence[str], labels: Sequence[str], reading: Reading) -> dict[str, float]:
    """What the readings are worth: the share right, and the share of dangers acted on."""
    truth = np.asarray(labels)
    best = np.asarray(names)[reading.probabilities.argmax(axis=1)]
    of_intent = truth != ORDINARY
    found = reading.dangers[np.isin(truth, DANGER)] >= learn(names, labels, reading).danger
    return {
        "accuracy": float((best == truth)[of_intent].mean()),
        "danger_recall": float(found.mean()),
    }


def _unread(texts: int, names: int) -> Reading:
    return Reading(np.zeros((texts, names)), np.zeros(texts), np.zeros(texts))


def _least_sure(sure: np.ndarray, right: np.ndarray, precision: float) -> float:
    """The lowest probability from which upwards the wanted share is right; 1 if there is none."""
    order = np.argsort(-sure)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= precision)
    return float(sure[order][good[-1]]) if len(good) else 1.0


def _rows(vectors: np.ndarray | None, rows: np.ndarray) -> np.ndarray | None:
    return None if vectors is None else vectors[rows]
