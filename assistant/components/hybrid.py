"""The intent model: a linear SVM on words and a logistic regression on sentence vectors, mixed.

Either half is plain arrays, so a model is stored without pickle and answers without scikit-learn's
estimators; without sentence vectors the SVM answers alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from assistant.components.word_features import WordFeatures

SVM_C = 1.0
SVM_TEMPERATURE = 0.25
# e5 vectors lie close together, so the regression needs a large C.
LR_C = 100.0
MIX = 0.5


@dataclass(frozen=True)
class Linear:
    """Scores of L labels as `x @ weights + bias`; weights (features, L), bias (L,)."""

    weights: np.ndarray
    bias: np.ndarray

    def scores(self, rows: csr_matrix | np.ndarray) -> np.ndarray:
        return np.asarray(rows @ self.weights) + self.bias


@dataclass(frozen=True)
class VectorHalf:
    """The half that reads sentence vectors; `known` are the training vectors, centred, unit."""

    mean: np.ndarray
    known: np.ndarray
    linear: Linear

    def centred(self, vectors: np.ndarray) -> np.ndarray:
        moved = vectors - self.mean
        return moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)


@dataclass(frozen=True)
class Reading:
    """Probabilities (texts, labels) and how well each text is known (texts,), 0 to 1."""

    probabilities: np.ndarray
    scores: np.ndarray


@dataclass(frozen=True)
class HybridModel:
    """Labels, words half and, when trained with an encoder, vectors half."""

    labels: tuple[str, ...]
    features: WordFeatures
    words: Linear
    vectors: Optional[VectorHalf]

    def read(self, texts: Sequence[str], vectors: Optional[np.ndarray]) -> Reading:
        """Read texts with their vectors (texts, 384), or by words alone when vectors is None."""
        by_words = softmax(self.words.scores(self.features.transform(texts)) / SVM_TEMPERATURE)
        if vectors is None or self.vectors is None:
            return Reading(by_words, by_words.max(axis=1))
        rows = self.vectors.centred(vectors)
        mixed = MIX * softmax(self.vectors.linear.scores(rows)) + (1 - MIX) * by_words
        nearest = np.clip((rows @ self.vectors.known.T).max(axis=1), 0.0, 1.0)
        return Reading(mixed, np.sqrt(mixed.max(axis=1)) * nearest)


def fit(
    texts: Sequence[str], labels: Sequence[str], vectors: Optional[np.ndarray]
) -> HybridModel:
    """Train both halves; vectors are (texts, 384) or None."""
    features = WordFeatures.fit(texts)
    svm = LinearSVC(C=SVM_C).fit(features.transform(texts), labels)
    half = None
    if vectors is not None:
        half = _fit_vectors(vectors, labels)
    return HybridModel(tuple(svm.classes_), features, _linear(svm), half)


def softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def _fit_vectors(vectors: np.ndarray, labels: Sequence[str]) -> VectorHalf:
    blank = VectorHalf(vectors.mean(axis=0), vectors[:0], Linear(vectors[:0], vectors[:0]))
    rows = blank.centred(vectors)
    regression = LogisticRegression(C=LR_C, max_iter=500).fit(rows, labels)
    return VectorHalf(blank.mean, rows.astype(np.float32), _linear(regression))


def _linear(estimator: LinearSVC | LogisticRegression) -> Linear:
    return Linear(
        np.ascontiguousarray(estimator.coef_.T, dtype=np.float32),
        estimator.intercept_.astype(np.float32),
    )
