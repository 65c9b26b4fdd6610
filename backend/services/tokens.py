"""Secrets that are shown once and kept as hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets


def new_token() -> str:
    """A 256-bit secret, safe in a header or cookie."""
    return secrets.token_urlsafe(32)


def token_of(secret_key: str, conversation_id: str) -> str:
    """The secret of a conversation whose opening may be asked for again: the same each time, and stored nowhere."""
    made = hmac.new(secret_key.encode(), f"conversation:{conversation_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash(secret_key: str, reference: str, code: str) -> str:
    """What is stored of the four numbers: keyed, so that the few possible codes cannot be tried offline."""
    return hmac.new(secret_key.encode(), f"{reference}:{code}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
