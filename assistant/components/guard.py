"""Reads the intent in the light of the open question, so that an answer stays an answer."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from assistant.brief import brief_of
from assistant.components.decision import decide
from assistant.components.intent_classifier import UNDERSTANDING


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Guard(GraphComponent):
    """Replaces the classifier's intent by the decision and adds the topics."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Guard:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            understood = message.get(UNDERSTANDING)
            if understood:
                decision = decide(understood, brief_of(message.get("metadata")))
                intent = {"name": decision.intent, "confidence": decision.confidence}
                message.set(INTENT, intent, add_to_output=True)
                message.set("topics", decision.topics_as_data(), add_to_output=True)
        return messages
