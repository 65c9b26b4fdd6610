"""Rasa's end of the wire from the front door: one authenticated route, one turn a call."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.brief import BadBrief, Brief, read_brief
from assistant.excerpt import take_excerpt
from assistant.wording import APOLOGY

logger = logging.getLogger(__name__)

LONGEST_SAID = 2_000
# A command of Rasa's, typed: it is answered as something not understood.
_COMMAND = re.compile(r"^[\s/]*/\w+\s*(?:\{.*\}\s*)?$", re.DOTALL)
OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class TurnOutput(OutputChannel):
    """Collects what the assistant says in one turn, in the shape the front door reads."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.failed = False

    @classmethod
    def name(cls) -> str:
        return "heard"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.failed = self.failed or message.get("utter_action") == APOLOGY
        text, choices = message.get("text"), message.get("buttons") or []
        if text and self.messages and self.messages[-1]["text"] == text:
            self.messages[-1]["choices"].extend(choices)
        elif text:
            self.messages.append({"text": text, "lang": message.get("lang", "en"), "choices": list(choices)})


class HeardInput(InputChannel):
    """The only way in: `POST /webhooks/heard/turn` with the shared secret."""

    def __init__(self, *, secret: str) -> None:
        if not secret:
            raise ValueError("SERVICE_TOKEN is empty: set the secret the front door sends.")
        self._secret = secret.encode()

    @classmethod
    def name(cls) -> str:
        return "heard"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> HeardInput:
        return cls(secret=(credentials or {}).get("secret") or "")

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("heard_turns")

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            if not self._is_front_door(request):
                return _problem(401, "The service token is missing or wrong.")
            try:
                brief = read_brief(request.json)
            except BadBrief as error:
                return _problem(400, f"The brief is not usable: {error}.")
            return await _hear(brief, on_new_message)

        return routes

    def _is_front_door(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(given, b"Bearer " + self._secret)


async def _hear(brief: Brief, on_new_message: OnNewMessage) -> HTTPResponse:
    output = TurnOutput()
    try:
        await on_new_message(user_message(brief, output))
    except Exception as error:  # noqa: BLE001 - the process boundary: the front door speaks when we cannot
        # The message of a foreign error may quote the person, so only its type is logged.
        logger.error("turn %s failed: %s", brief.turn, type(error).__name__)
        return _problem(500, "The assistant could not hear this turn.")
    return response.json({"messages": output.messages, "failed": output.failed})


def user_message(brief: Brief, output: OutputChannel) -> UserMessage:
    """The brief as Rasa's message; a choice, a blank text or a command never reaches the classifier."""
    heard = take_excerpt(brief.text)
    intent = _intent_without_classifier(brief, heard.text)
    return UserMessage(
        heard.text or intent,
        output,
        sender_id=brief.turn,
        input_channel=HeardInput.name(),
        parse_data=_understood(intent) if intent else None,
        metadata={
            "brief": brief.as_metadata(),
            "said": brief.text[:LONGEST_SAID],
            "pieces": heard.pieces,
        },
    )


def _intent_without_classifier(brief: Brief, heard: str) -> str | None:
    if brief.choice:
        return "add_information"
    if not heard:
        return "repeat_please"
    return "nlu_fallback" if _COMMAND.match(brief.text) else None


def _understood(intent: str) -> dict[str, Any]:
    return {
        "text": "",
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [],
        "topics": [],
    }


def _problem(status: int, detail: str) -> HTTPResponse:
    return response.json(
        {"status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
    )
