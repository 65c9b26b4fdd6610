"""Whose record a browser may see: a cookie of this page, or the credential of the chat that tells it."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from flask import Response, current_app, request

from backend.cookies import SecretCookie, chat_secret
from backend.errors import NotAllowed, NotSignedIn
from backend.services.context import Context
from backend.services.record_sessions import OwnSession, session_of
from backend.services.tokens import same

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits as `new_token` writes them


class OutOfDateForm(NotAllowed):
    """A form that this browser's open page did not make."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """This browser's session and its secret."""

    token: str
    session: OwnSession

    @property
    def case_id(self) -> int:
        """The one case this browser may see."""
        return self.session.case_id

    @property
    def csrf(self) -> str:
        """What each of this page's forms carries."""
        key = context().secret_key.encode()
        return hmac.new(key, f"record-form:{self.token}".encode(), hashlib.sha256).hexdigest()


def context() -> Context:
    """What every service takes first."""
    found: Context = current_app.extensions["heard"].context
    return found


def visitor() -> Visitor | None:
    """Who this browser is, or None without a living session."""
    token = _cookie().value()
    session = session_of(context(), token) if is_token(token) else None
    return Visitor(token, session) if session else None


def is_token(text: str) -> bool:
    """Whether this can be the secret of a link or a session."""
    return _TOKEN.fullmatch(text) is not None


def reader() -> Visitor:
    """Who this browser is, once the second fact was shown; NotSignedIn otherwise."""
    found = visitor()
    if found is None or not found.session.checked:
        raise NotSignedIn("This page is closed.")
    return found


def editor() -> Visitor:
    """The reader who sends a form of their own open page."""
    found = reader()
    require_own_form(found)
    return found


def require_own_form(found: Visitor) -> None:
    """OutOfDateForm for a form that another site, or another session's page, made."""
    if not same(request.form.get("csrf", ""), found.csrf):
        raise OutOfDateForm("This form belongs to a page that is closed.")


def require_own_site() -> None:
    """NotAllowed for a request that the browser says another site began."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise NotAllowed("This request did not come from our own page. Please open your record from the chat.")


def chat_token(conversation_id: str) -> str | None:
    """The chat's secret for this conversation, from the Authorization header or the chat page's cookie."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return bearer.strip()
    return chat_secret(conversation_id, secure=_secure()) or None


def keep_session(response: Response, token: str) -> Response:
    """Gives this browser the session; it is forgotten when the browser closes."""
    _cookie().give(response, token)
    return response


def drop_session(response: Response) -> Response:
    """Makes this browser forget the session."""
    _cookie().drop(response)
    return response


def _secure() -> bool:
    return context().public_url.startswith("https://")


def _cookie() -> SecretCookie:
    return SecretCookie("own-record", _secure())
