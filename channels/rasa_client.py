"""How a turn reaches Rasa: one request, a strict reading of the answer, and a named error for all else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from backend.errors import Unavailable

_SECONDS = 20.0  # a slower answer is taken as none; the person has had the waiting line long before
_IS_THERE_SECONDS = 0.8
_SENT = ("turn", "text", "choice", "language", "channel", "provider", "question", "last_said")


class RasaClient:
    """Asks the assistant for its replies to a brief."""

    def __init__(self, url: str, token: str, *, seconds: float = _SECONDS) -> None:
        self._home = f"{url}/"
        self._url = f"{url}/webhooks/heard/turn"
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(headers=headers, timeout=httpx.Timeout(seconds, connect=2.0))

    def answers(self) -> bool:
        """Whether the assistant is there."""
        try:
            return self._client.get(self._home, timeout=_IS_THERE_SECONDS).is_success
        except httpx.HTTPError:
            return False

    def ask(self, brief: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The assistant's messages for this turn; Unavailable when it does not answer as it should."""
        try:
            answer = self._client.post(self._url, json={key: brief[key] for key in _SENT})
            answer.raise_for_status()
            body = answer.json()
            if body.get("failed"):
                raise Unavailable("The assistant could not do its part.")
            return [_message(message) for message in body["messages"]]
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise Unavailable(f"The assistant does not answer ({type(error).__name__}).") from error


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    choices = [
        {"meaning": str(c["meaning"]), "about": c.get("about"), "label": str(c["label"])}
        for c in message.get("choices") or []
    ]
    text = message["text"]
    if not isinstance(text, str) or not text.strip():
        raise ValueError("A message without words.")
    return {"text": text, "lang": message.get("lang"), "choices": choices}
