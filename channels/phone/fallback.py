"""An answer of ours did not reach the line: the exchange it was for is taken up again, a few times at most."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from backend.errors import HeardError, NotFound
from backend.services import turns
from backend.services.calls import call_of, client_id
from backend.services.context import Context
from backend.services.exchanges import take
from channels.phone import heard as hearing
from channels.phone import twiml
from channels.phone.locales import locale_for
from channels.phone.speech import pieces

log = logging.getLogger(__name__)

MOST_TIMES = 5
_PLACE = re.compile(r"(/phone/(?:(?:turn|poll)/([0-9]{1,6})|[a-z-]+/incoming))(?:\?again=([0-9]))?(?:#.*)?$")


def take_up_again(context: Context, fields: Mapping[str, str]) -> str:
    """Back to the address that failed; what came in with it is kept first, if the store can be reached."""
    place = _PLACE.search(fields.get("ErrorUrl", ""))
    times = int(place[3] or 0) + 1 if place else 1
    log.warning("the telephone line did not get an answer: error %s", fields.get("ErrorCode", "unknown")[:8])
    if times > MOST_TIMES:
        return _give_up(context, fields.get("CallSid", ""))
    try:
        address = _kept(context, fields, place)
    except NotFound:
        return apology(context)
    except SQLAlchemyError:
        log.exception("the store cannot be reached from the telephone line's fallback")
        if place is None:
            return apology(context)
        address = place[1]
    lines = pieces(context.wording.say("en", _words(place)))
    return twiml.waiting(lines, twiml.Voice(locale_for("en")), poll=f"{address}?again={times}")


def _words(place: re.Match[str] | None) -> str:
    """Two answers in a row that were lost are not told in the same words."""
    return f"phone.fallback_{int(place[2] or 0) % 2 + 1 if place else 1}"


def _kept(context: Context, fields: Mapping[str, str], place: re.Match[str] | None) -> str:
    """The address to go back to, once what came in is kept."""
    sid = fields.get("CallSid", "")
    if place is None:
        return f"/phone/turn/{call_of(context, sid).next_turn}"
    if place[2] is not None:
        take(context, sid=sid, number=int(place[2]), heard=hearing.to_data(hearing.read_form(fields)))
    return place[1]


def apology(context: Context) -> str:
    """For a call that is not known here, or can not be gone on with."""
    return twiml.ending(pieces(context.wording.say("en", "phone.unknown_call")), twiml.Voice(locale_for("en")))


def _give_up(context: Context, sid: str) -> str:
    """A person rings back: the line cannot be mended while the caller waits."""
    with suppress(HeardError, SQLAlchemyError):
        call = call_of(context, sid)
        turns.receive(context, call.conversation_id, turns.Incoming(client_id(sid, "broken"), key="person"))
    return apology(context)
