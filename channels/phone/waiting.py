"""A silent caller while somebody else is to speak: we say that we are still there, in other words each time."""

from __future__ import annotations

from dataclasses import replace

from backend.core.ownership import Owner
from backend.services.call_view import CallView
from channels.phone.state import CallState, Mode
from channels.phone.step import Step


def one_round(before: CallState, view: CallView) -> Step:
    """One silence; nobody is asked anything, so it is no failure of theirs."""
    after = replace(before, silences=before.silences + 1, mode=Mode.QUESTION)
    if view.owner is Owner.WAITING and view.is_in_danger:
        return Step(after, lead=("with_you",))
    if view.owner is Owner.WAITING:
        return Step(after, lead=("still_waiting",))
    if after.silences % 2:
        return Step(after)  # while a person writes, every other silence is left quiet
    return Step(after, lead=("still_here",))
