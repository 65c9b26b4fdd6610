"""What an action sends, says and keeps, without Rasa around it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.intake import AskAnswer, ValidateIntake
from actions.status import GiveStatus
from actions.turns import heard
from assistant.wording import APOLOGY
from tests.assistant.scripted_api import ScriptedApi, question, says

TELL = {"key": "tell", "kind": "narrative", "about": None}


def tracker(
    *,
    said: str = "it was on Tuesday",
    slots: dict[str, Any] | None = None,
    question: dict[str, Any] | None = None,
    choice: dict[str, Any] | None = None,
    entities: list[dict[str, Any]] | None = None,
    pieces: list[list[int]] | None = None,
    events: list[dict[str, Any]] | None = None,
) -> Tracker:
    message = {
        "intent": {"name": "add_information", "confidence": 0.87654},
        "entities": entities or [],
        "topics": [{"intent": "complain_billing", "confidence": 0.7}],
        "metadata": {
            "brief": {"turn": "t-1", "question": question, "choice": choice},
            "said": said,
            "pieces": pieces or [[0, 0]],
        },
    }
    return Tracker("t-1", slots or {}, message, events or [], False, None, {}, "action_listen")


def test_what_was_heard_is_sent_whole() -> None:
    day = {"entity": "date", "value": "2026-11-17", "start": 10, "end": 17, "text": "Tuesday", "extractor": "x"}

    sent = heard(tracker(said="  it was on Tuesday", entities=[day], pieces=[[0, 2]]))

    assert sent == {
        "text": "  it was on Tuesday",
        "intent": "add_information",
        "confidence": 0.8765,
        "choice": None,
        "entities": [{"entity": "date", "value": "2026-11-17", "start": 12, "end": 19, "text": "Tuesday"}],
        "topics": [{"intent": "complain_billing", "confidence": 0.7}],
    }


async def test_what_came_back_is_said_and_its_question_kept(api: ScriptedApi) -> None:
    api.reply = says("kept", question=question("name"), reference="x")
    dispatcher = CollectingDispatcher()

    events = await GiveStatus().run(dispatcher, tracker(), {})

    assert [(m["response"], m["values"]) for m in dispatcher.messages] == [("kept", {"reference": "x"})]
    assert events == [{"event": "slot", "timestamp": None, "name": "to_ask", "value": api.reply["question"]}]


async def test_a_failure_is_apologised_for_and_asks_nothing(api: ScriptedApi) -> None:
    api.status = 500
    dispatcher = CollectingDispatcher()

    events = await GiveStatus().run(dispatcher, tracker(), {})

    assert [message["response"] for message in dispatcher.messages] == [APOLOGY]
    assert events[0]["value"] is None


async def test_the_form_posts_an_answer_and_clears_its_slot(api: ScriptedApi) -> None:
    answered = [
        {"event": "action", "name": "intake"},
        {"event": "slot", "name": "answer", "value": "it was on Tuesday"},
    ]

    events = await ValidateIntake().run(CollectingDispatcher(), tracker(events=answered), {})

    assert api.last.operation == "answer"
    assert [(event["name"], event["value"]) for event in events] == [("answer", None), ("to_ask", None)]


async def test_the_form_without_an_answer_calls_nothing(api: ScriptedApi) -> None:
    asked_again = [{"event": "action", "name": "intake"}]

    assert await ValidateIntake().run(CollectingDispatcher(), tracker(events=asked_again), {}) == []
    assert api.calls == []


async def asked(now: dict[str, Any] | None, before: dict[str, Any] | None) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    await AskAnswer().run(dispatcher, tracker(slots={"to_ask": now}, question=before), {})
    return dispatcher.messages


async def test_the_question_that_came_back_is_asked_with_its_choices() -> None:
    choices = [{"meaning": "agree", "about": None, "label": "Yes"}]

    (message,) = await asked(question("points", "read_back", choices=choices, values={"n": "2"}), TELL)

    assert (message["response"], message["buttons"], message["values"]) == ("ask.points", choices, {"n": "2"})
    assert message["again"] is False


async def test_the_same_question_is_asked_again_and_another_point_is_not_the_same() -> None:
    assert (await asked(question("tell"), TELL))[0]["again"] is True
    assert (await asked(question("tell"), None))[0]["again"] is False
    assert (await asked(question("point", about="2"), {**TELL, "key": "point", "about": "1"}))[0]["again"] is False


async def test_no_question_is_no_word() -> None:
    assert await asked(None, TELL) == []
