"""TF-IDF over words and character n-grams, kept as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

SETTINGS: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w[\w']*\b"},
    {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
)


class WordFeatures:
    """Two vectorizers side by side; rows are unit length in each half."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._vectorizers = list(vectorizers)

    @classmethod
    def fit(cls, texts: Sequence[str]) -> WordFeatures:
        return cls([_vectorizer(setting).fit(texts) for setting in SETTINGS])

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """(texts, terms) float32."""
        parts = [vectorizer.transform(texts) for vectorizer in self._vectorizers]
        return hstack(parts, format="csr", dtype=np.float32)

    def terms(self) -> list[list[str]]:
        """The terms of each half, in column order."""
        return [list(v.get_feature_names_out()) for v in self._vectorizers]

    def arrays(self) -> dict[str, np.ndarray]:
        """The weight of every term."""
        return {f"idf_{n}": v.idf_ for n, v in enumerate(self._vectorizers)}

    @classmethod
    def restore(cls, terms: Sequence[Sequence[str]], arrays: Mapping[str, np.ndarray]) -> WordFeatures:
        vectorizers = []
        for n, (setting, names) in enumerate(zip(SETTINGS, terms, strict=True)):
            vectorizer = _vectorizer({**setting, "vocabulary": {t: i for i, t in enumerate(names)}})
            vectorizer.idf_ = arrays[f"idf_{n}"]
            vectorizers.append(vectorizer)
        return cls(vectorizers)


def _vectorizer(setting: Mapping[str, Any]) -> TfidfVectorizer:
    return TfidfVectorizer(lowercase=True, sublinear_tf=True, dtype=np.float32, **setting)
