"""A tracker that lives for one turn: the record of the conversation is the backend's."""

from __future__ import annotations

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

FORM = "intake"
SLOT = "answer"


class ScratchTrackerStore(TrackerStore):
    """Every retrieval starts afresh in the middle of the form; saving does nothing."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **_config: Any,
    ) -> None:
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """A tracker whose form is waiting for its one slot; the brief rides on the message."""
        tracker = self.init_tracker(sender_id)
        tracker.update_with_events(opening(), self.domain)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Forget the turn: words of a complainant are kept in one place, the backend's record."""

    async def keys(self) -> list[str]:
        return []


def opening() -> list[Event]:
    """What must have happened for RulePolicy to see the form waiting for an answer."""
    return [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered(text="", intent={"name": "add_information", "confidence": 1.0}),
        ActionExecuted(FORM),
        ActiveLoop(FORM),
        SlotSet(REQUESTED_SLOT, SLOT),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
