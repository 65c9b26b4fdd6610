"""The danger screen: a second opinion on danger, which has also seen ordinary sad sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from assistant.intent_model.intents import DANGER, ORDINARY
from assistant.intent_model.linear import Linear, linear_of, softmax
from assistant.intent_model.text import normalise

SCREEN_C = 100.0
REST = "rest"


@dataclass(frozen=True)
class Screen:
    """Tells the kinds of danger, ordinary sadness and everything else apart by a centred vector."""

    labels: tuple[str, ...]
    linear: Linear

    def probability(self, rows: np.ndarray) -> np.ndarray:
        """The probability of any danger (texts,)."""
        dangers = [n for n, label in enumerate(self.labels) if label in DANGER]
        return softmax(self.linear.scores(rows))[:, dangers].sum(axis=1)


def fit_screen(rows: np.ndarray, labels: Sequence[str]) -> Screen:
    """Train on centred vectors (texts, 384); ordinary sentences weigh as much as all other labels."""
    kinds = [label if label in {*DANGER, ORDINARY} else REST for label in labels]
    regression = LogisticRegression(C=SCREEN_C, class_weight="balanced", max_iter=500)
    regression.fit(rows, kinds)
    return Screen(tuple(regression.classes_), linear_of(regression))


def danger_of(names: Sequence[str], probabilities: np.ndarray, second: np.ndarray | None) -> np.ndarray:
    """How likely any danger is (texts,): the intent model's word, tempered by the screen's."""
    first = probabilities[:, [n for n, name in enumerate(names) if name in DANGER]].sum(axis=1)
    return first if second is None else np.sqrt(first * second)


def ordinary_sentences(folder: Path) -> list[str]:
    """The ordinary sentences of every language, normalised."""
    files = sorted(folder.glob("*/ordinary.yml"))
    return [normalise(sentence) for file in files for sentence in yaml.safe_load(file.read_text("utf-8"))["sentences"]]
