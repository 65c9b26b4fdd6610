"""Rasa's graph component around the rule-based entities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.brief import brief_of
from assistant.entities.extract import entities

LONDON = ZoneInfo("Europe/London")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ComplaintEntities(GraphComponent):
    """Adds e-mail, phone, money, date, relationship, name, reference, code and point number."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ComplaintEntities:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                found = _read(message.get(TEXT), message.get("metadata") or {})
                message.set(ENTITIES, found, add_to_output=True)
        return messages


def _read(text: str, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
    brief = brief_of(metadata)
    kind = brief.question.kind if brief and brief.question else None
    given = metadata.get("today")
    today = date.fromisoformat(given) if given else datetime.now(LONDON).date()
    return [{**vars(found), "extractor": "ComplaintEntities"} for found in entities(text, today=today, kind=kind)]
