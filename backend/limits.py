"""How much may come from one place at a time. Generous, for many people share a library's or a hospital's address."""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil

from flask import Response, after_this_request, current_app, request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from backend.errors import TooMany

log = logging.getLogger(__name__)

OPENINGS = RateLimitItemPerMinute(120, 10, namespace="openings")  # conversations begun from one address
MESSAGES = RateLimitItemPerMinute(60, 1, namespace="messages")  # new messages in one conversation
HANDOFFS = RateLimitItemPerMinute(20, 10, namespace="handoffs")  # wishes for a person in one conversation
SECOND_FACTS = RateLimitItemPerMinute(60, 10, namespace="second-facts")  # second facts shown from one address

_REDIS_SECONDS = 0.5  # a Redis that is slower than this counts as away


class Limits:
    """Counts in this process, or with a Redis in all of them together; who it was is kept as a keyed hash."""

    def __init__(self, secret_key: str, redis_url: str | None = None) -> None:
        self._secret = secret_key.encode()
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = _on_redis(redis_url) if redis_url else self._own

    def wait(self, limit: RateLimitItem, who: str) -> int:
        """Counts one more of them; 0 when there was room, else the seconds until there is."""
        key = hmac.new(self._secret, who.encode(), hashlib.sha256).hexdigest()
        try:
            return _wait(self._shared, limit, key)
        except StorageError:
            log.warning("Redis does not answer; this process counts by itself meanwhile")
            return _wait(self._own, limit, key)


def _on_redis(url: str) -> MovingWindowRateLimiter:
    storage = RedisStorage(
        url, wrap_exceptions=True, socket_connect_timeout=_REDIS_SECONDS, socket_timeout=_REDIS_SECONDS
    )
    return MovingWindowRateLimiter(storage)


def _wait(limiter: MovingWindowRateLimiter, limit: RateLimitItem, key: str) -> int:
    if limiter.hit(limit, key):
        return 0
    return max(1, ceil(limiter.get_window_stats(limit, key).reset_time - time.time()))


def require_room(
    limit: RateLimitItem,
    *,
    sentence: Callable[[int], str],
    who: str | None = None,
    unless: Callable[[], bool] = lambda: False,
) -> None:
    """TooMany, with Retry-After and a sentence made of the seconds to wait, when `who` (or this address) has no room.

    `unless` is asked only then, and lets in what must be heard all the same.

    A request from this machine or its own network is not counted: it is a developer's, or that of a proxy which
    TRUSTED_PROXIES does not yet look behind, and to count all its visitors as one would turn people away.
    """
    address = _client()
    if address is None:
        return
    seconds = _limits().wait(limit, who or address)
    if seconds and not unless():
        after_this_request(lambda response: _say_when(response, seconds))
        raise TooMany(sentence(seconds))


def _client() -> str | None:
    """The client's address, an IPv6 one without the half its owner chooses; None for one of our own network."""
    try:
        address: IPv4Address | IPv6Address = ip_address(request.remote_addr or "")
    except ValueError:  # a local socket has none
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if not address.is_global:
        return None
    return address.exploded[:19] if isinstance(address, IPv6Address) else str(address)


def _limits() -> Limits:
    """The application's; one that was given none counts in memory."""
    extensions = current_app.extensions
    found: Limits = extensions.get("heard_limits") or extensions.setdefault(
        "heard_limits", Limits(extensions["heard"].context.secret_key)
    )
    return found


def _say_when(response: Response, seconds: int) -> Response:
    response.headers["Retry-After"] = str(seconds)
    return response
