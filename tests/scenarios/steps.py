"""What a step of a scenario does; `play.py` lists the steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from backend.services.turns import question_key
from backend.store.tables import ObligationRow
from tests.scenarios.phone_line import PhoneLine
from tests.scenarios.phone_seat import PhoneSeat
from tests.scenarios.seat import WebSeat
from tests.scenarios.staff_seat import StaffSeat
from tests.stack import Stack

Seat = WebSeat | PhoneSeat
LONDON = ZoneInfo("Europe/London")
_MOST_SKIPS = 25
_MOST_ANSWERS = 60
_KEYS = set("0123456789*#")
_A_DAY = 24  # hours


@dataclass
class Stage:
    """Where a scenario is played, and by whom."""

    stack: Stack
    seat: Seat
    staff: StaffSeat
    line: PhoneLine

    def has_a_call_back(self) -> bool:
        """Whether a person is to ring."""
        with self.stack.context.database.read() as session:
            wanted = (ObligationRow.conversation_id == self.seat.conversation, ObligationRow.kind == "call_back")
            return session.scalars(select(ObligationRow.id).where(*wanted)).first() is not None


def do(step: dict[str, Any], stage: Stage) -> None:
    """Does the one thing that the step names."""
    stage.seat.begin()
    if "line" in step:
        stage.line.goes_wrong(step["line"], _caller(stage).call)
    for name, how in {**_STEPS, **_BY_PHONE}.items():
        if name in step:
            how(stage, step[name])
            return
    assert "line" in step, f"There is no step {step}."


def _choose(stage: Stage, what: str) -> None:
    meaning, _, about = what.partition("/")
    stage.seat.choose(meaning, about or None)


def _skip_until(stage: Stage, question: str) -> None:
    for _ in range(_MOST_SKIPS):
        asked = question_key(stage.stack.context, stage.seat.conversation)
        if asked == stage.seat.named(question):
            return
        stage.seat.choose("skip")
    raise AssertionError(f"{question} was never asked.")


def _wait(stage: Stage, minutes: float) -> None:
    stage.stack.clock.pass_time(minutes=minutes)
    stage.stack.work()
    stage.seat.look()


def _staff(stage: Stage, what: str | dict[str, str]) -> None:
    stage.staff.do(what, stage.seat.conversation)
    stage.seat.look()


def _edit_record(stage: Stage, edit: dict[str, Any]) -> None:
    stage.staff.edit_record(edit, stage.seat)
    stage.seat.look()


def _come_back(stage: Stage, _: Any) -> None:
    stage.stack.clock.pass_time(hours=_A_DAY)
    stage.seat = stage.seat.come_back()
    stage.seat.open()


def _ring_again(stage: Stage, how: dict[str, Any]) -> None:
    caller = _caller(stage)
    caller.leave()
    stage.stack.clock.pass_time(hours=how.get("hours", 0), minutes=2)
    caller.open(how.get("from"))


def _answers(stage: Stage, answers: dict[str, str]) -> None:
    """Answers each question in the words for it, until all is asked, a person is to ring, or the call is over."""
    caller = _caller(stage)
    for number in range(_MOST_ANSWERS):
        caller.call.line = stage.line.garbled(number)  # no line garbles the same words twice in the same way
        asked = question_key(stage.stack.context, caller.conversation)
        if asked is None or caller.call.ended or stage.has_a_call_back():
            return
        said = str(answers.get(asked, answers["otherwise"]))
        caller.press(said) if set(said) <= _KEYS else caller.speak(said)
    raise AssertionError(f"After {_MOST_ANSWERS} answers {asked} is still asked.")


def _repeat(stage: Stage, what: dict[str, Any]) -> None:
    for _ in range(what["times"]):
        for step in what["steps"]:
            do(step, stage)


def _caller(stage: Stage) -> PhoneSeat:
    assert isinstance(stage.seat, PhoneSeat), "Only a caller can do this."
    return stage.seat


_STEPS: dict[str, Callable[[Stage, Any], None]] = {
    "say": lambda stage, words: stage.seat.say(words.replace("{reference}", stage.seat.reference)),
    "choose": _choose,
    "skip_until": _skip_until,
    "ask_for_person": lambda stage, _: stage.seat.ask_for_person(),
    "wait": _wait,
    "staff": _staff,
    "edit_record": _edit_record,
    "come_back": _come_back,
}
_BY_PHONE: dict[str, Callable[[Stage, Any], None]] = {
    "press": lambda stage, keys: _caller(stage).press(keys),
    "interrupt": lambda stage, keys: _caller(stage).press(keys, during=1.0),
    "speak": lambda stage, words: _caller(stage).speak(words),
    "silence": lambda stage, rounds: _caller(stage).silence(rounds),
    "noise": lambda stage, _: _caller(stage).noise(),
    "hang_up": lambda stage, saying: _caller(stage).leave(saying if isinstance(saying, str) else ""),
    "ring_again": _ring_again,
    "answers": _answers,
    "repeat": _repeat,
}
