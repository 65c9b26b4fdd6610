"""Whose conversation it is: a bearer token or the page's cookie; an id alone opens nothing."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from urllib.parse import urlsplit

from flask import Response, after_this_request, current_app, request

from backend.cookies import SecretCookie, chat_cookie, chat_secret, read_chat, write_chat
from backend.errors import NotAllowed, NotFound, NotSignedIn
from backend.services.context import Context
from backend.services.conversations import authorise
from channels.web_chat.bodies import is_uuid

COOKIE_SECONDS = 30 * 24 * 3600
_ELSEWHERE = "This request did not come from our own page. Please use the complaints page itself."


class Site(Enum):
    """Where the browser says a request comes from."""

    OWN = auto()
    OTHER = auto()
    UNSAID = auto()


@dataclass(frozen=True, slots=True)
class Held:
    """The conversation that the page's cookie opens."""

    id: str
    token: str


def heard() -> Any:
    """The application's parts: `context` and `runner`."""
    return current_app.extensions["heard"]


def context() -> Context:
    """What every service takes first."""
    found: Context = heard().context
    return found


def require_conversation(conversation_id: str, *, changes: bool = False) -> None:
    """NotSignedIn without a credential, NotFound with a wrong one, NotAllowed when a cookie comes from elsewhere."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        token = bearer.strip() if scheme.lower() == "bearer" else ""
    else:
        token = chat_secret(conversation_id, secure=_secure())
        if token and changes and request_site() is not Site.OWN:
            raise NotAllowed(_ELSEWHERE)
    if not token:
        after_this_request(_ask_for_bearer)
        raise NotSignedIn("Please send the conversation's token, or use the browser it was opened in.")
    if not is_uuid(conversation_id):
        raise NotFound("There is no such conversation here. Please start again from the complaints page.")
    authorise(context(), conversation_id, token)


def _ask_for_bearer(response: Response) -> Response:
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def request_site() -> Site:
    """The page's own origin, another one, or not said (no header, or an opaque origin)."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if fetch_site not in {None, "same-origin"}:
        return Site.OTHER
    if origin not in {None, "null"} and origin not in _own_origins():
        return Site.OTHER
    if fetch_site is None and origin in {None, "null"}:
        return Site.UNSAID
    return Site.OWN


def _own_origins() -> set[str]:
    public = urlsplit(context().public_url)
    return {f"{public.scheme}://{public.netloc}", f"{request.scheme}://{request.host}"}


def _secure() -> bool:
    return context().public_url.startswith("https://")


def _cookie(provider: str) -> SecretCookie:
    return chat_cookie(provider, secure=_secure())


def held_conversation(provider: str) -> Held | None:
    """The conversation this browser has with the provider, if its cookie is still good."""
    conversation_id, token = read_chat(_cookie(provider).value())
    if not token or not is_uuid(conversation_id):
        return None
    try:
        authorise(context(), conversation_id, token)
    except NotFound:
        return None
    return Held(conversation_id, token)


def keep_cookie(response: Response, provider: str, held: Held) -> None:
    """Lets this browser come back to the conversation for thirty days."""
    _cookie(provider).give(response, write_chat(held.id, held.token), seconds=COOKIE_SECONDS)


def drop_cookie(response: Response, provider: str) -> None:
    """Makes this browser forget the conversation."""
    _cookie(provider).drop(response)


def form_key(held: Held | None, client_id: str) -> str:
    """Proves that a form is ours to a server whose visitor's browser does not say where it comes from."""
    said = f"chat-form:{held.token if held else ''}:{client_id}"
    return hmac.new(context().secret_key.encode(), said.encode(), hashlib.sha256).hexdigest()


def require_own_form(held: Held | None, *, client_id: str, key: str) -> None:
    """NotAllowed for a form of another site. Pages send no referrer, so a plain form's Origin is "null"."""
    site = request_site()
    good = hmac.compare_digest(key.encode(), form_key(held, client_id).encode())
    if site is Site.OTHER or (site is Site.UNSAID and not good):
        raise NotAllowed(_ELSEWHERE)
