"""Stores a trained intent model as arrays and JSON: no pickle, nothing runs on loading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from assistant.intent_model.danger import Screen
from assistant.intent_model.hybrid import HybridModel, VectorHalf
from assistant.intent_model.linear import Linear
from assistant.intent_model.word_features import WordFeatures

ARRAYS = "model.npz"
FACTS = "model.json"


def save(folder: Path, model: HybridModel, facts: dict[str, Any]) -> None:
    """Write the model and the facts learned with it (thresholds, probe) into the folder."""
    arrays = {
        "words_weights": model.words.weights,
        "words_bias": model.words.bias,
        **model.features.arrays(),
    }
    if model.vectors:
        arrays.update(
            mean=model.vectors.mean,
            known=model.vectors.known.astype(np.float16),
            vectors_weights=model.vectors.linear.weights,
            vectors_bias=model.vectors.linear.bias,
            screen_labels=np.array(model.vectors.screen.labels),
            screen_weights=model.vectors.screen.linear.weights,
            screen_bias=model.vectors.screen.linear.bias,
        )
    np.savez_compressed(folder / ARRAYS, **arrays)
    stored = {"labels": model.labels, "terms": model.features.terms(), "facts": facts}
    (folder / FACTS).write_text(json.dumps(stored), "utf-8")


def load(folder: Path) -> tuple[HybridModel, dict[str, Any]]:
    """Read what `save` wrote."""
    stored = json.loads((folder / FACTS).read_text("utf-8"))
    with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
        model = HybridModel(
            labels=tuple(stored["labels"]),
            features=WordFeatures.restore(stored["terms"], arrays),
            words=Linear(arrays["words_weights"], arrays["words_bias"]),
            vectors=_vectors(arrays),
        )
    return model, stored["facts"]


def _vectors(arrays: Any) -> VectorHalf | None:
    if "known" not in arrays:
        return None
    return VectorHalf(
        mean=arrays["mean"],
        known=arrays["known"].astype(np.float32),
        linear=Linear(arrays["vectors_weights"], arrays["vectors_bias"]),
        screen=Screen(
            labels=tuple(arrays["screen_labels"].tolist()),
            linear=Linear(arrays["screen_weights"], arrays["screen_bias"]),
        ),
    )
