"""One exchange of a call from the caller's side, and the line that carries what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Line(Protocol):
    """What arrives of words; `slowly` is how they are said now."""

    slowly: bool

    def __call__(self, words: str) -> str:
        """What a recogniser makes of them."""
        ...


@dataclass
class ClearLine:
    """Everything arrives as it was said."""

    slowly: bool = False

    def __call__(self, words: str) -> str:
        """The same words."""
        return words


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the caller heard, what was asked in it, what they did then, and what arrived of it."""

    heard: str
    asked: str
    did: str = ""
    arrived: str = ""

    def __str__(self) -> str:
        arrived = f", arrived as: {self.arrived or 'nothing'}" if self.did.startswith("said") else ""
        return f"  line: {self.heard}\n  caller ({self.asked or 'nothing asked'}) {self.did or 'listened'}{arrived}"
