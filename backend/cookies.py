"""Cookies that hold a secret, and the chat's: one for each provider, which the record page accepts too."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

_CHAT = "heard-"  # and the provider's name
_PREFIX = "__Host-"  # a browser refuses such a cookie unless it is Secure and this host's alone


@dataclass(frozen=True, slots=True)
class SecretCookie:
    """A cookie that no script and no other site's form can use; `secure` where the pages are on https."""

    plain_name: str
    secure: bool

    @property
    def name(self) -> str:
        """Its name in the browser."""
        return f"{_PREFIX if self.secure else ''}{self.plain_name}"

    def value(self) -> str:
        """What this request brought of it."""
        return request.cookies.get(self.name, "")

    def give(self, response: Response, value: str, *, seconds: int | None = None) -> None:
        """Has the browser keep it for so long, or until it is closed."""
        response.set_cookie(
            self.name, value, max_age=seconds, secure=self.secure, httponly=True, samesite="Lax", path="/"
        )

    def drop(self, response: Response) -> None:
        """Has the browser forget it."""
        response.delete_cookie(self.name, secure=self.secure, httponly=True, samesite="Lax", path="/")


def chat_cookie(provider: str, *, secure: bool) -> SecretCookie:
    """The cookie of the conversation that a browser has with a provider."""
    return SecretCookie(f"{_CHAT}{provider}", secure)


def write_chat(conversation_id: str, token: str) -> str:
    """The value of a chat's cookie."""
    return f"{conversation_id}.{token}"


def read_chat(value: str) -> tuple[str, str]:
    """The conversation and its secret in the value of a chat's cookie; each may be empty."""
    conversation_id, _, token = value.partition(".")
    return conversation_id, token


def chat_secret(conversation_id: str, *, secure: bool) -> str:
    """The secret of this conversation in any of this browser's chat cookies; empty when there is none."""
    start = chat_cookie("", secure=secure).name
    chats = (read_chat(value) for name, value in request.cookies.items() if name.startswith(start))
    return next((token for found, token in chats if found == conversation_id), "")
