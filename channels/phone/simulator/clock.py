"""The time of a call, which passes as fast as the test runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _nothing(_: float) -> None:
    """Nobody else's clock has to follow."""


@dataclass
class VirtualClock:
    """Seconds since the call began. `advance` moves the application's clock along; `wait` really waits in the
    silences during which we are busy, so that they are as long as the work they are for."""

    advance: Callable[[float], None] = _nothing
    wait: Callable[[float], None] = _nothing
    seconds: float = 0.0

    def passes(self, seconds: float) -> None:
        """So much later."""
        self.seconds += seconds
        self.advance(seconds)

    def pauses(self, seconds: float) -> None:
        """A silence outside every question."""
        self.passes(seconds)
        self.wait(seconds)
