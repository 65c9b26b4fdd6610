"""The telephone line: an exchange is kept, decided, sent on, and answered with one document, the same for ever."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from backend.core.ownership import Owner
from backend.errors import Conflict, HeardError
from backend.services import calls, recordings, transfers, turns
from backend.services.answers import give_up
from backend.services.call_view import CallView, is_answered, look
from backend.services.calls import Exchange
from backend.services.context import Context
from backend.services.danger import cues_in
from backend.services.runner import Runner
from backend.services.telephone_numbers import on_call_number
from channels.phone import heard as hearing
from channels.phone import repair
from channels.phone import state as states
from channels.phone.decide import decide
from channels.phone.documents import document
from channels.phone.heard import HeardByPhone
from channels.phone.state import CallState, Mode
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
    state = states.from_data(exchange.state)
    heard = hearing.from_data(exchange.heard) if exchange.heard else HeardByPhone()
    view = look(line.context, exchange.conversation_id)
    step = _step(line, exchange, state, view, heard)
    step = _send(line, exchange, step)
    view = look(line.context, exchange.conversation_id)
    step = _in_time(line, exchange, step, view)
    step = _settled(line, exchange, state, step, view)
    view = look(line.context, exchange.conversation_id)
    text, after = document(line.context, exchange, step, view)
    return calls.store(line.context, exchange, state=states.to_data(after), answer=text)


def _step(line: Line, exchange: Exchange, state: CallState, view: CallView, heard: HeardByPhone) -> Step:
    if exchange.number == calls.FIRST_EXCHANGE:
        return Step(state)
    if state.pending:
        return _polled(line, state)
    if state.mode in {Mode.DIALLING, Mode.ON_CALL}:
        return _after_dial(line, exchange, state, view, heard)
    if state.mode is Mode.RECORDING:
        return _after_recording(line, exchange, state, view, heard)
    asked_at = exchange.asked_at or exchange.began_at
    step = decide(state, view, heard, since_asked=(view.now - asked_at).total_seconds())
    if step.rings_on_call and on_call_number(line.context, exchange.provider) is None:
        return replace(step, rings_on_call=False, lead=("with_you_1",))
    if len(step.state.held) > len(state.held) and cues_in(line.context, view.language, heard.speech):
        return Step(replace(step.state, held=()), Send(text=" ".join(step.state.held)))  # danger never waits
    return step


def _polled(line: Line, state: CallState) -> Step:
    """A turn that took long: its answer now, more waiting, or at last an answer without the assistant."""
    line.runner.run_and_wait(state.pending, seconds=ANSWER_SECONDS)
    if not is_answered(line.context, state.pending) and state.polls >= MOST_POLLS:
        give_up(line.context, state.pending, reason="the caller waited long enough")
    if is_answered(line.context, state.pending):
        return Step(replace(state, pending="", polls=0), short=True)
    return Step(replace(state, polls=state.polls + 1), lead=(f"still_reading_{state.polls % 2 + 1}",))


def _after_dial(line: Line, exchange: Exchange, state: CallState, view: CallView, heard: HeardByPhone) -> Step:
    """The person's call is over, or nobody took it."""
    after = replace(state, mode=Mode.QUESTION)
    if state.mode is Mode.ON_CALL:
        spoke = heard.dial == "completed"
        return Step(after, lead=("on_call_over" if spoke else "with_you_1",), short=True)
    if view.owner is Owner.STAFF:
        transfers.call_over(line.context, exchange.conversation_id)
        return Step(replace(after, silences=0, failures=0), Send(key="back_on_line"))
    transfers.not_taken(line.context, exchange.conversation_id)
    return Step(after)


def _after_recording(line: Line, exchange: Exchange, state: CallState, view: CallView, heard: HeardByPhone) -> Step:
    """What was recorded is kept with its case; an empty recording is said to be empty."""
    state = replace(state, mode=Mode.QUESTION)
    if heard.recording and heard.seconds > 0:
        recordings.keep(
            line.context,
            exchange.conversation_id,
            sid=heard.recording,
            url=heard.recording_url,
            seconds=heard.seconds,
            point=state.point,
        )
    kept = "recording_kept" if heard.recording and heard.seconds > 0 else "recording_empty"
    unsaid = view.after(state.spoken)
    return Step(replace(state, point=None), None if unsaid else Send(key="back_on_line"), lead=(kept,))


def _send(line: Line, exchange: Exchange, step: Step, *, part: str = "") -> Step:
    """Sends the caller's answer on and waits for what follows; a second one of an exchange is named by its part."""
    if step.send is None:
        return step
    send = step.send
    incoming = turns.Incoming(
        client_id=calls.client_id(exchange.sid, f"{exchange.number}{part}"),
        text=send.text,
        choice=send.choice,
        key=send.key,
    )
    try:
        turn = turns.receive(line.context, exchange.conversation_id, incoming)
    except HeardError:  # a choice that went away while the caller was deciding
        return Step(step.state, lead=("changed_meanwhile",), short=True)
    if not line.runner.run_and_wait(turn, seconds=ANSWER_SECONDS):
        return replace(step, state=replace(step.state, pending=turn, polls=0))
    return step


def _settled(line: Line, exchange: Exchange, before: CallState, step: Step, view: CallView) -> Step:
    """Counts what was not understood; after three tries a person is asked for."""
    if step.send is None or step.state.pending:
        return step
    keys = [said.key for said in view.after(before.spoken)]
    after = repair.after_answer(step.state, view, keys)
    if "goodbye" in keys and not view.on_hold:
        return replace(step, state=after, ends=True)
    if after.failures < repair.A_PERSON_AFTER or step.send.key == "person":
        return replace(step, state=after)
    asking = Step(after, Send(key="person"), lead=("asking_for_person",))
    return _send(line, exchange, asking, part="/person")


def _in_time(line: Line, exchange: Exchange, step: Step, view: CallView) -> Step:
    """A call has an end, told twice before; never for somebody at risk or while a person talks."""
    lasted = view.now - exchange.began_at
    if view.on_hold or view.owner is not Owner.BOT:
        return step
    if lasted >= LONGEST_CALL:
        return replace(step, ends=True)
    warned = step.state.warned
    if warned < len(_WARNINGS) and lasted >= _WARNINGS[warned]:
        warned = sum(lasted >= warning for warning in _WARNINGS)
        said = (*step.lead, f"time_{warned}")
        return replace(step, state=replace(step.state, warned=warned), lead=said)
    return step


def hang_up(line: Line, sid: str) -> None:
    """The call is over: words that were not sent on yet are, and a wish for a person is kept."""
    last = calls.end(line.context, sid)
    if last is None:
        return
    conversation = calls.conversation_of(line.context, sid)
    words = _unsent(line, sid, states.from_data(last))
    if words is not None:
        with suppress(Conflict):  # it was sent on as a choice before the line went dead
            turns.receive(line.context, conversation, words)
    transfers.caller_gone(line.context, conversation)


def _unsent(line: Line, sid: str, state: CallState) -> turns.Incoming | None:
    """What the caller said last, under the id that it was or would have been sent on with."""
    left = calls.unanswered(line.context, sid)
    number, speech = (left[0], hearing.from_data(left[1]).speech) if left and left[1] else ("end", "")
    text = " ".join((*state.held, speech)).strip()
    return turns.Incoming(calls.client_id(sid, f"{number}"), text=text) if text else None
