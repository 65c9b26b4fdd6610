"""The one caller of the private API: its address, its budget, and replies that break the contract."""

from __future__ import annotations

import ast
import asyncio
import time

import aiohttp
import pytest

from actions import backend_client
from actions.backend_client import BackendError, Say, post_turn, read_reply
from assistant.train import ROOT
from tests.assistant.scripted_api import TOKEN, ScriptedApi, question, says


async def test_a_turn_is_posted_with_the_token_and_its_reply_read(api: ScriptedApi) -> None:
    api.reply = says("kept", question=question("name"), reference="LM 12")

    reply = await post_turn("t-1", "start-over", {"text": "again"})

    assert (api.last.turn, api.last.operation, api.last.token) == ("t-1", "start-over", TOKEN)
    assert api.last.heard == {"text": "again"}
    assert reply.says == (Say("kept", {"reference": "LM 12"}),)
    assert reply.question["key"] == "name"


async def test_a_conflict_is_no_reply(api: ScriptedApi) -> None:
    api.status = 409

    assert await post_turn("t", "answer", {}) is None


async def test_an_error_carries_the_status_and_nothing_said(api: ScriptedApi) -> None:
    api.status, api.reply = 500, {"detail": "Mrs Quillfeather"}

    with pytest.raises(BackendError, match=r"^the API answered 500$"):
        await post_turn("t", "answer", {"text": "Mrs Quillfeather"})


async def test_the_budget_is_kept(api: ScriptedApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend_client, "BUDGET_SECONDS", 0.3)
    api.delay = 2.0

    started = time.perf_counter()
    with pytest.raises(asyncio.TimeoutError):
        await post_turn("t", "answer", {})
    assert time.perf_counter() - started < 1.5


async def test_nobody_listening_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_URL", "http://127.0.0.1:9")

    with pytest.raises(aiohttp.ClientConnectionError):
        await post_turn("t", "answer", {})


@pytest.mark.parametrize(
    "body", [None, [], "x", {}, {"says": []}, {"says": None, "question": None}, {"says": [{}], "question": None}]
)
def test_a_reply_that_breaks_the_contract_is_refused(body: object) -> None:
    with pytest.raises(BackendError, match="the API's reply"):
        read_reply(body)


def test_no_other_module_calls_out() -> None:
    callers = {
        path.name
        for path in (ROOT / "actions").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in [getattr(node, "module", None) or node.names[0].name]
        if name.partition(".")[0] in {"aiohttp", "httpx", "requests", "urllib", "http", "socket"}
    }

    assert callers == {"backend_client.py"}
