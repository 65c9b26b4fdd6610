"""The telephone line: an exchange is kept, decided, sent on, and answered with one document, the same for ever.

Every part can be done again: what was decided and answered is stored once, messages carry the exchange's own id, and
who owns the conversation moves once. So a retry, or a process that takes up what a dead one left, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from backend.core.ownership import Owner
from backend.services.answers import give_up
from backend.services.call_view import CallView, is_answered, look
from backend.services.context import Context
from backend.services.exchanges import Exchange, answer_once
from backend.services.runner import Runner
from channels.phone import heard as hearing
from channels.phone import repair
from channels.phone import state as states
from channels.phone.deciding import decided
from channels.phone.documents import document
from channels.phone.heard import HeardByPhone
from channels.phone.sending import carry_out, receive, stop_recording
from channels.phone.state import CallState
from channels.phone.step import Send, Step

ANSWER_SECONDS = 6.0  # Twilio gives up after fifteen; the caller hears from us before that
MOST_POLLS = 4
_WARNINGS = (timedelta(minutes=50), timedelta(minutes=57))
LONGEST_CALL = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Line:
    """What the line works with."""

    context: Context
    runner: Runner


def answer(line: Line, exchange: Exchange) -> str:
    """The TwiML for an exchange: what was answered before, or what follows now."""
    if exchange.answer is not None:
        return exchange.answer
    before = states.from_data(exchange.state)
    heard = hearing.from_data(exchange.heard) if exchange.heard else HeardByPhone()
    if before.pending:
        step = _polled(line, before)
    else:
        step = decided(line.context, exchange, before, heard)
        carry_out(line.context, exchange, before, heard)
        stop_recording(line.context, exchange, step)
        step = _send(line, exchange, step)
    step = _settled(line, exchange, before, step)
    view = look(line.context, exchange.conversation_id, since=before.said_from)
    step = _in_time(exchange, step, view)
    text, after = document(line.context, exchange, step, view)
    return answer_once(line.context, exchange, state=states.to_data(after), answer=text)


def _polled(line: Line, before: CallState) -> Step:
    """A turn that took long: its answer now, more waiting, or at last an answer without the assistant."""
    line.runner.run_and_wait(before.pending, seconds=ANSWER_SECONDS)
    polls = before.polls + 1
    if polls >= MOST_POLLS:
        give_up(line.context, before.pending, reason="the caller waited long enough")
    if is_answered(line.context, before.pending):
        return Step(replace(before, pending="", polls=0), short=True)
    return Step(replace(before, polls=polls), lead=("still_reading",))


def _send(line: Line, exchange: Exchange, step: Step, *, part: str = "") -> Step:
    """Sends the caller's answer on and waits for what follows; a second one of an exchange is named by its part."""
    if step.send is None:
        return step
    turn = receive(line.context, exchange, step.send, part=part)
    if turn is None:
        return Step(step.state, lead=("changed_meanwhile",), short=True)
    if not line.runner.run_and_wait(turn, seconds=ANSWER_SECONDS):
        return replace(step, state=replace(step.state, pending=turn, polls=0))
    return step


def _settled(line: Line, exchange: Exchange, before: CallState, step: Step) -> Step:
    """Once there is an answer: a goodbye ends the call, and after three tries a person is asked for."""
    answered = bool(before.pending or step.send) and not step.state.pending
    if not answered:
        return step
    view = look(line.context, exchange.conversation_id, since=before.spoken)
    keys = [said.key for said in view.said]
    after = repair.after_answer(step.state, view, keys)
    if "goodbye" in keys and not view.on_hold:
        over = before.leaving or view.prompt is None
        return replace(step, state=replace(after, leaving=not over), ends=over, leaves=not over)
    if after.failures < repair.A_PERSON_AFTER or (step.send and step.send.key == "person"):
        ways_out = ("still_open",) if after.asides == repair.WAYS_OUT_AFTER else ()
        return replace(step, state=after, lead=(*step.lead, *ways_out))
    asking = Step(after, Send(key="person"), lead=("asking_for_person",))
    return _send(line, exchange, asking, part="/person")


def _in_time(exchange: Exchange, step: Step, view: CallView) -> Step:
    """A call has an end, told twice before; never for somebody at risk or while a person talks."""
    lasted = view.now - exchange.began_at
    if view.on_hold or view.owner is not Owner.BOT:
        return step
    if view.is_in_danger:
        return replace(step, ends=False, lead=("with_you",)) if step.ends else step
    if lasted >= LONGEST_CALL:
        return replace(step, ends=True)
    warned = sum(lasted >= warning for warning in _WARNINGS)
    if warned > step.state.warned:
        said = (*step.lead, f"time_{warned}")
        return replace(step, state=replace(step.state, warned=warned), lead=said)
    return step
