"""TwiML, written with Twilio's own library: the only module that knows its elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twilio.twiml.voice_response import Dial, Gather, Record, Start, VoiceResponse

from channels.phone.locales import Locale
from channels.phone.profiles import Profile

_SLOW = "80%"
LONGEST_SAY = 3_000  # characters; the limit is 4,096


@dataclass(frozen=True, slots=True)
class Voice:
    """How it is said."""

    locale: Locale
    slow: bool = False


def _say(parent: VoiceResponse | Gather, lines: Sequence[str], voice: Voice) -> None:
    """Each piece in turn, with a breath between; no words are a moment of quiet."""
    if not lines:
        parent.pause(length=1)
    for number, line in enumerate(lines):
        if number:
            parent.pause(length=1)
        said = parent.say(
            None if voice.slow else line[:LONGEST_SAY], voice=voice.locale.voice, language=voice.locale.says
        )
        if voice.slow:
            said.prosody(line[:LONGEST_SAY], rate=_SLOW)


def asking(lines: Sequence[str], voice: Voice, profile: Profile, *, action: str, recorded_at: str | None = None) -> str:
    """Says the lines and listens; silence goes to the same address. From here on the call may be recorded.

    `recorded_at` is the whole address that is told of the recording once it is made.
    """
    response = VoiceResponse()
    if recorded_at:
        response.append(_recording_of_the_call(recorded_at))
    gather = Gather(
        input="dtmf speech",
        action=action,
        method="POST",
        timeout=profile.timeout,
        speech_timeout=str(profile.speech_timeout),
        speech_model=profile.model,
        language=voice.locale.hears,
        profanity_filter=False,
        action_on_empty_result=True,
        finish_on_key="#" if profile.keyed else "",
        hints=profile.hints or None,
        num_digits=profile.digits,
    )
    _say(gather, lines, voice)
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def _recording_of_the_call(told_at: str) -> Start:
    start = Start()
    start.recording(
        recording_status_callback=told_at,
        recording_status_callback_method="POST",
        recording_status_callback_event="completed",
        trim="do-not-trim",
        channels="mono",
    )
    return start


def waiting(lines: Sequence[str], voice: Voice, *, poll: str) -> str:
    """Says that it takes a moment and looks again."""
    response = VoiceResponse()
    _say(response, lines, voice)
    response.pause(length=1)
    response.redirect(poll, method="POST")
    return str(response)


def ending(lines: Sequence[str], voice: Voice) -> str:
    """Says the last words and ends the call."""
    response = VoiceResponse()
    _say(response, lines, voice)
    response.hangup()
    return str(response)


def dialling(
    lines: Sequence[str], voice: Voice, *, number: str, action: str, whisper: str | None, caller_id: str | None = None
) -> str:
    """Puts the call through; whoever answers hears the whisper and takes it by key."""
    response = VoiceResponse()
    _say(response, lines, voice)
    dial = Dial(action=action, method="POST", timeout=25, answer_on_bridge=True, caller_id=caller_id)
    dial.number(number, **({"url": whisper, "method": "POST"} if whisper else {}))
    response.append(dial)
    return str(response)


def recording(lines: Sequence[str], voice: Voice, *, action: str, seconds: int) -> str:
    """Records up to so many seconds after a tone; # ends it."""
    response = VoiceResponse()
    _say(response, lines, voice)
    response.append(
        Record(action=action, method="POST", max_length=seconds, timeout=8, finish_on_key="#", play_beep=True)
    )
    response.redirect(action, method="POST")
    return str(response)


def whispering(lines: Sequence[str], voice: Voice, *, action: str) -> str:
    """What a member of staff hears before the call: 1 takes it, anything else leaves it."""
    response = VoiceResponse()
    gather = Gather(
        input="dtmf speech",
        action=action,
        method="POST",
        num_digits=1,
        timeout=8,
        speech_timeout="1",
        language=voice.locale.hears,
        profanity_filter=False,
        action_on_empty_result=True,
    )
    _say(gather, lines, voice)
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def bridging(lines: Sequence[str], voice: Voice) -> str:
    """Says the lines to whoever took the call; then the two are joined."""
    response = VoiceResponse()
    _say(response, lines, voice)
    return str(response)


def putting_through(lines: Sequence[str], after: Sequence[str], voice: Voice, *, number: str) -> str:
    """Puts the call through where nothing of ours can be asked how it went; then says the lines for after it."""
    response = VoiceResponse()
    _say(response, lines, voice)
    dial = Dial(timeout=40)
    dial.number(number)
    response.append(dial)
    _say(response, after, voice)
    response.hangup()
    return str(response)
