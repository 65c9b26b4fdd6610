"""Stands between the front door and the real assistant: stops it, hangs it, and brings it back."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from backend.errors import Unavailable
from backend.services.runner import AskAssistant

_STATES = ("up", "down", "hung")
_HANGS = 20.0  # seconds, then whoever asked has given up


class AssistantSwitch:
    """The assistant is `up`, `down` (refuses at once) or `hung` (takes the turn and says nothing)."""

    def __init__(self) -> None:
        self._state = "up"
        self._moved = threading.Event()

    def put(self, state: str) -> None:
        """From now on it is so; whoever waits for a hung one is let go."""
        assert state in _STATES, f"An assistant is one of {_STATES}, not {state}."
        self._state = state
        self._moved.set()
        self._moved = threading.Event()

    def between(self, ask: AskAssistant) -> AskAssistant:
        """The way to the assistant, past this switch."""

        def asked(brief: Mapping[str, Any]) -> list[dict[str, Any]]:
            if self._state == "hung":
                self._moved.wait(_HANGS)
                raise Unavailable("The assistant hung.")
            if self._state == "down":
                raise Unavailable("The assistant is down.")
            return ask(brief)

        return asked
