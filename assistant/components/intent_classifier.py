"""Rasa's graph component around the hybrid intent model."""

from __future__ import annotations

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.components.reader import Reader
from assistant.intent_model import model_files
from assistant.intent_model.danger import ordinary_sentences
from assistant.intent_model.embedding import load_encoder
from assistant.intent_model.hybrid import fit
from assistant.intent_model.intents import ORDINARY
from assistant.intent_model.text import normalise
from assistant.intent_model.thresholds import held_back, learn, measured
from assistant.intent_model.vector_cache import encode_cached

logger = logging.getLogger(__name__)

UNDERSTANDING = "understanding"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridIntentClassifier(GraphComponent):
    """Sets intent, ranking and a reading of every sentence for the guard."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        reader: Reader | None = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._reader = reader

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`ordinary`: the folder of sentences that only the danger screen learns from."""
        return {"ordinary": "data/safety"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HybridIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> HybridIntentClassifier:
        with model_storage.read_from(resource) as folder:
            model, facts = model_files.load(Path(folder))
        return cls(config, model_storage, resource, Reader.assemble(model, facts))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model, learn its thresholds with and without vectors, store both."""
        examples = training_data.intent_examples
        ordinary = ordinary_sentences(Path(self._config["ordinary"]))
        texts = [normalise(example.get(TEXT)) for example in examples] + ordinary
        labels = [example.get(INTENT) for example in examples] + [ORDINARY] * len(ordinary)
        encoder = load_encoder()
        vectors = encode_cached(encoder, texts) if encoder else None
        facts = _facts(texts, labels, vectors)
        if encoder:
            facts["probe"] = encoder.probe().tolist()
        with self._storage.write_to(self._resource) as folder:
            model_files.save(Path(folder), fit(texts, labels, vectors), facts)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if self._reader and message.get(TEXT):
                understood = self._reader.read(message.get(TEXT))
                message.set(UNDERSTANDING, understood)
                ranking = [{"name": n, "confidence": p} for n, p in understood.ranking]
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def _facts(texts: list[str], labels: list[str], vectors: np.ndarray | None) -> dict[str, Any]:
    """By way of reading (`words`, `vectors`): the thresholds and the accuracy on unseen text."""
    names, readings = held_back(texts, labels, vectors)
    return {
        way: {**asdict(learn(names, labels, reading)), **measured(names, labels, reading)}
        for way, reading in readings.items()
    }
