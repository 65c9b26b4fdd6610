"""Counting: by one process or by all of them, and never a reason to turn everybody away."""

from __future__ import annotations

from limits import RateLimitItemPerMinute

from backend.limits import Limits

LIMIT = RateLimitItemPerMinute(1)


def test_each_is_counted_for_itself_and_told_how_long_to_wait():
    limits = Limits("a secret")
    assert limits.wait(LIMIT, "somebody") == 0
    assert 0 < limits.wait(LIMIT, "somebody") <= 60
    assert limits.wait(LIMIT, "somebody else") == 0


def test_while_redis_is_away_the_process_counts_by_itself():
    limits = Limits("a secret", "redis://127.0.0.1:1/0")
    assert limits.wait(LIMIT, "somebody") == 0
    assert limits.wait(LIMIT, "somebody") > 0
