"""Callers at a line that garbles nothing, through everything there is; and what an unfinished call lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.audio_calls import player
from tests.audio_calls.caller import Caller, read_callers
from tests.audio_calls.exchange import ClearLine
from tests.audio_calls.held import hold
from tests.audio_calls.table import Held
from tests.stack import Stack, running_stack


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


def named(name: str) -> Caller:
    """One caller."""
    [caller] = read_callers([name])
    return caller


def whole(call: Held) -> str:
    """The call from beginning to end."""
    return "\n".join([call.dead_end, *call.missing, *map(str, call.exchanges)])


@pytest.mark.parametrize("name", ["charged_more_than_quoted", "withheld_number", "a_concern_about_the_room"])
def test_a_call_is_complete(name: str, stack: Stack) -> None:
    call = hold(stack, named(name), ClearLine())
    assert call.completed, whole(call)


def test_what_an_unfinished_call_lacks_is_named(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "MOST_EXCHANGES", 3)
    caller = replace(named("charged_more_than_quoted"), person_first="")
    call = hold(stack, caller, ClearLine())
    assert call.dead_end == "more than 3 exchanges"
    assert call.missing == ("the record was not agreed", "the date was not told"), whole(call)


def test_who_asked_for_a_person_is_owed_one(stack: Stack) -> None:
    asks = replace(named("charged_more_than_quoted"), person_first="Can I speak to a person please?")
    call = hold(stack, asks, ClearLine())
    assert call.completed, whole(call)
    assert any("carry on" in exchange.did.lower() for exchange in call.exchanges)


def test_a_call_before_anything_was_told_opens_no_case(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player.Player, "hold", lambda self: (self.call.start(), self.call.hang_up()))
    assert hold(stack, named("laser_burn"), ClearLine()).missing == ("no case was opened",)
