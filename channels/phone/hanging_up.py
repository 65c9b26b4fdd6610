"""The end of a call, told by the line or noticed by us: words not sent on yet are, and a wish for a person is kept."""

from __future__ import annotations

from datetime import timedelta

from backend.errors import NotFound
from backend.services import transfers, turns
from backend.services.calls import call_of, client_id, quiet_calls
from backend.services.context import Context
from backend.services.exchanges import Exchange, left_open
from channels.phone import heard as hearing
from channels.phone import state as states
from channels.phone.deciding import decided
from channels.phone.heard import HeardByPhone
from channels.phone.line import LONGEST_CALL
from channels.phone.sending import carry_out, receive, stop_recording
from channels.phone.state import CallState, Mode

_LOST_AFTER = timedelta(minutes=10)  # after we last listened
_LOST_TALKING = LONGEST_CALL + timedelta(minutes=5)  # a caller put through may talk for long
_LISTENS = {Mode.RECORDING: timedelta(minutes=5)}
_LISTENS_AT_MOST = timedelta(seconds=150)  # a relay's ninety seconds, and a minute of speech


def hang_up(context: Context, sid: str) -> None:
    """Ends a call once; each part can be done again, and the last one says that it is over."""
    try:
        call = call_of(context, sid)
    except NotFound:
        return
    if call.ended_at is None:
        _send_the_rest(context, sid, states.from_data(call.state))
        transfers.caller_gone(context, sid)


def _send_the_rest(context: Context, sid: str, state: CallState) -> None:
    """What the caller said last, under the id that it was or would have been sent on with."""
    exchange = left_open(context, sid)
    if exchange is not None and exchange.heard and not state.pending:
        state = _take_up(context, exchange, state, hearing.from_data(exchange.heard))
    if state.held:
        text = " ".join(state.held)
        turns.receive(context, call_of(context, sid).conversation_id, turns.Incoming(client_id(sid, "end"), text=text))


def _take_up(context: Context, exchange: Exchange, state: CallState, heard: HeardByPhone) -> CallState:
    """An exchange that was not answered while there was a line."""
    carry_out(context, exchange, state, heard)
    if heard.nothing:
        return state
    step = decided(context, exchange, state, heard)
    stop_recording(context, exchange, step)
    if step.send is not None:
        receive(context, exchange, step.send)
    return step.state


def end_lost_calls(context: Context) -> None:
    """Calls whose end nobody told us: nothing has come for longer than anybody is listened to."""
    now = context.now()
    for call in quiet_calls(context, before=now - _LOST_AFTER):
        state = states.from_data(call.state)
        listened = timedelta(seconds=state.last_seconds) + _LISTENS.get(state.mode, _LISTENS_AT_MOST)
        allowed = _LOST_TALKING if state.mode in {Mode.DIALLING, Mode.ON_CALL} else listened + _LOST_AFTER
        if now - call.since >= allowed:
            hang_up(context, call.sid)
