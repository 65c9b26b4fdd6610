"""What a Gather makes of what the caller does, by Twilio's rules; pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from channels.phone.simulator.documents import WORDS_A_MINUTE, Verb, speech_seconds

LONGEST_SPEECH = 60.0
_A_KEY = 0.4  # seconds


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is sent to the action (None: the next verb is played), after how long, and what was left unheard."""

    sent: dict[str, str] | None
    seconds: float
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken words; a key pressed after them comes too late to count."""

    words: str
    confidence: float | None = None
    then_press: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys, perhaps while something was said."""

    keys: str
    also_said: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing; `sends` are the blank fields that may come with it."""

    sends: dict[str, str] = field(default_factory=dict)


def gathered(gather: Verb, action: Speech | Keys | Silence) -> Gathered:
    """What comes of it."""
    if isinstance(action, Speech):
        return _speech(gather, action)
    if isinstance(action, Keys):
        return _keys(gather, action)
    return _nothing(gather, action)


def listens_to(gather: Verb, kind: str) -> bool:
    """Whether a Gather listens to `speech` or to `dtmf`."""
    return kind in gather.attributes.get("input", "dtmf").split()


def _speech(gather: Verb, speech: Speech) -> Gathered:
    if not listens_to(gather, "speech"):
        return _keys(gather, Keys(speech.then_press)) if speech.then_press else _nothing(gather, Silence())
    words = speech.words.split()
    most = int(LONGEST_SPEECH * WORDS_A_MINUTE / 60)
    told, rest = words[:most], words[most:]
    sent = {"SpeechResult": " ".join(told)}
    if speech.confidence is not None:
        sent["Confidence"] = str(speech.confidence)
    if not told:
        return _nothing(gather, Silence({**sent, "Confidence": "0.0"}))
    ends = 0.0 if rest else _speech_timeout(gather)
    return Gathered(sent, speech_seconds(" ".join(told)) + ends, " ".join(rest))


def _keys(gather: Verb, action: Keys) -> Gathered:
    if not listens_to(gather, "dtmf"):
        return _nothing(gather, Silence())
    finisher, most = gather.attributes.get("finishOnKey", "#"), gather.attributes.get("numDigits")
    digits, finished, complete = "", "", False
    for key in action.keys:
        if key in finisher:
            finished = key
            break
        digits += key
        complete = len(digits) == (int(most) if most else -1)
        if complete:
            break
    took = _A_KEY * len(digits + finished)
    if not digits and not finished:
        return _nothing(gather, Silence())
    if not digits:
        return _nothing(gather, Silence({"Digits": "", "FinishedOnKey": finished}), seconds=took)
    sent = {"Digits": digits} | ({"FinishedOnKey": finished} if finished else {})
    if action.also_said and listens_to(gather, "speech"):
        sent["SpeechResult"] = action.also_said
    return Gathered(sent, took if finished or complete else took + gather.whole("timeout", 5))


def _nothing(gather: Verb, silence: Silence, seconds: float | None = None) -> Gathered:
    waited = float(gather.whole("timeout", 5)) if seconds is None else seconds
    asked = gather.attributes.get("actionOnEmptyResult", "false") == "true"
    return Gathered(dict(silence.sends) if asked else None, waited)


def _speech_timeout(gather: Verb) -> float:
    given = gather.attributes.get("speechTimeout", gather.attributes.get("timeout", "5"))
    return 1.0 if given == "auto" else float(given)
