"""The intent model: a linear SVM on words and a logistic regression on sentence vectors, mixed.

Both halves are plain arrays: stored without pickle, and either answers without the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from assistant.intent_model.danger import Screen, danger_of, fit_screen
from assistant.intent_model.intents import ORDINARY
from assistant.intent_model.linear import Linear, linear_of, softmax
from assistant.intent_model.word_features import WordFeatures

SVM_C = 1.0
SVM_TEMPERATURE = 0.25
# e5 vectors lie close together, so the regression needs a large C.
LR_C = 100.0
MIX = 0.5


@dataclass(frozen=True)
class VectorHalf:
    """The half that reads sentence vectors; `known` are the training vectors, centred, unit."""

    mean: np.ndarray
    known: np.ndarray
    linear: Linear
    screen: Screen


@dataclass(frozen=True)
class Reading:
    """Probabilities (texts, labels), and per text how well it is known and how likely danger is."""

    probabilities: np.ndarray
    scores: np.ndarray
    dangers: np.ndarray


@dataclass(frozen=True)
class HybridModel:
    """Labels, words half and, when trained with an encoder, vectors half."""

    labels: tuple[str, ...]
    features: WordFeatures
    words: Linear
    vectors: VectorHalf | None

    def read(self, texts: Sequence[str], vectors: np.ndarray | None) -> Reading:
        """Read texts with their vectors (texts, 384), or by words alone when vectors is None."""
        by_words = softmax(self.words.scores(self.features.transform(texts)) / SVM_TEMPERATURE)
        half = self.vectors
        if vectors is None or half is None:
            danger = danger_of(self.labels, by_words, None)
            return Reading(by_words, by_words.max(axis=1), danger)
        rows = centred(vectors, half.mean)
        mixed = MIX * softmax(half.linear.scores(rows)) + (1 - MIX) * by_words
        nearest = np.clip((rows @ half.known.T).max(axis=1), 0.0, 1.0)
        danger = danger_of(self.labels, mixed, half.screen.probability(rows))
        return Reading(mixed, np.sqrt(mixed.max(axis=1)) * nearest, danger)


def fit(texts: Sequence[str], labels: Sequence[str], vectors: np.ndarray | None) -> HybridModel:
    """Train both halves; vectors are (texts, 384) or None; `ordinary` texts train the screen."""
    of_intent = np.flatnonzero(np.asarray(labels) != ORDINARY)
    said = [texts[i] for i in of_intent]
    wanted = [labels[i] for i in of_intent]
    features = WordFeatures.fit(said)
    svm = LinearSVC(C=SVM_C).fit(features.transform(said), wanted)
    half = None if vectors is None else _fit_vectors(vectors, labels, of_intent)
    return HybridModel(tuple(svm.classes_), features, linear_of(svm), half)


def centred(vectors: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Unit vectors around the training mean, which spreads e5's narrow cone."""
    moved = vectors - mean
    return moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)


def _fit_vectors(vectors: np.ndarray, labels: Sequence[str], of_intent: np.ndarray) -> VectorHalf:
    mean = vectors[of_intent].mean(axis=0)
    rows = centred(vectors, mean).astype(np.float32)
    wanted = [labels[i] for i in of_intent]
    regression = LogisticRegression(C=LR_C, max_iter=500).fit(rows[of_intent], wanted)
    return VectorHalf(mean, rows[of_intent], linear_of(regression), fit_screen(rows, labels))
