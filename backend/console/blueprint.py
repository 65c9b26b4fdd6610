"""The console's blueprint: every page but the sign-in is refused without a session, every form without its token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from backend.console.formats import FILTERS
from backend.console.session import context, cookie_token, say, who
from backend.core.lifecycle import NotPermitted
from backend.core.ownership import NoSuchChange
from backend.core.record import RecordError
from backend.errors import Conflict, HeardError, NotSignedIn
from backend.services.sign_in import signed_in
from backend.services.tokens import same

console = Blueprint(
    "console",
    __name__,
    url_prefix="/staff",
    template_folder="templates",
    static_folder="static",
)
_WITHOUT_SESSION = frozenset({"console.sign_in", "console.try_sign_in", "console.static"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@console.before_request
def refuse_strangers() -> None:
    """Nobody without a session gets past the sign-in, and no form without its session's token is carried out."""
    if request.endpoint in _WITHOUT_SESSION:
        return
    g.staff = signed_in(context(), cookie_token(), idle=_idle())
    if request.method not in _READING and not same(request.form.get("csrf", ""), who().csrf):
        raise HeardError(say("form_over"))


def _idle() -> timedelta:
    """How long nobody has touched a page that asks by itself."""
    seconds = request.headers.get("X-Idle-Seconds", "0")
    return timedelta(seconds=int(seconds[:6]) if seconds.isdecimal() else 0)


@console.after_request
def close_the_page(response: Response) -> Response:
    """Nothing of a page is kept, framed, or run that is not the console's own."""
    response.headers["Content-Security-Policy"] = _CSP
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint != "console.static":
        response.headers["Cache-Control"] = "no-store"
    return response


@console.context_processor
def for_every_template() -> dict[str, Any]:
    """The wording, and who is signed in, for every page."""
    return {"say": say, "staff": g.get("staff")}


for _name, _filter in FILTERS.items():
    console.add_app_template_filter(_filter, _name)


@console.errorhandler(NotSignedIn)
def to_the_sign_in(error: NotSignedIn) -> AnyResponse | tuple[str, int]:
    """A page leads to the sign-in and back; anything else is refused."""
    if request.method in _READING:
        return redirect(url_for("console.sign_in", next=request.full_path.rstrip("?")), 303)
    return error_page(error)


@console.errorhandler(HeardError)
def error_page(error: HeardError) -> tuple[str, int]:
    """What cannot be done, in a sentence."""
    return render_template("console/error.html", status=error.status, detail=str(error)), error.status


@console.errorhandler(NotPermitted)
@console.errorhandler(NoSuchChange)
@console.errorhandler(RecordError)
def conflict_page(error: Exception) -> tuple[str, int]:
    """What the rules of a case, a record or a conversation do not allow now."""
    return error_page(Conflict(str(error)))
