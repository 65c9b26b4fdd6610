"""The only place that calls the private API."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

BUDGET_SECONDS = 3.0
DEFAULT_API_URL = "http://127.0.0.1:8001"


class BackendError(RuntimeError):
    """The API did not give a usable answer; the message carries no words of the person."""


@dataclass(frozen=True)
class Say:
    """One thing to say: a wording key and its display-ready values."""

    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the API wants said, and the question that is open afterwards."""

    says: tuple[Say, ...]
    question: Mapping[str, Any] | None


async def post_turn(turn: str, operation: str, heard: Mapping[str, Any]) -> Reply | None:
    """Post one operation of one turn; None when the turn is no longer the assistant's (409)."""
    base = os.environ.get("API_URL", DEFAULT_API_URL).rstrip("/")
    headers = {"Authorization": f"Bearer {os.environ.get('SERVICE_TOKEN', '')}"}
    timeout = aiohttp.ClientTimeout(total=BUDGET_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
        session.post(f"{base}/api/v1/turns/{turn}/{operation}", json=heard) as response,
    ):
        if response.status == 409:
            return None
        if response.status != 200:
            raise BackendError(f"the API answered {response.status}")
        return read_reply(await response.json())


def read_reply(body: Any) -> Reply:
    """Check the API's JSON; raise `BackendError` when it breaks the contract."""
    try:
        says = tuple(Say(say["key"], say.get("values") or {}) for say in body["says"])
        question = body["question"]
        if question is not None:
            question["key"], question["kind"]
    except (KeyError, TypeError, AttributeError) as error:
        raise BackendError(f"the API's reply lacks {error}") from error
    return Reply(says=says, question=question)
