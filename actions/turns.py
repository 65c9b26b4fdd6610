"""How every action hears a turn: one API call, its says uttered, its question kept to be asked."""

from __future__ import annotations

import logging
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.backend_client import post_turn
from assistant.excerpt import place_in_original
from assistant.wording import APOLOGY

logger = logging.getLogger(__name__)

TO_ASK = "to_ask"


class OperationAction(Action, ABC):
    """An action that is one operation of the API and is named after it."""

    @property
    @abstractmethod
    def operation(self) -> str:
        """The operation's name in the API's address."""

    def name(self) -> str:
        return "action_" + self.operation.replace("-", "_")

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        return [await hear(self.operation, dispatcher=dispatcher, tracker=tracker)]


async def hear(operation: str, *, dispatcher: CollectingDispatcher, tracker: Tracker) -> EventType:
    """Post the operation, say what came back, and return the slot that keeps its question."""
    try:
        reply = await post_turn(tracker.sender_id, operation, heard(tracker))
    except Exception as error:  # noqa: BLE001 - the one catch-all: silence would leave the person alone
        reference = uuid.uuid4().hex[:8]
        # A foreign error may quote the person, so its message is not logged.
        logger.error(
            "%s: operation %s of turn %s failed: %s",
            reference,
            operation,
            tracker.sender_id,
            type(error).__name__,
        )
        dispatcher.utter_message(response=APOLOGY)
        return SlotSet(TO_ASK, None)
    if reply is None:
        return SlotSet(TO_ASK, None)
    for say in reply.says:
        dispatcher.utter_message(response=say.key, values=say.values)
    return SlotSet(TO_ASK, reply.question)


def heard(tracker: Tracker) -> dict[str, Any]:
    """The request body: the words, what was understood, and the choice if there was one."""
    message = tracker.latest_message
    metadata = message.get("metadata") or {}
    intent = message.get("intent") or {}
    return {
        "text": metadata.get("said", ""),
        "intent": intent.get("name"),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "choice": open_brief(tracker).get("choice"),
        "entities": [_entity(found, metadata.get("pieces") or ()) for found in message.get("entities") or ()],
        "topics": message.get("topics") or [],
    }


def open_brief(tracker: Tracker) -> Mapping[str, Any]:
    """The brief the channel put on the message."""
    return (tracker.latest_message.get("metadata") or {}).get("brief") or {}


def open_question(tracker: Tracker) -> Mapping[str, Any] | None:
    """The question that was open when the person spoke."""
    return open_brief(tracker).get("question")


def _entity(found: Mapping[str, Any], pieces: Any) -> dict[str, Any]:
    start = place_in_original(found["start"], pieces)
    text = found.get("text", "")
    return {
        "entity": found["entity"],
        "value": found["value"],
        "start": start,
        "end": start + found["end"] - found["start"],
        "text": text,
    }
