"""Linear classifiers as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC


@dataclass(frozen=True)
class Linear:
    """Scores of L labels as `rows @ weights + bias`; weights (features, L), bias (L,)."""

    weights: np.ndarray
    bias: np.ndarray

    def scores(self, rows: csr_matrix | np.ndarray) -> np.ndarray:
        return np.asarray(rows @ self.weights) + self.bias


def linear_of(estimator: LinearSVC | LogisticRegression) -> Linear:
    """The arrays of a fitted multi-class estimator."""
    return Linear(
        np.ascontiguousarray(estimator.coef_.T, dtype=np.float32),
        estimator.intercept_.astype(np.float32),
    )


def softmax(scores: np.ndarray) -> np.ndarray:
    """Row-wise probabilities of scores (texts, labels)."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
