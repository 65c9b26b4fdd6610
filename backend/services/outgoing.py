"""What the worker does by telephone: texts, and calls that staff have asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from backend.services.context import Context
from backend.services.ring_backs import Ringer, send_ring_back
from backend.services.texts import Texter, send_record_text


class Outgoing(Texter, Ringer, Protocol):
    """Whatever sends texts and begins calls."""


BY_TELEPHONE: dict[str, Callable[[Context, Outgoing, Mapping[str, Any], str], None]] = {
    "record_text": send_record_text,
    "ring_back": send_ring_back,
}
