"""What a caller said or did, into the conversation: each under an id that its exchange gives it, so twice is once."""

from __future__ import annotations

from backend.errors import HeardError
from backend.services import recordings, transfers, turns
from backend.services.calls import client_id
from backend.services.context import Context
from backend.services.exchanges import Exchange
from channels.phone.heard import HeardByPhone
from channels.phone.state import CallState, Mode
from channels.phone.step import Send, Step


def carry_out(context: Context, exchange: Exchange, before: CallState, heard: HeardByPhone) -> None:
    """What the end of a dial or of a recording brings about."""
    if before.mode is Mode.DIALLING:
        transfers.dial_over(context, exchange.conversation_id)
    if before.mode is Mode.RECORDING and heard.recording and heard.seconds > 0:
        recordings.keep(
            context,
            exchange.conversation_id,
            sid=heard.recording,
            url=heard.recording_url,
            seconds=heard.seconds,
            point=before.point,
        )


def stop_recording(context: Context, exchange: Exchange, step: Step) -> None:
    """What follows from a caller's wish not to be recorded."""
    if step.stops_recording:
        recordings.refuse(context, exchange.sid)


def receive(context: Context, exchange: Exchange, send: Send, *, part: str = "") -> str | None:
    """The turn of an answer, stored once; None for a choice that went away while the caller was deciding."""
    incoming = turns.Incoming(
        client_id=client_id(exchange.sid, f"{exchange.number}{part}"),
        text=send.text,
        choice=send.choice,
        key=send.key,
    )
    try:
        return turns.receive(context, exchange.conversation_id, incoming)
    except HeardError:
        return None
