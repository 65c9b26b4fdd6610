"""Who is signed in at this browser, the cookie that says so, and the console's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request
from werkzeug.wrappers import Response

from backend.core.actor import Actor
from backend.services.context import Context
from backend.services.listening import Player
from backend.services.sign_in import LONGEST, SignedIn

if TYPE_CHECKING:
    from backend.app import Heard

LANGUAGE = "en"


def _heard() -> Heard:
    found: Heard = current_app.extensions["heard"]
    return found


def context() -> Context:
    """What the services need."""
    return _heard().context


def player() -> Player:
    """What fetches recordings."""
    return _heard().telephone


def say(key: str, **values: object) -> str:
    """The console's wording for this key."""
    return context().wording.say(LANGUAGE, f"console.{key}", **values)


def knows(key: str) -> bool:
    """Whether the console has wording for this key."""
    return context().wording.has(LANGUAGE, f"console.{key}")


def who() -> SignedIn:
    """The member of staff at this browser."""
    found: SignedIn = g.staff
    return found


def actor() -> Actor:
    """The member of staff as one who acts."""
    return who().actor


def _cookie(name: str) -> str:
    # The prefix makes a browser refuse the cookie unless it is Secure and this host's alone.
    return f"__Host-{name}" if _heard().config.production else name


def cookie_token(name: str = "heard-staff") -> str | None:
    """The secret that this browser holds."""
    return request.cookies.get(_cookie(name))


def give_cookie(response: Response, token: str, name: str = "heard-staff") -> None:
    """Gives this browser a secret that no script and no other site's form can use."""
    response.set_cookie(
        _cookie(name),
        token,
        max_age=int(LONGEST.total_seconds()),
        secure=_heard().config.production,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def take_cookie(response: Response, name: str = "heard-staff") -> None:
    """Takes the secret back."""
    response.delete_cookie(_cookie(name), secure=_heard().config.production, httponly=True, samesite="Lax", path="/")
