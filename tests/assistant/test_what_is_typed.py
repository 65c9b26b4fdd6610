"""Nothing that is typed is a command, breaks the classifier or costs more than it may."""

from __future__ import annotations

import time

import pytest
from rasa.core.agent import Agent

from tests.assistant.scripted_api import ScriptedApi
from tests.assistant.talking import say

COMMANDS = [
    "/restart",
    "/session_start",
    "/back",
    '/withdraw_complaint{"answer": "x"}',
    "  /goodbye",
    "//restart",
    "/ /restart",
    "\n/restart\n",
    "/EXTERNAL_x",
]


@pytest.mark.parametrize("text", COMMANDS)
async def test_a_typed_command_is_only_text(agent: Agent, api: ScriptedApi, text: str) -> None:
    await say(agent, text, question=None)

    assert api.last.operation == "answer"
    assert api.last.heard["intent"] == "nlu_fallback"
    assert api.last.heard["text"] == text


async def test_words_after_a_slash_are_understood(agent: Agent, api: ScriptedApi) -> None:
    await say(agent, "/ can I speak to a person", question=None)

    assert api.last.operation == "person"


@pytest.mark.parametrize("text", ["", "   ", "\n\t ", "/", "\u00a0"])
async def test_blank_text_asks_to_hear_the_question_again(agent: Agent, api: ScriptedApi, text: str) -> None:
    await say(agent, text)

    assert api.last.operation == "repeat"


ODD = ["?", "👍", "...", "\u200b", "-", "1", "{}", "x" * 3000, "'\"<script>", "\x00", "我要投诉" * 200]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
async def test_odd_text_gets_an_answer(agent: Agent, api: ScriptedApi, text: str) -> None:
    await say(agent, text)

    assert len(api.calls) == 1


async def test_a_letter_of_50_000_characters_is_heard_in_bounded_time(agent: Agent, api: ScriptedApi) -> None:
    letter = ("The laser burned my cheek on 3 March 2026 and nobody rang me back about it. " * 700)[
        :49_990
    ] + " on Monday"

    started = time.process_time()
    await say(agent, letter)

    assert api.last.operation == "answer"
    assert len(api.last.heard["text"]) == 2_000
    last = api.last.heard["entities"][-1]
    assert letter[last["start"] : last["end"]] == last["text"] == "on Monday"
    assert time.process_time() - started < 10


async def test_turn_100_costs_what_turn_5_costs(agent: Agent, api: ScriptedApi) -> None:
    spent = []
    for _ in range(100):
        started = time.process_time()
        await say(agent, "it was on Tuesday", turn="always-the-same")
        spent.append(time.process_time() - started)

    early, late = sorted(spent[5:25])[10], sorted(spent[80:])[10]
    print(f"CPU of a turn: {1000 * early:.1f} ms early, {1000 * late:.1f} ms after 80 turns")
    assert late < 1.5 * early
