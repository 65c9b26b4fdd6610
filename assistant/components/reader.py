"""Reads one message with a trained model: the whole of it, and every sentence of a long one."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.intent_model.embedding import Encoder, load_encoder
from assistant.intent_model.hybrid import HybridModel, Reading
from assistant.intent_model.intents import TOPICS
from assistant.intent_model.text import normalise, sentences, word_count
from assistant.intent_model.thresholds import Thresholds

logger = logging.getLogger(__name__)

RANKED = 10
# A vector costs some 2 ms a word, so of a long letter only the telling sentences get one.
WORDS_WITH_VECTORS = 120
SHORTEST_SENTENCE_WORDS = 3


@dataclass(frozen=True)
class Part:
    """One sentence and its likeliest intents, best first."""

    text: str
    ranking: tuple[tuple[str, float], ...]
    danger: float


@dataclass(frozen=True)
class Understanding:
    """What a message seems to be; `known` is False when it resembles nothing learned."""

    text: str
    ranking: tuple[tuple[str, float], ...]
    score: float
    known: bool
    danger: float
    parts: tuple[Part, ...]
    thresholds: Thresholds


@dataclass(frozen=True)
class Reader:
    """A model, its encoder if that is the one it was trained with, and the thresholds for both."""

    model: HybridModel
    encoder: Encoder | None
    thresholds: Thresholds

    @classmethod
    def assemble(cls, model: HybridModel, facts: Mapping[str, Any]) -> Reader:
        """Use the encoder only if it still gives the vector kept at training."""
        encoder = load_encoder() if model.vectors else None
        if encoder and not np.allclose(encoder.probe(), facts["probe"], atol=1e-3):
            logger.error("The sentence embedding has changed: train again. Words alone are used.")
            encoder = None
        learned = facts["vectors" if encoder else "words"]
        names = Thresholds.__dataclass_fields__
        return cls(model, encoder, Thresholds(**{name: learned[name] for name in names}))

    def read(self, text: str) -> Understanding:
        """Read a text of any length; blank text is the caller's to keep away."""
        whole = self._read([normalise(text)])
        parts = self._parts(text)
        return Understanding(
            text=text,
            ranking=self._ranking(whole.probabilities[0]),
            score=float(whole.scores[0]),
            known=bool(whole.scores[0] >= self.thresholds.reject),
            danger=float(whole.dangers[0]),
            parts=parts,
            thresholds=self.thresholds,
        )

    def _parts(self, text: str) -> tuple[Part, ...]:
        said = [normalise(s.text) for s in sentences(text)]
        said = [s for s in said if word_count(s) >= SHORTEST_SENTENCE_WORDS]
        if len(said) < 2:
            return ()
        said = self._telling(said)
        reading = self._read(said)
        return tuple(
            Part(text=s, ranking=self._ranking(row), danger=float(danger))
            for s, row, danger in zip(said, reading.probabilities, reading.dangers, strict=True)
        )

    def _telling(self, said: list[str]) -> list[str]:
        """The sentences worth a vector: by their words, the nearest to danger or to a topic."""
        by_words = self.model.read(said, None)
        topics = [n for n, name in enumerate(self.model.labels) if name in TOPICS]
        orders = (by_words.dangers, by_words.probabilities[:, topics].max(axis=1))
        ranked = np.stack([np.argsort(-order, kind="stable") for order in orders], axis=1).ravel()
        chosen: set[int] = set()
        left = WORDS_WITH_VECTORS
        for n in ranked:
            if n not in chosen and left > 0:
                chosen.add(int(n))
                left -= word_count(said[n])
        return [said[n] for n in sorted(chosen)]

    def _read(self, texts: list[str]) -> Reading:
        return self.model.read(texts, self.encoder.encode(texts) if self.encoder else None)

    def _ranking(self, row: np.ndarray) -> tuple[tuple[str, float], ...]:
        order = np.argsort(-row)[:RANKED]
        return tuple((self.model.labels[i], round(float(row[i]), 4)) for i in order)
