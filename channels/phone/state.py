"""How far a call has got: a value, kept with the call and given to every exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class Pace(StrEnum):
    """How long the caller is waited for."""

    NORMAL = "normal"
    A_MOMENT = "a_moment"  # they asked us to hold on
    MORE_TIME = "more_time"
    RELAY = "relay"  # Relay UK: what is said is typed out for the caller, and their answer is typed


class Mode(StrEnum):
    """What the next exchange answers."""

    QUESTION = "question"
    HELP = "help"  # the menu of key 8: slower, more time, text relay, another language
    DIALLING = "dialling"
    ON_CALL = "on_call"  # the on-call number is being rung for a silent caller at risk
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class CallState:
    """`spoken` is the number of the last message said; `asked` names the question whose failures are counted."""

    mode: Mode = Mode.QUESTION
    spoken: int = 0
    said_from: int = 0  # what was said last begins after this message
    asked: str = ""
    failures: int = 0
    asides: int = 0  # answers in a row after which the same question was still open
    silences: int = 0
    quiet: float = 0.0  # seconds since anything was heard, while danger stands
    page: int = 0
    pending: str = ""  # a turn that is not answered yet
    polls: int = 0
    held: tuple[str, ...] = ()  # parts of a story that the line cut off, not sent yet
    slow: bool = False
    pace: Pace = Pace.NORMAL
    pace_before: Pace = Pace.NORMAL  # what it was before they asked us to hold on
    patience: int = 0  # silences that are waited out because the caller asked us to hold on
    person_for_silence: bool = False  # a person was asked for because nothing was heard, and still nothing is
    recorded: bool = False  # the whole call is, as the greeting said, until the caller asks us not to
    point: int | None = None  # the point that is recorded in the caller's own voice
    rung_for: int = 0  # the owner version for which a person was rung
    rang_on_call: bool = False
    warned: int = 0
    leaving: bool = False  # they said goodbye in the middle of it, and are listened to once more
    last_words: str = ""  # what was said last, so that it is never said twice in the same words
    last_seconds: float = 0.0  # how long saying it took


def to_data(state: CallState) -> dict[str, Any]:
    """The state as JSON."""
    return asdict(state)


def from_data(data: Mapping[str, Any]) -> CallState:
    """The state from JSON; what is missing is as at the beginning."""
    known = {field.name for field in fields(CallState)}
    return CallState(**{key: _READ.get(key, _as_it_is)(value) for key, value in data.items() if key in known})


def _as_it_is(value: Any) -> Any:
    return value


_READ: Mapping[str, Callable[[Any], Any]] = {"mode": Mode, "pace": Pace, "pace_before": Pace, "held": tuple}
