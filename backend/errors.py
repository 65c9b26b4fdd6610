"""Named errors, each with a sentence a person can act on, and their one map to HTTP."""

from __future__ import annotations


class HeardError(Exception):
    """Something that cannot be done now; `str()` says what to do instead."""

    status = 400
    kind = "bad-request"


class Mistyped(HeardError):
    """One field of a form cannot be taken as it is; `field` is its name."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class NotFound(HeardError):
    """There is no such thing, or it is not this person's to see."""

    status = 404
    kind = "not-found"


class NotAllowed(HeardError):
    """The person is known and may not do this."""

    status = 403
    kind = "not-allowed"


class NotSignedIn(HeardError):
    """Nobody is signed in, or the credential is missing or over."""

    status = 401
    kind = "not-signed-in"


class Conflict(HeardError):
    """The thing has changed since it was looked at, or the same key came with other content."""

    status = 409
    kind = "conflict"


class TooLong(HeardError):
    """More text than one message may hold."""

    status = 413
    kind = "too-long"


class TooMany(HeardError):
    """Too many attempts; the message says how long to wait."""

    status = 429
    kind = "too-many"


class Unavailable(HeardError):
    """A part we need does not answer; the message says what still works."""

    status = 503
    kind = "unavailable"


class ConfigError(Exception):
    """The configuration cannot be used; the message says which setting and what it takes."""
