"""English number words, ordinals and spoken digits."""

from __future__ import annotations

import re

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_ONES += " fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINALS += " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"

CARDINALS = {word: n for n, word in enumerate(_ONES.split())}
CARDINALS.update({word: 10 * n for n, word in enumerate(_TENS.split(), start=2)})
ORDINALS = {word: n for n, word in enumerate(_ORDINALS.split(), start=1)}
ORDINALS.update({"twentieth": 20, "thirtieth": 30})

_ONE_TO_NINE = "|".join(_ONES.split()[1:10])
CARDINAL = rf"(?:(?:{'|'.join(_TENS.split())})(?:[ -](?:{_ONE_TO_NINE}))?|{'|'.join(_ONES.split())})"
_LOW_ORDINAL = "|".join(_ORDINALS.split())
ORDINAL = rf"(?:(?:twenty|thirty)[ -](?:{_LOW_ORDINAL})|twentieth|thirtieth|{_LOW_ORDINAL})"
# An amount as said: "3", "three", "a", "a couple of", "a few".
AMOUNT = rf"(?:\d{{1,3}}|{CARDINAL}|an?|a couple(?: of)?|a few|several)"

DIGIT_WORDS = {word: str(n) for n, word in enumerate(_ONES.split()[:10])}
DIGIT_WORDS.update({"oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0"})
SPOKEN_DIGIT = rf"(?:(?:double|treble|triple)\s+)?(?:{'|'.join(DIGIT_WORDS)}|\d+)(?:\s+hundred)?"


def cardinal(words: str) -> int | None:
    """The number meant by "3", "twenty one" or "a"; None if it is no number."""
    words = words.strip().lower()
    if words.isdigit():
        return int(words)
    if words in ("a", "an"):
        return 1
    parts = [CARDINALS.get(part) for part in re.split(r"[ -]+", words)]
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None


def ordinal(words: str) -> int | None:
    """The number meant by "3rd" or "twenty first"; None if it is no ordinal."""
    words = words.strip().lower()
    digits = re.match(r"(\d{1,2})(?:st|nd|rd|th)?$", words)
    if digits:
        return int(digits.group(1))
    *tens, last = re.split(r"[ -]+", words)
    if last not in ORDINALS or any(ten not in CARDINALS for ten in tens):
        return None
    return sum(CARDINALS[ten] for ten in tens) + ORDINALS[last]


def spoken_digits(words: str) -> str:
    """The digits of "oh seven double two 9"; words that are no digit are left out."""
    digits = ""
    times = 1
    for word in re.split(r"[\s,.-]+", words.lower()):
        if word in ("double", "treble", "triple"):
            times = 2 if word == "double" else 3
            continue
        digits += "00" if word == "hundred" else ""
        one = DIGIT_WORDS.get(word) or (word if word.isdigit() else "")
        digits += one[:1] * (times - 1) + one
        times = 1
    return digits
