"""Whole turns on the real model: what is said, which call is made, what is asked next."""

from __future__ import annotations

import pytest
from rasa.core.agent import Agent

from tests.assistant.scripted_api import TOKEN, ScriptedApi, question, says
from tests.assistant.talking import TELL, say

NAME = question("name", "sentence")
STORY = "The filler you did three weeks ago has gone lumpy on one side and nobody will ring me back."


async def test_an_answer_is_posted_its_says_said_and_the_next_question_asked(agent: Agent, api: ScriptedApi) -> None:
    api.reply = says("kept", question=NAME, reference="LM 12")

    answered = await say(agent, STORY, turn="turn-1")

    assert answered.texts == ["Kept: LM 12.", "Your name?"]
    assert (api.last.turn, api.last.operation, api.last.token) == ("turn-1", "answer", TOKEN)
    assert api.last.heard["text"] == STORY
    assert api.last.heard["intent"] == "add_information"


async def test_a_story_carries_its_topics_and_entities_with_their_places(agent: Agent, api: ScriptedApi) -> None:
    await say(agent, "  " + STORY)

    topics = [topic["intent"] for topic in api.last.heard["topics"]]
    assert "complain_no_reply" in topics
    date = next(e for e in api.last.heard["entities"] if e["entity"] == "date")
    assert ("  " + STORY)[date["start"] : date["end"]] == date["text"] == "three weeks ago"


async def test_a_question_in_the_middle_is_answered_and_the_open_one_asked_again(
    agent: Agent, api: ScriptedApi
) -> None:
    api.reply = says("kept", question=question("tell"), reference="x")

    answered = await say(agent, "who is going to read this?")

    assert api.last.operation == "privacy"
    assert answered.texts == ["Kept: x.", "Please go on."]


async def test_another_question_than_before_is_asked_in_full(agent: Agent, api: ScriptedApi) -> None:
    api.reply = says(question=question("tell"))

    answered = await say(agent, "can I speak to a person please", question={**TELL, "key": "name"})

    assert api.last.operation == "person"
    assert answered.texts == ["What happened?"]


async def test_a_choice_is_an_answer_and_travels_whole(agent: Agent, api: ScriptedApi) -> None:
    await say(agent, "I want a person", choice={"meaning": "agree", "about": "2"})

    assert api.last.operation == "answer"
    assert api.last.heard["choice"] == {"meaning": "agree", "about": "2"}
    assert (api.last.heard["intent"], api.last.heard["confidence"]) == ("add_information", 1.0)


async def test_the_choices_of_a_question_come_labelled_in_order(agent: Agent, api: ScriptedApi) -> None:
    choices = [
        {"meaning": "agree", "about": None, "label": "Yes, that is right"},
        {"meaning": "change", "about": "1", "label": "Change it"},
    ]
    api.reply = says(question={**question("name"), "choices": choices})

    answered = await say(agent, STORY)

    assert answered.messages == [{"text": "Your name?", "lang": "en", "choices": choices}]


async def test_no_question_asks_nothing(agent: Agent, api: ScriptedApi) -> None:
    api.reply = says("kept", reference="x")

    assert (await say(agent, "thanks", question=None)).texts == ["Kept: x."]


async def test_a_turn_that_changed_hands_says_nothing(agent: Agent, api: ScriptedApi) -> None:
    api.status = 409

    answered = await say(agent, STORY)

    assert (answered.messages, answered.failed) == ([], False)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("can i talk to a real person", "person"),
        ("do you speak polish", "language"),
        ("that's wrong, it was the left knee", "correct"),
        ("how is my complaint getting on?", "status"),
        ("how long does a complaint take?", "process"),
        ("are you a robot?", "about"),
        ("can you say that again", "repeat"),
        ("thank you very much", "thanks"),
        ("goodbye", "goodbye"),
        ("i want to withdraw my complaint", "withdraw"),
        ("please delete everything and start again", "start-over"),
        ("i cant breathe, please send an ambulance", "danger"),
        ("i want to kill myself", "danger"),
    ],
)
async def test_what_is_said_reaches_its_operation_in_one_call(
    agent: Agent, api: ScriptedApi, text: str, operation: str
) -> None:
    await say(agent, text, question=None)

    assert api.last.operation == operation


async def test_two_turns_share_nothing(agent: Agent, api: ScriptedApi) -> None:
    api.reply = says("kept", question=NAME, reference="first")
    await say(agent, STORY, turn="same")
    api.calls, api.reply = [], says(question=None)

    answered = await say(agent, "hello", turn="same", question=None)

    assert answered.messages == []
    tracker = await agent.tracker_store.retrieve("same")
    assert tracker.get_slot("to_ask") is None
    assert [event.text for event in tracker.events if event.type_name == "user"] == [""]
