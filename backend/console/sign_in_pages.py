"""Signing in and out."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from backend.console.blueprint import console
from backend.console.session import context, cookie_token, give_cookie, say, take_cookie
from backend.errors import HeardError, NotSignedIn, TooMany
from backend.services.sign_in import sign_in as begin_session
from backend.services.sign_in import sign_out as end_session
from backend.services.tokens import new_token, same

_FORM = "heard-sign-in"  # the sign-in form's own token, before there is a session


@console.get("/")
def home() -> Response:
    """The queue is where staff begin."""
    return redirect(url_for("console.queue"), 303)


@console.get("/login")
def sign_in() -> Response:
    """The form."""
    return _form(status=200)


@console.post("/login")
def try_sign_in() -> Response:
    """Signs in and goes on to the page that was asked for."""
    if not same(request.form.get("csrf", ""), cookie_token(_FORM) or new_token()):
        raise HeardError(say("form_over"))
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        token = begin_session(context(), email=email, password=password, address=request.remote_addr or "unknown")
    except (NotSignedIn, TooMany) as error:
        return _form(status=error.status, error=str(error), email=email)
    end_session(context(), cookie_token())
    response = redirect(_next(), 303)
    give_cookie(response, token)
    take_cookie(response, _FORM)
    return response


@console.post("/sign-out")
def sign_out() -> Response:
    """Ends the session, here and in the database."""
    end_session(context(), cookie_token())
    response = redirect(url_for("console.sign_in"), 303)
    take_cookie(response)
    return response


def _form(*, status: int, error: str | None = None, email: str = "") -> Response:
    token = cookie_token(_FORM) or new_token()
    page = render_template("console/login.html", error=error, email=email, csrf=token, next=_next())
    response = make_response(page, status)
    give_cookie(response, token, _FORM)
    return response


def _next() -> str:
    """The page that was asked for, if it is one of the console's own."""
    wanted = request.values.get("next", "")
    ours = wanted.startswith("/staff/") and "\\" not in wanted and not wanted.startswith("/staff/login")
    return wanted if ours else url_for("console.queue")
