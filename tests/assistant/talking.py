"""Says one thing to the real agent, through the real channel, and returns what it answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent

from assistant.brief import read_brief
from channels.rasa_input import TurnOutput, user_message

TELL = {"key": "tell", "kind": "narrative", "about": None}


def brief(text: str = "", **more: Any) -> dict[str, Any]:
    """A brief as the front door posts it."""
    return {
        "turn": str(uuid.uuid4()),
        "text": text,
        "choice": None,
        "language": "en",
        "channel": "web",
        "provider": "lumiere",
        "question": TELL,
        "last_said": None,
        **more,
    }


@dataclass(frozen=True)
class Answered:
    """What was said in one turn."""

    messages: list[dict[str, Any]]
    failed: bool

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages]


async def say(agent: Agent, text: str = "", **more: Any) -> Answered:
    """One turn."""
    output = TurnOutput()
    await agent.handle_message(user_message(read_brief(brief(text, **more)), output))
    return Answered(output.messages, output.failed)
