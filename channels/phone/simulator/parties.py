"""What Twilio tells about a call in every request."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field

ACCOUNT_SID = "AC" + "5" * 32
CALLER = "+447700900123"
OUR_NUMBER = "+441134960000"
# How a caller who withholds the number arrives: words, or the words on a keypad.
WITHHELD = (
    "anonymous",
    "Restricted",
    "+266696687",
    "+86282452253",
    "+8656696",
    "+2562533",
    "+7378742833",
)
_BLANK = ("FromCity", "FromState", "FromZip", "ToCity", "ToState", "ToZip", "CallerCity", "CallerState", "CallerZip")


def new_sid(kind: str) -> str:
    """An id as Twilio gives them: two letters for the kind, then 32 of hexadecimal."""
    return f"{kind}{uuid.uuid4().hex}"


@dataclass
class Party:
    """One leg of a call."""

    from_number: str
    to_number: str = OUR_NUMBER
    account_sid: str = ACCOUNT_SID
    call_sid: str = field(default_factory=lambda: new_sid("CA"))
    parent_sid: str | None = None
    direction: str = "inbound"
    status: str = "ringing"
    _count: itertools.count[int] = field(default_factory=itertools.count)

    def parameters(self) -> dict[str, str]:
        """The form every request carries, blank fields among it, and one field that nobody knows yet."""
        found = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "CallSid": self.call_sid,
            "CallStatus": self.status,
            "Direction": self.direction,
            "From": self.from_number,
            "Caller": self.from_number,
            "FromCountry": "" if self.from_number in WITHHELD else "GB",
            "To": self.to_number,
            "Called": self.to_number,
            "ToCountry": "GB",
            f"FieldOfTomorrow{next(self._count)}": "nobody knows this one yet",
        }
        found |= dict.fromkeys(_BLANK, "")
        return found | ({"ParentCallSid": self.parent_sid} if self.parent_sid else {})
