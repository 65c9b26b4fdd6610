"""What a Record makes of what is said, and the recording of a whole call, by Twilio's rules."""

from __future__ import annotations

from dataclasses import dataclass

from channels.phone.simulator.documents import WORDS_A_MINUTE, Verb, speech_seconds
from channels.phone.simulator.parties import Party, new_sid

_LONGEST = 3600
_SILENCE = 5  # seconds of it end a recording unless `timeout` says otherwise


@dataclass(frozen=True, slots=True)
class Recording:
    """A message that was left, and how long it took until the line went on."""

    sid: str
    url: str
    words: str
    length: int
    took: float

    def sent(self, ended_by: str) -> dict[str, str]:
        """What the action is told; `ended_by` is a key, `hangup`, or empty for silence."""
        return {
            "RecordingSid": self.sid,
            "RecordingUrl": self.url,
            "RecordingDuration": str(self.length),
            "Digits": ended_by,
        }

    def completed(self) -> dict[str, str]:
        """What the recording's status callback is told."""
        return {
            "RecordingSid": self.sid,
            "RecordingUrl": self.url,
            "RecordingStatus": "completed",
            "RecordingDuration": str(self.length),
            "RecordingChannels": "1",
            "RecordingSource": "RecordVerb",
        }


@dataclass
class CallRecording:
    """The recording of a whole call, from one second of it to another."""

    sid: str
    account_sid: str
    callback: str
    began: float
    stopped: float | None = None

    def completed(self, *, ended: float) -> dict[str, str]:
        """What its status callback is told once it is over."""
        length = (ended if self.stopped is None else self.stopped) - self.began
        return {
            "RecordingSid": self.sid,
            "RecordingUrl": _address(self.account_sid, self.sid),
            "RecordingStatus": "completed",
            "RecordingDuration": str(max(1, round(length))),
            "RecordingChannels": "1",
            "RecordingSource": "StartCallRecordingTwiML",
        }


def begun(start: Verb, party: Party, *, at: float) -> CallRecording | None:
    """The recording that a Start begins, if it is one."""
    found = next((child for child in start.children if child.name == "Recording"), None)
    if found is None:
        return None
    return CallRecording(new_sid("RE"), party.account_sid, found.attributes.get("recordingStatusCallback", ""), at)


def _address(account_sid: str, sid: str) -> str:
    return f"https://api.twilio.com/2010-04-01/Accounts/{account_sid}/Recordings/{sid}"


def recorded(record: Verb, words: str, party: Party, *, ended_by: str) -> Recording:
    """The message in these words, cut at `maxLength`."""
    longest = record.whole("maxLength", _LONGEST)
    kept = words.split()[: int(longest * WORDS_A_MINUTE / 60)]
    length = speech_seconds(" ".join(kept))
    silence = 0 if ended_by else silence_ends(record)
    sid = new_sid("RE")
    return Recording(sid, _address(party.account_sid, sid), " ".join(kept), max(1, round(length)), length + silence)


def silence_ends(record: Verb) -> int:
    """After how many seconds of silence the line goes on."""
    return record.whole("timeout", _SILENCE)


def ends(record: Verb, key: str) -> bool:
    """Whether this key ends the recording."""
    return bool(key) and key in record.attributes.get("finishOnKey", "1234567890*#")
