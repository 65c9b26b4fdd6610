"""How many words a recogniser got wrong; case, punctuation and the way numbers are written do not count."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TENS = "- ten twenty thirty forty fifty sixty seventy eighty ninety"
_NUMERALS = (
    {word: str(10 * number) for number, word in enumerate(_TENS.split(" "))}
    | {word: str(number) for number, word in enumerate((_SMALL + " seventeen eighteen nineteen").split(" "))}
    | {word: str(number) for number, word in enumerate(_ORDINALS.split(" "))}
)
_FILLERS = frozenset({"um", "uh", "er", "erm", "hmm"})
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_TWO_DIGITS = re.compile(r"\b([2-9])0 ([1-9])\b")
_HUNDREDS = re.compile(r"\b([1-9]) hundred(?:(?: and)? (\d{1,2}))?\b")


def plain_words(text: str) -> list[str]:
    """The words as they are compared: small letters, no marks, no fillers, "four hundred and eighty" as 480."""
    text = _THOUSANDS.sub("", text.lower()).replace("’", "'").replace("-", " ")
    words = [word.strip("'") for word in re.findall(r"[a-z0-9']+", text)]
    numerals = " ".join(_ORDINAL.sub(r"\1", _NUMERALS.get(word, word)) for word in words if word not in _FILLERS)
    numerals = _TWO_DIGITS.sub(r"\1\2", numerals)
    return _HUNDREDS.sub(lambda m: str(100 * int(m[1]) + int(m[2] or 0)), numerals).split()


def errors_in(said: str, heard: str) -> tuple[int, int]:
    """How many words were changed, lost or added, and how many were said."""
    wanted, got = plain_words(said), plain_words(heard)
    row = list(range(len(got) + 1))
    for number, word in enumerate(wanted, start=1):
        corner, row[0] = row[0], number
        for place, other in enumerate(got, start=1):
            cost = min(row[place] + 1, row[place - 1] + 1, corner + (word != other))
            corner, row[place] = row[place], cost
    return row[-1], len(wanted)


def word_error_rate(pairs: Iterable[tuple[str, str]]) -> float:
    """The share of words that were wrong, over pairs of what was said and what was heard."""
    counted = [errors_in(said, heard) for said, heard in pairs]
    said = sum(words for _, words in counted)
    return sum(wrong for wrong, _ in counted) / said if said else 0.0
