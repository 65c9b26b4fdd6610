"""What of a message is classified: bounded, never a command, and every place traceable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEAD = 3_000
TAIL = 1_000
# Rasa obeys any text that starts with "/" (rasa.nlu.classifiers.regex_message_handler).
_COMMAND_PREFIX = re.compile(r"^[\s/]+")


@dataclass(frozen=True)
class Excerpt:
    """Text to classify; `pieces` are (start in the excerpt, start in the original) pairs."""

    text: str
    pieces: tuple[tuple[int, int], ...]


def take_excerpt(original: str) -> Excerpt:
    """The beginning and the end of the original, without a leading command prefix."""
    prefix = _COMMAND_PREFIX.match(original)
    lead = prefix.end() if prefix else 0
    body = original[lead:].rstrip()
    if len(body) <= HEAD + TAIL:
        return Excerpt(text=body, pieces=((0, lead),))
    head = body[: _last_space(body, HEAD)].rstrip()
    resume = len(body) - TAIL
    resume += len(body[resume:]) - len(body[resume:].lstrip())
    gap = "\n"
    return Excerpt(
        text=head + gap + body[resume:],
        pieces=((0, lead), (len(head) + len(gap), lead + resume)),
    )


def place_in_original(position: int, pieces: Sequence[Sequence[int]]) -> int:
    """The character position in the original of a position in the excerpt."""
    started = [piece for piece in pieces if piece[0] <= position]
    here, there = started[-1] if started else (0, 0)
    return there + position - here


def _last_space(text: str, limit: int) -> int:
    space = text.rfind(" ", 0, limit)
    return space if space > 0 else limit
