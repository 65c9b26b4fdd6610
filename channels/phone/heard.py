"""What came in with a webhook: Twilio's form fields as one value, and nothing of Twilio beyond this module."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
# How a withheld number arrives: the words ANONYMOUS, UNAVAILABLE, UNKNOWN, BLOCKED and RESTRICTED as keys.
_WITHHELD = frozenset({"+266696687", "+86282452253", "+8656696", "+2562533", "+7378742833"})
_LONGEST_SPEECH = 10_000  # characters; sixty seconds of speech are about a thousand
_LONGEST_RECORDING = 3_600  # seconds
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]+")


@dataclass(frozen=True, slots=True)
class HeardByPhone:
    """One exchange's input: speech, keys, both or neither; or how a dial or a recording ended."""

    speech: str = ""
    confidence: float | None = None
    digits: str = ""
    dial: str = ""
    recording: str = ""
    recording_url: str = ""
    seconds: int = 0
    poll: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the caller neither spoke nor pressed a key."""
        return not (self.speech or self.digits)


def read_form(form: Mapping[str, str], *, poll: bool = False) -> HeardByPhone:
    """The input of a webhook; unknown fields are left alone and unreadable ones count as absent."""
    return HeardByPhone(
        speech=_words(form.get("SpeechResult", "")),
        confidence=_number(form.get("Confidence", "")),
        digits=re.sub(r"[^0-9*#]", "", form.get("Digits", ""))[:32],
        dial=_plain(form.get("DialCallStatus", ""))[:32],
        recording=_plain(form.get("RecordingSid", ""))[:64],
        recording_url=_plain(form.get("RecordingUrl", ""))[:500],
        seconds=int(min(max(_number(form.get("RecordingDuration", "")) or 0, 0), _LONGEST_RECORDING)),
        poll=poll,
    )


def _plain(text: str) -> str:
    """Without what no voice says and no database keeps."""
    return _UNPRINTABLE.sub(" ", text).strip()


def _words(text: str) -> str:
    """What was said; marks alone are noise, not words."""
    words = " ".join(_plain(text).split())[:_LONGEST_SPEECH]
    return words if any(char.isalnum() for char in words) else ""


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def caller_number(form: Mapping[str, str]) -> str | None:
    """The caller's number in E.164, or None when it is withheld."""
    number = form.get("From", "")
    return number if _NUMBER.fullmatch(number) and number not in _WITHHELD else None


def to_data(heard: HeardByPhone) -> dict[str, Any]:
    """The input as JSON, as it is kept with the call."""
    return asdict(heard)


def from_data(data: Mapping[str, Any]) -> HeardByPhone:
    """The input as it was kept."""
    return HeardByPhone(**data)
