"""Twilio's questions and reports about what we began: a text's progress, and calls that ring a person back."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g

from backend.services import ring_backs, texts
from backend.services.context import Context
from channels.phone import twiml
from channels.phone.locales import locale_for
from channels.phone.speech import pieces, spoken

outbound = Blueprint("outbound", __name__)


def _context() -> Context:
    found: Context = current_app.extensions["heard"].context
    return found


def _voice() -> twiml.Voice:
    return twiml.Voice(locale_for("en"))


def _lines(key: str) -> list[str]:
    return pieces(spoken(_context().wording.say("en", f"phone.{key}")))


def _xml(text: str) -> Response:
    return Response(text, mimetype="text/xml")


@outbound.post("/text-status")
def text_status() -> Response:
    """How a text fares."""
    error = g.fields.get("ErrorCode") or None
    texts.heard_of_text(
        _context(), sid=g.fields.get("MessageSid", ""), status=g.fields.get("MessageStatus", ""), error_code=error
    )
    return Response(status=204)


@outbound.post("/ring-back/<int:case>")
def ring_back(case: int) -> Response:
    """What our staff hear when their telephone rings for a call they asked for."""
    found = ring_backs.ring_back_of(_context(), case)
    return _xml(twiml.whispering(pieces(found.whisper), _voice(), action=f"/phone/ring-back/{case}/taken"))


@outbound.post("/ring-back/<int:case>/taken")
def ring_back_taken(case: int) -> Response:
    """1 rings the person; anything else rings nobody."""
    if g.fields.get("Digits") != "1":
        return _xml(twiml.ending(_lines("ring_back_left"), _voice()))
    found = ring_backs.ring_back_of(_context(), case)
    return _xml(
        twiml.dialling(
            _lines("ring_back_joining"),
            _voice(),
            number=found.number,
            action=f"/phone/ring-back/{case}/over",
            whisper=None,
            caller_id=found.caller_id,
        )
    )


@outbound.post("/ring-back/<int:case>/over")
def ring_back_over(case: int) -> Response:
    """The call with the person is over, or they did not answer."""
    ring_backs.rang_back(_context(), case, status=g.fields.get("DialCallStatus", "")[:32])
    return _xml(twiml.ending(_lines("ring_back_over"), _voice()))
