"""What an exchange comes to before anybody is asked: something to send on, and what the line itself does."""

from __future__ import annotations

from dataclasses import dataclass

from channels.phone.state import CallState


@dataclass(frozen=True, slots=True)
class Send:
    """The caller's answer for the conversation: words, an offered choice, or a key that always works."""

    text: str | None = None
    choice: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The call's next state, what is sent on, the line's own words said first, and how the answer is put."""

    state: CallState
    send: Send | None = None
    lead: tuple[str, ...] = ()  # wording keys below `phone.`
    again: bool = False  # the last prompt is said again, whole
    short: bool = False  # only its question is said again
    ends: bool = False
    leaves: bool = False  # how to come back is told, and they are listened to once more
    rings_on_call: bool = False
    stops_recording: bool = False
