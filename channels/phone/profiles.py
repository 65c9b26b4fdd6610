"""How each kind of question listens: the attributes of a Gather, by kind and pace (measured values)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend.core.question import Kind
from channels.phone.state import Pace

_QUICK = "experimental_utterances"
_FREE = "experimental_conversations"


@dataclass(frozen=True, slots=True)
class Profile:
    """Seconds to wait for the first word and after the last one, and how keys are taken."""

    timeout: int
    speech_timeout: int
    model: str
    hints: str = ""
    digits: int | None = 1  # how many keys answer; None for any number, ended by #

    @property
    def keyed(self) -> bool:
        """Whether a number is keyed rather than one key pressed."""
        return self.digits != 1


_YES_NO = "yes, no, that's right, that's wrong, not sure, a person, repeat"
_PROFILES = {
    Kind.YES_NO: Profile(7, 1, _QUICK, _YES_NO),
    Kind.MENU: Profile(7, 1, _QUICK, "one, two, three, more, skip, a person, repeat"),
    Kind.READ_BACK: Profile(7, 1, _QUICK, _YES_NO + ", change it, again"),
    Kind.SENTENCE: Profile(7, 2, _FREE, "skip, a person, repeat"),
    Kind.NARRATIVE: Profile(10, 4, _FREE, "that is everything, a person, repeat, one moment"),
    Kind.DATE: Profile(10, 3, _FREE, "skip, last week, yesterday", digits=None),
    Kind.PHONE_NUMBER: Profile(10, 3, "numbers_and_commands", "skip, double, zero", digits=None),
    Kind.DIGITS: Profile(10, 3, "numbers_and_commands", "skip, double, zero", digits=None),
}
_RELAY_HINTS = "relay UK, go ahead"


def profile_for(kind: Kind, pace: Pace) -> Profile:
    """The profile of a kind; somebody who asked for time, or types through a relay, is waited for longer."""
    profile = _PROFILES[kind]
    if pace is Pace.A_MOMENT:
        return replace(profile, timeout=30)
    if pace is Pace.RELAY:
        return replace(profile, timeout=90, speech_timeout=8, hints=f"{profile.hints}, {_RELAY_HINTS}")
    if pace is Pace.MORE_TIME:
        return replace(profile, timeout=15, speech_timeout=5)
    return profile
