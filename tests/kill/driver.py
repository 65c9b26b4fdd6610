"""People who talk to the web chat over its public contract, send again until they are answered, and keep a ledger."""

from __future__ import annotations

import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

_PATIENCE = 120.0  # seconds for one message
_ANSWERS = (
    "that_is_everything",
    "agree",
    "skip",
    "none_of_these",
    "not_now",
    "change",
    "leave_it",
    "copy_page",
    "myself",
)


@dataclass
class Entry:
    """One message that was sent: its content, how often, and the finished answer."""

    client_id: str
    content: dict[str, str]
    tries: int = 0
    answer: dict[str, Any] = field(default_factory=dict)


class Talker(threading.Thread):
    """One person; says a story, answers what is asked, and adds to it, until told to stop."""

    def __init__(self, url: str, number: int, seed: str) -> None:
        super().__init__(daemon=True)
        self.ledger: list[Entry] = []
        self.conversation = ""
        self.failure: BaseException | None = None
        self._url, self._number = url, number
        self._random = random.Random(seed)
        self._client = httpx.Client(timeout=20.0)
        self._choices: list[dict[str, str]] = []
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finishes the message that is on its way and says no more."""
        self._stopping.set()

    def run(self) -> None:
        """Talks; a failure is kept for the test to raise."""
        try:
            self._open()
            while not self._stopping.is_set():
                self._say(self._next())
                time.sleep(self._random.uniform(0.0, 0.2))
        except BaseException as error:  # noqa: BLE001 - the boundary of this thread
            self.failure = error

    def _next(self) -> dict[str, str]:
        """A choice of the last question, mostly; else words, each of them said only once."""
        wanted = [choice for choice in self._choices if choice["meaning"] in _ANSWERS]
        enough = len(self.ledger) > 3
        if wanted and enough and self._random.random() < 0.75:
            return {"choice": self._random.choice(wanted)["id"]}
        said = f"{self._number}.{len(self.ledger)}"
        return {"text": f"The receptionist laughed at me and my appointment was two hours late ({said})."}

    def _say(self, content: dict[str, str]) -> None:
        entry = Entry(str(uuid.UUID(int=self._random.getrandbits(128))), content)
        self.ledger.append(entry)
        body = {"client_id": entry.client_id, **content}
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            entry.tries += 1
            answer = self._post(f"/chat/{self.conversation}/messages", body)
            if answer is not None and not answer["pending"]:
                entry.answer = answer
                asked = [message["choices"] for message in answer["messages"] if message["choices"]]
                self._choices = asked[-1] if asked else self._choices
                return
            time.sleep(self._random.uniform(0.05, 0.3))
        raise AssertionError(f"{body} was not answered in {_PATIENCE:.0f} seconds.")

    def _open(self) -> None:
        client_id = str(uuid.uuid4())
        while not self._stopping.is_set():
            opened = self._post("/lumiere/chat/conversations", {"client_id": client_id})
            if opened is not None:
                self.conversation = opened["conversation"]
                self._client.headers["Authorization"] = f"Bearer {opened['token']}"
                return
            time.sleep(0.2)

    def _post(self, path: str, body: dict[str, str]) -> dict[str, Any] | None:
        """The answer, or None when the server was not there or failed; a refusal is an error."""
        try:
            answer = self._client.post(f"{self._url}{path}", json=body)
        except httpx.HTTPError:
            return None
        if answer.status_code >= 500:
            return None
        assert answer.status_code in {200, 201}, f"{answer.status_code}: {answer.text}"
        found: dict[str, Any] = answer.json()
        return found
