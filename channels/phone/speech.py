"""Text made fit to be said: numbers digit by digit, no addresses of pages, pieces of one breath."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS_A_MINUTE = 150
_LONGEST_PIECE = 20  # words: what is said in one breath
_GROUPED_FROM = 10  # digits
_LONGEST_TEXT = 2_000  # characters of one message that are read aloud
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 has no such characters
_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>]*[^\s<>.,;:!?()\]'\"]")
_EMAIL = re.compile(r"([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_SERVICE_NUMBER = re.compile(r"(?<![\w£.,])(999|111|112|116 ?123|18001)(?![\w]|[.,][0-9])")
_GROUPED_NUMBER = re.compile(r"(?<![\w£.,])(0[0-9]{2,4}(?: [0-9]{3,6}){1,2})(?![\w]|[.,][0-9])")
_REFERENCE = re.compile(r"\b([A-Z])([0-9]{8})\b")
_LONG_NUMBER = re.compile(r"(?<![\w£.,])(\+?[0-9]{6,15})(?![\w.,][0-9])\b")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+\.)\s+")


def spoken(text: str, *, cut: str = "") -> str:
    """The text as it is said; a very long one ends with `cut`."""
    text = _UNSAYABLE.sub(" ", text)
    text = _URL.sub("the website", text)
    text = _EMAIL.sub(lambda m: f"{m[1].replace('.', ' dot ')} at {m[2].replace('.', ' dot ')}", text)
    text = _SERVICE_NUMBER.sub(_service_number, text)
    text = _REFERENCE.sub(lambda m: ", ".join(m[1] + m[2]), text)
    text = _GROUPED_NUMBER.sub(lambda m: ", ".join(" ".join(group) for group in m[1].split(" ")), text)
    text = _LONG_NUMBER.sub(lambda m: digit_by_digit(m[1].lstrip("+")), text)
    if len(text) > _LONGEST_TEXT:
        text = text[:_LONGEST_TEXT].rsplit(" ", 1)[0] + ". " + cut
    return text


def digit_by_digit(number: str) -> str:
    """Digits one by one; a long number in groups, as people write it down: "0 7 7 0 0, 9 0 0, 1 2 3"."""
    groups = (number[:-6], number[-6:-3], number[-3:]) if len(number) >= _GROUPED_FROM else (number,)
    return ", ".join(" ".join(group) for group in groups)


def _service_number(found: re.Match[str]) -> str:
    digits = " ".join(found[1].replace(" ", ""))
    return digits.replace("1 1 6 1", "1 1 6, 1")


def pieces(text: str) -> list[str]:
    """Pieces of at most twenty words where a sentence allows it, in order; short sentences share a breath."""
    found: list[str] = []
    for sentence in sentences(text):
        for breath in _breaths(sentence):
            shared = f"{found[-1]} {breath}" if found else breath
            if found and len(shared.split()) <= _LONGEST_PIECE:
                found[-1] = shared
            else:
                found.append(breath)
    return found


def sentences(text: str) -> list[str]:
    """Sentences and lines, each ending in a stop, without bullets; blank ones are left out."""
    lines = (_BULLET.sub("", line) for line in text.splitlines())
    clean = (part.strip() for line in lines for part in _SENTENCE.split(line))
    return [part if part[-1] in ".!?:;," else f"{part}." for part in clean if part]


def _breaths(sentence: str) -> Iterator[str]:
    words = sentence.split()
    while len(words) > _LONGEST_PIECE:
        cut = _comma_before(words) or _LONGEST_PIECE
        yield " ".join(words[:cut])
        words = words[cut:]
    yield " ".join(words)


def _comma_before(words: list[str]) -> int | None:
    return next((n for n in range(_LONGEST_PIECE, 5, -1) if words[n - 1].endswith((",", ";", "-"))), None)


def seconds_to_say(text: str) -> float:
    """About how long saying it takes."""
    return len(text.split()) * 60 / WORDS_A_MINUTE


def question_in(text: str) -> str:
    """What a prompt asks, when it is asked again: from its question on, or its last sentence where it has none."""
    found = sentences(text)
    asks = next((n for n, sentence in enumerate(found) if sentence.endswith("?")), len(found) - 1)
    return " ".join(found[asks:]) if found else text
