"""The form's two halves: what was answered goes to the API, and its next question is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turns import TO_ASK, hear, open_question

ANSWER = "answer"


class ValidateIntake(Action):
    """Hands an answer to the API and clears the slot, so that the form is never full."""

    def name(self) -> str:
        return "validate_intake"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        if not tracker.slots_to_validate().get(ANSWER):
            return []
        to_ask = await hear("answer", dispatcher=dispatcher, tracker=tracker)
        return [SlotSet(ANSWER, None), to_ask]


class AskAnswer(Action):
    """Asks the question that came back with this turn's reply; silent when none is open."""

    def name(self) -> str:
        return "action_ask_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        question = tracker.get_slot(TO_ASK)
        if question:
            dispatcher.utter_message(
                response=f"ask.{question['key']}",
                values=question.get("values") or {},
                buttons=question.get("choices") or [],
                again=_is_same(question, open_question(tracker)),
            )
        return []


def _is_same(question: Mapping[str, Any], before: Any) -> bool:
    return bool(before) and all(question.get(part) == before.get(part) for part in ("key", "about"))
