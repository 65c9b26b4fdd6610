"""Secrets that are shown once and kept as hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_token() -> str:
    """A 256-bit secret, safe in a header or cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash(secret_key: str, reference: str, code: str) -> str:
    """What is stored of the four numbers: keyed, so that the few possible codes cannot be tried offline."""
    return hmac.new(secret_key.encode(), f"{reference}:{code}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
