"""Nobody is left in silence: a broken, slow or absent API ends in an apology within the budget."""

from __future__ import annotations

import logging
import time

import pytest
from rasa.core.agent import Agent

from assistant.wording import APOLOGY, load_catalogue
from tests.assistant.scripted_api import ScriptedApi, says
from tests.assistant.talking import say

SORRY = load_catalogue().languages["en"][APOLOGY].text
SECRET = "The consultant called me Mrs Quillfeather and laughed"


@pytest.mark.parametrize("status", [401, 404, 422, 500, 503])
async def test_an_error_of_the_api_is_apologised_for(agent: Agent, api: ScriptedApi, status: int) -> None:
    api.status = status

    answered = await say(agent, SECRET)

    assert (answered.texts, answered.failed) == ([SORRY], True)


@pytest.mark.parametrize("reply", [[], {"says": []}, {"says": [{}], "question": None}, {"says": [], "question": {}}])
async def test_a_reply_that_breaks_the_contract_is_apologised_for(
    agent: Agent, api: ScriptedApi, reply: object
) -> None:
    api.reply = reply

    assert (await say(agent, SECRET)).texts == [SORRY]


async def test_an_api_that_is_down_is_apologised_for(
    agent: Agent, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_URL", "http://127.0.0.1:9")

    assert (await say(agent, "can I speak to a person")).failed


async def test_a_hung_api_is_given_three_seconds(agent: Agent, api: ScriptedApi) -> None:
    api.delay = 5.0

    started = time.perf_counter()
    answered = await say(agent, SECRET)

    assert answered.texts == [SORRY]
    assert 2.5 < time.perf_counter() - started < 4.5


async def test_no_word_of_the_person_is_logged(
    agent: Agent, api: ScriptedApi, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.WARNING)
    api.status = 500
    await say(agent, SECRET)
    api.status, api.reply = 200, says("no_such_key", question=None)
    await say(agent, SECRET)

    printed = "".join(capfd.readouterr()) + caplog.text
    assert "operation answer" in printed
    assert "no_such_key" in printed
    assert "Quillfeather" not in printed


async def test_a_missing_wording_is_said_generically_and_logged(
    agent: Agent, api: ScriptedApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.reply = says("no_such_key")

    answered = await say(agent, SECRET)

    assert answered.texts == [load_catalogue().languages["en"]["generic.next"].text]
    assert "no wording for no_such_key in en" in caplog.text
