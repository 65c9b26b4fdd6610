"""What the worker does by telephone: texts, calls that staff have asked for, and the end of recordings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from backend.services.context import Context
from backend.services.recording_ends import Recorder, delete_recording, stop_recording
from backend.services.ring_backs import Ringer, send_ring_back
from backend.services.texts import Texter, send_record_text


class Outgoing(Texter, Ringer, Recorder, Protocol):
    """Whatever sends texts, begins calls and ends recordings."""


BY_TELEPHONE: dict[str, Callable[[Context, Outgoing, Mapping[str, Any], str], None]] = {
    "record_text": send_record_text,
    "ring_back": send_ring_back,
    "recording_stop": stop_recording,
    "recording_deletion": delete_recording,
}
