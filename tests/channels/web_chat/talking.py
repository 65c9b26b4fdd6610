"""A conversation over the API, as a program holds it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class Talk:
    """One conversation and its token."""

    client: FlaskClient
    id: str
    token: str
    greeting: list[dict[str, Any]]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, body: object = None, *, to: str = "messages", **options: Any) -> TestResponse:
        """Posts a JSON body, or `data=` as it is."""
        options.setdefault("headers", self.headers)
        if "data" not in options:
            options["json"] = body
        return self.client.post(f"/chat/{self.id}/{to}", **options)

    def say(self, text: str, client_id: str | None = None) -> TestResponse:
        return self.post({"client_id": client_id or str(uuid.uuid4()), "text": text})

    def choose(self, choice: str) -> TestResponse:
        return self.post({"client_id": str(uuid.uuid4()), "choice": choice})

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        response = self.client.get(f"/chat/{self.id}/messages?after={after}", headers=self.headers)
        assert response.status_code == 200
        return response.json["messages"]


def start(client: FlaskClient, provider: str = "lumiere", body: object = None) -> Talk:
    """A new conversation."""
    response = client.post(f"/{provider}/chat/conversations", json={} if body is None else body)
    assert response.status_code == 201, response.text
    given = response.json
    return Talk(client, given["conversation"], given["token"], given["messages"])
