"""The rules for single TwiML elements; each yields a sentence for what it does not allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree.ElementTree import Element

from channels.phone.voices import VOICES

LONGEST_SAY = 4096
MOST_HINTS, LONGEST_HINT = 500, 100
LONGEST_VOICEMAIL = 300
SPEECH_MODELS = {
    "default",
    "numbers_and_commands",
    "phone_call",
    "experimental_conversations",
    "experimental_utterances",
    "googlev2_long",
    "googlev2_short",
    "googlev2_telephony",
    "googlev2_telephony_short",
    "deepgram_nova-2",
    "deepgram_nova-3",
}
_ADDRESSES = ("action", "url", "statusCallback", "recordingStatusCallback", "partialResultCallback", "waitUrl")
_METHODS = ("method", "recordingStatusCallbackMethod", "partialResultCallbackMethod", "statusCallbackMethod")
_SHORT_ID = re.compile(r"[A-Za-z0-9_-]{1,36}")
_TELEPHONE = re.compile(r"\+?\d{7,}")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_FINISHERS = re.compile(r"[0-9*#]*")


def gather(element: Element) -> Iterator[str]:
    """What a Gather must say, and must not."""
    for name, wanted in (("input", "dtmf speech"), ("profanityFilter", "false"), ("actionOnEmptyResult", "true")):
        if element.get(name) != wanted:
            yield f'Gather: {name} must be "{wanted}"; it is {_shown(element, name)}.'
    for name in ("action", "language"):
        if not element.get(name):
            yield f"Gather: {name} must be given."
    if element.get("method") != "POST":
        yield f"Gather: method must be POST; it is {_shown(element, 'method')}."
    if element.get("enhanced") is not None:
        yield "Gather: enhanced is deprecated."
    yield from _whole(element, "timeout", 5, 120)
    yield from _speech_timeout(element)
    if element.get("numDigits") is not None:
        yield from _whole(element, "numDigits", 1, 20)
    if not _FINISHERS.fullmatch(element.get("finishOnKey", "#")):
        yield f"Gather: finishOnKey is not a key: {_shown(element, 'finishOnKey')}."
    if element.get("speechModel", "default") not in SPEECH_MODELS:
        yield f"Gather: there is no speechModel {_shown(element, 'speechModel')}."
    yield from _hints(element)


def _speech_timeout(element: Element) -> Iterator[str]:
    if element.get("speechTimeout") == "auto":
        model = ", and Twilio refuses it together with a speechModel" if element.get("speechModel") else ""
        yield f'Gather: speechTimeout "auto" stops at the first pause{model}.'
    else:
        yield from _whole(element, "speechTimeout", 1, 10)


def _hints(element: Element) -> Iterator[str]:
    hints = [hint.strip() for hint in element.get("hints", "").split(",")]
    if len(hints) > MOST_HINTS:
        yield f"Gather: at most {MOST_HINTS} hints; there are {len(hints)}."
    for hint in hints:
        if len(hint) > LONGEST_HINT:
            yield f"Gather: a hint may have {LONGEST_HINT} characters: {hint[:20]!r}... has {len(hint)}."


def spoken(element: Element) -> Iterator[str]:
    """Words, and not too many of them."""
    words = "".join(element.itertext())
    if not words.strip():
        yield "Say: has no words."
    if len(words) > LONGEST_SAY:
        yield f"Say: at most {LONGEST_SAY} characters; there are {len(words)}."


def voice(element: Element) -> Iterator[str]:
    """A voice, and one that speaks the language."""
    language, name = element.get("language"), element.get("voice")
    if language is None or name is None:
        yield "Say: language and voice must be given."
    elif name not in VOICES.get(language, ()):
        yield f"Say: the voice {name} does not speak {language}."


def pause(element: Element) -> Iterator[str]:
    """A whole number of seconds."""
    if element.get("length") is not None:
        yield from _whole(element, "length", 1, 120)


def record(element: Element) -> Iterator[str]:
    """A voicemail: it goes somewhere, ends, beeps, and nobody else transcribes it."""
    if not element.get("action"):
        yield "Record: without an action it records again for ever."
    yield from _whole(element, "maxLength", 1, LONGEST_VOICEMAIL)
    if element.get("playBeep") != "true":
        yield 'Record: playBeep must be "true", so that people know when to speak.'
    if element.get("transcribe") is not None or element.get("transcribeCallback") is not None:
        yield "Record: no transcribe; what is said is not given to another company."


def start(element: Element) -> Iterator[str]:
    """Something that goes on beside the call: its recording, told to us at an address that stands by itself."""
    if [child.tag for child in element] != ["Recording"]:
        yield "Start: begins one Recording and nothing else."
    for recording in element.findall("Recording"):
        if not re.match(r"https?://[^/]", recording.get("recordingStatusCallback", "")):
            yield "Recording: recordingStatusCallback must be given, and be a whole address."
        if recording.get("recordingStatusCallbackEvent", "completed") != "completed":
            yield "Recording: recordingStatusCallbackEvent must be completed; nothing else is of use to us."


def dial(element: Element) -> Iterator[str]:
    """A transfer that comes back to us if nobody answers, and is not recorded."""
    if not element.get("action"):
        yield "Dial: without an action the call ends when nobody answers."
    yield from _whole(element, "timeout", 5, 120)
    if element.get("record", "do-not-record") != "do-not-record":
        yield "Dial: no record; a call with staff is not recorded."
    if (element.text or "").strip():
        yield "Dial: the number belongs in a Number element."
    elif not len(element):
        yield "Dial: has nobody to call."
    for number in element.findall("Number"):
        if not _E164.fullmatch((number.text or "").strip()):
            yield f"Number: must be E.164, such as +441134960000; it is {number.text!r}."


def redirect(element: Element) -> Iterator[str]:
    """A place to go."""
    if not (element.text or "").strip():
        yield "Redirect: has no address."


def addresses(element: Element) -> Iterator[str]:
    """Addresses Twilio can call, with nothing personal in them."""
    found = [(f"{element.tag}: {name}", element.get(name)) for name in _ADDRESSES]
    if element.tag in {"Redirect", "Play"}:
        found.append((element.tag, (element.text or "").strip()))
    for where, address in found:
        if not address:
            continue
        if not re.match(r"https?://[^/]|/(?!/)", address):
            yield f"{where} must be absolute or begin with /: {address}."
        if _personal(address):
            yield f"{where} may carry only short ids, nothing personal: {address}."


def _personal(address: str) -> bool:
    parts = urlsplit(address)
    values = [value for _, value in parse_qsl(parts.query, keep_blank_values=True)]
    odd = any(not _SHORT_ID.fullmatch(value) for value in values) or (parts.query and not values)
    pieces = [*values, *unquote(parts.path).split("/")]
    return bool(odd) or "@" in unquote(parts.path) or any(_TELEPHONE.fullmatch(piece) for piece in pieces)


def loops_and_methods(element: Element) -> Iterator[str]:
    """Everything comes to us as a POST, and nothing is said for ever."""
    for name in _METHODS:
        if element.get(name, "POST") != "POST" and element.tag != "Gather":
            yield f"{element.tag}: {name} must be POST; it is {_shown(element, name)}."
    if element.get("loop") is not None:
        yield from _whole(element, "loop", 1, 3)


def _whole(element: Element, name: str, least: int, most: int) -> Iterator[str]:
    given = element.get(name, "")
    if not (given.isascii() and given.isdigit() and least <= int(given) <= most):
        yield f"{element.tag}: {name} must be a whole number from {least} to {most}; it is {_shown(element, name)}."


def _shown(element: Element, name: str) -> str:
    given = element.get(name)
    return "not given" if given is None else f'"{given}"'
