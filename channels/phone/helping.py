"""The menu of key 8: slower, more time, text relay, another language."""

from __future__ import annotations

from dataclasses import replace

from channels.phone.state import CallState, Mode, Pace
from channels.phone.step import Send, Step


def help_pressed(state: CallState, digit: str) -> Step:
    """What the key of the help menu changes; any other key goes back to the question."""
    if digit == "0":
        return Step(state, Send(key="person"))
    if digit == "1":
        return Step(replace(state, slow=True), lead=("slower_on",), again=True)
    if digit == "2":
        return Step(replace(state, pace=Pace.MORE_TIME), lead=("more_time_on",), short=True)
    if digit == "3":
        return Step(replace(state, pace=Pace.RELAY), lead=("relay_on",), again=True)
    if digit == "4":
        return Step(state, Send(key="another_language"))
    if digit in {"8", "*"}:
        return Step(replace(state, mode=Mode.HELP, slow=True), lead=("help",))
    return Step(state, lead=("help_over",), short=True)
