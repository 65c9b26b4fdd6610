"""The telephone line's addresses: Twilio's webhooks, every one signed."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from werkzeug.datastructures import MultiDict

from backend.errors import NotAllowed, NotFound
from backend.services import calls, recordings, transfers
from backend.services.context import Context
from backend.services.exchanges import take
from channels.phone import heard as hearing
from channels.phone import twiml
from channels.phone.fallback import apology, take_up_again
from channels.phone.hanging_up import hang_up
from channels.phone.line import Line, answer
from channels.phone.locales import locale_for
from channels.phone.outbound import outbound
from channels.phone.signatures import is_signed, read_body
from channels.phone.speech import pieces

log = logging.getLogger(__name__)

phone = Blueprint("phone", __name__, url_prefix="/phone")
phone.register_blueprint(outbound)
_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


def _heard() -> Any:
    return current_app.extensions["heard"]


def _context() -> Context:
    found: Context = _heard().context
    return found


def _line() -> Line:
    return Line(_context(), _heard().runner)


@phone.before_request
def require_signature() -> None:
    """NotAllowed unless Twilio signed it; nothing is read or changed before."""
    config = _heard().config
    if not (config.twilio_auth_token or config.twilio_shared_keys):
        log.warning("A call was refused: TWILIO_AUTH_TOKEN is not set, so the telephone line answers nobody.")
    fields = read_body(request.get_data())
    path = request.full_path if request.query_string else request.path
    signed = is_signed(
        f"{config.public_url}{path}",
        fields,
        request.headers,
        auth_token=config.twilio_auth_token,
        shared_keys=config.twilio_shared_keys,
    )
    if not signed:
        raise NotAllowed("This address answers only requests that Twilio has signed for this account.")
    g.fields = fields


def _fields() -> MultiDict[str, str]:
    found: MultiDict[str, str] = g.fields
    return found


def _sid() -> str:
    sid = _fields().get("CallSid", "")
    if not sid or len(sid) > 64:
        raise NotFound("There is no such call here.")
    return sid


def _xml(text: str) -> Response:
    return Response(text, mimetype="text/xml")


@phone.post("/<provider>/incoming")
def incoming(provider: str) -> Response:
    """A call begins."""
    number = hearing.caller_number(_fields())
    exchange = calls.begin(_context(), sid=_sid(), provider=provider, number=number)
    return _xml(answer(_line(), exchange))


@phone.post("/turn/<int:number>")
def turn(number: int) -> Response:
    """What the caller said or keyed, or that they did neither."""
    return _exchange(number, poll=False)


@phone.post("/poll/<int:number>")
def poll(number: int) -> Response:
    """Looks whether a turn that took long has its answer."""
    return _exchange(number, poll=True)


def _exchange(number: int, *, poll: bool) -> Response:
    heard = hearing.read_form(_fields(), poll=poll)
    try:
        exchange = take(_context(), sid=_sid(), number=number, heard=hearing.to_data(heard))
    except NotFound:
        return _xml(apology(_context()))
    return _xml(answer(_line(), exchange))


@phone.post("/status")
def status() -> Response:
    """The call's progress; at its end what was said is kept and a wish for a person too."""
    if _fields().get("CallStatus") in _OVER:
        hang_up(_context(), _sid())
    return Response(status=204)


@phone.post("/recorded")
def recorded() -> Response:
    """The recording of a whole call is ready."""
    heard = hearing.read_form(_fields())
    if _fields().get("RecordingStatus") == "completed" and heard.recording:
        recordings.keep_call(_context(), _sid(), sid=heard.recording, url=heard.recording_url, seconds=heard.seconds)
    return Response(status=204)


@phone.post("/fallback")
def fallback() -> Response:
    """An answer of ours did not arrive: the exchange it was for is taken up again."""
    return _xml(take_up_again(_context(), _fields()))


@phone.post("/whisper/<sid>")
def whisper(sid: str) -> Response:
    """What a member of staff hears before they take a call."""
    text = transfers.whisper_words(_context(), calls.conversation_of(_context(), sid))
    voice = twiml.Voice(locale_for("en"))
    return _xml(twiml.whispering(pieces(text), voice, action=f"/phone/accept/{sid}"))


@phone.post("/accept/<sid>")
def accept(sid: str) -> Response:
    """1 takes the call; anything else leaves it to be called back."""
    voice = twiml.Voice(locale_for("en"))
    wording = _context().wording
    if _fields().get("Digits") == "1" and transfers.accepted(_context(), calls.conversation_of(_context(), sid)):
        return _xml(twiml.bridging(pieces(wording.say("en", "phone.whisper_taken")), voice))
    return _xml(twiml.ending(pieces(wording.say("en", "phone.whisper_left")), voice))
