"""A complainant's seat at the web chat: real HTTP, the public contract and nothing else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class WebSeat:
    """Says and chooses as a person at the chat page does; keeps the last answer."""

    url: str
    provider: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=40))
    reference: str = ""
    conversation: str = ""
    last: dict[str, Any] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)

    def open(self) -> None:
        """A new conversation."""
        body = {"client_id": str(uuid.uuid4())}
        opened = self._post(f"/{self.provider}/chat/conversations", body, expected=201)
        self.conversation = opened["conversation"]
        self.client.headers["Authorization"] = f"Bearer {opened['token']}"
        self._took(opened)

    def begin(self) -> None:
        """A new step; the last answer stands until there is another."""

    @property
    def transcript(self) -> str:
        """Everything that was said to the person, for whoever reads a failure."""
        return "\n".join(message["text"] for message in self.heard)

    def say(self, text: str) -> None:
        """Types a message."""
        self._send({"text": text})

    def choose(self, meaning: str, about: str | None = None) -> None:
        """Presses the ready answer with this meaning (and, for points, this number in its label)."""
        offered = [choice for message in self.heard for choice in message["choices"]]
        fitting = [c for c in offered if c["meaning"] == meaning and (about is None or about in c["label"])]
        assert fitting, f"{meaning} is not among the choices {[c['meaning'] for c in offered]}"
        self._send({"choice": fitting[-1]["id"]})

    def ask_for_person(self) -> None:
        """Presses the page's button for a person."""
        self._post(f"/chat/{self.conversation}/handoff", {})
        self.look()

    def look(self) -> None:
        """Looks for new messages."""
        after = self.heard[-1]["seq"] if self.heard else 0
        answer = self.client.get(f"{self.url}/chat/{self.conversation}/messages", params={"after": after})
        assert answer.status_code == 200, answer.text
        self._took(answer.json())

    def settle(self) -> None:
        """A page asks nothing of its own that a scenario does not name."""

    def named(self, question: str) -> str:
        """A question is called here what the scenario calls it."""
        return question

    def come_back(self) -> WebSeat:
        """A new conversation with what they still know of the old one."""
        return WebSeat(self.url, self.provider, reference=self.reference)

    def leave(self) -> None:
        """Closes the page, which tells nobody anything."""

    def _send(self, content: dict[str, str]) -> None:
        path = f"/chat/{self.conversation}/messages"
        body = {"client_id": str(uuid.uuid4()), **content}
        answer = self._post(path, body)
        for _ in range(20):
            if not answer["pending"]:
                break
            answer = self._post(path, body)
        assert not answer["pending"], "The turn was never answered."
        self._took(answer)

    def _took(self, answer: dict[str, Any]) -> None:
        self.last = answer
        if answer.get("case"):
            self.reference = answer["case"]["reference"]
        self.heard += [message for message in answer["messages"] if message["sender"] != "customer"]

    def _post(self, path: str, body: dict[str, Any], *, expected: int = 200) -> dict[str, Any]:
        answer = self.client.post(f"{self.url}{path}", json=body)
        assert answer.status_code == expected, f"{answer.status_code}: {answer.text}"
        found: dict[str, Any] = answer.json()
        return found
