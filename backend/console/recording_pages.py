"""What was recorded on the telephone: listening to it, and a point that was read back to its person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from backend.console.blueprint import console
from backend.console.forms import date_in, number_in, text_in
from backend.console.session import actor, context, player, who
from backend.core.proofs import london_date
from backend.errors import HeardError, Mistyped, NotFound
from backend.services.case_file import read_case
from backend.services.listening import listen
from backend.services.read_backs import mark_read_back, owed_read_back

Answer = AnyResponse | tuple[str, int]
_SOUND = "audio/mpeg"
_PART = re.compile(r"bytes=[0-9]{0,12}-[0-9]{0,12}")


@console.get("/recordings/<sid>/sound")
def sound(sid: str) -> Response:
    """The sound itself, passed on as it comes; nothing of where it lies is told."""
    asked = request.headers.get("Range", "")
    found = listen(context(), actor(), player(), sid, part=asked if _PART.fullmatch(asked) else None)
    answer = Response(found.chunks, status=206 if found.part else 200, mimetype=_SOUND)
    answer.call_on_close(found.close)
    answer.headers["Accept-Ranges"] = "bytes"
    if found.length:
        answer.headers["Content-Length"] = found.length
    if found.part:
        answer.headers["Content-Range"] = found.part
    return answer


@console.get("/cases/<reference>/read-back/<int:obligation_id>")
def read_back(reference: str, obligation_id: int) -> Answer:
    """The form that says a point was read back and agreed."""
    return _form(reference, obligation_id)


@console.post("/cases/<reference>/read-back/<int:obligation_id>")
def save_read_back(reference: str, obligation_id: int) -> Answer:
    """A point was read back and agreed by telephone."""
    try:
        mark_read_back(
            context(),
            actor(),
            reference,
            obligation_id,
            point=number_in("point"),
            read_by=text_in("read_by"),
            read_on=date_in("read"),
            expected_version=number_in("version"),
        )
    except HeardError as error:
        return _form(reference, obligation_id, error)
    return redirect(url_for("console.case", reference=reference, done="read_back", _anchor="record"), 303)


def _form(reference: str, obligation_id: int, error: HeardError | None = None) -> Answer:
    if isinstance(error, NotFound):
        raise error
    owed = owed_read_back(context(), actor(), reference, obligation_id)
    page = render_template(
        "console/read_back.html",
        shown=read_case(context(), actor(), reference),
        owed=owed,
        error=str(error) if error else None,
        field=error.field if isinstance(error, Mistyped) else None,
        typed=text_in if error else _at_first(london_date(context().now())),
        chosen=number_in("point") if error else owed.point,
    )
    return page, error.status if error else 200


def _at_first(today: date) -> Callable[[str], object]:
    """What the form's fields hold before anything was typed."""
    ready = {"read_by": who().name, "read_day": today.day, "read_month": today.month, "read_year": today.year}
    return lambda name: ready.get(name, "")
