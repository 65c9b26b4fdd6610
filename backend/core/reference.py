"""Case references: one letter and eight digits, the last of them a check that finds every single slip.

Only digits follow the letter: they are the characters that can be keyed on any telephone and that speech
recognition and tired eyes tell apart. The ten letters are told apart by ear. "L47301992" is such a reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable

PREFIXES = "EHJKLMRWXY"
_RANDOM_DIGITS = 7
_LENGTH = _RANDOM_DIGITS + 1

# H. M. Damm's totally anti-symmetric quasigroup of order 10: no row or column repeats a digit, so a wrong
# character always shows, and so does an exchange of two neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

_DIGIT_WORDS = {
    **dict.fromkeys(("zero", "oh", "nought", "naught", "nil"), "0"),
    **{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"},
    **{"six": "6", "seven": "7", "eight": "8", "nine": "9"},
}
_WORD = re.compile(rf"\b(?:(double|treble|triple)\s+)?({'|'.join(_DIGIT_WORDS)}|[0-9])\b", re.IGNORECASE)
_GAP = r"[\s.,\-\u2010-\u2015]*"
_LOOKALIKES = str.maketrans("OIL|", "0111")
_DIGITS = rf"[0-9OIL|](?:{_GAP}[0-9OIL|])"
_WITH_LETTER = re.compile(rf"(?<![A-Z0-9])([{PREFIXES}]){_GAP}({_DIGITS}{{5,9}})(?![A-Z0-9])")
_SHORTEST = re.compile(rf"(?<![A-Z0-9])([{PREFIXES}]){_GAP}({_DIGITS}{{{_LENGTH - 1}}})(?![A-Z0-9])")
_NO_LETTER = re.compile(rf"(?<![A-Z0-9])()({_DIGITS}{{{_LENGTH - 1}}})(?![A-Z0-9])")


class MistypedReference(Exception):
    """It looks like a reference and is none; the message asks for it again."""

    def __init__(self) -> None:
        super().__init__(
            "That reference does not add up: one of its characters is wrong or in the wrong place. "
            "It is one letter and eight numbers. Please look at it and give it again."
        )


def new_reference(prefix: str, number_source: Callable[[int], int]) -> str:
    """A random reference; `number_source(n)` gives an unguessable number from 0 to n - 1."""
    prefix = clear_letter(prefix)
    digits = f"{number_source(10**_RANDOM_DIGITS):0{_RANDOM_DIGITS}d}"
    return f"{prefix}{digits}{_check_digit(prefix, digits)}"


def clear_letter(prefix: str) -> str:
    """The letter a reference really begins with: one that is easily misheard is replaced by another."""
    if not re.fullmatch("[A-Z]", prefix):
        raise ValueError(f"A reference begins with one capital letter, not {prefix!r}.")
    return prefix if prefix in PREFIXES else PREFIXES[ord(prefix) % len(PREFIXES)]


def parse_reference(text: str, *, prefix: str | None = None) -> str | None:
    """The reference in this text as it was issued, or None; MistypedReference when one is there and is wrong.

    Spaces, hyphens, lower case, O for 0, I for 1 and digits as words are all read. With `prefix`, eight
    digits without a letter are read too, as they are keyed on a telephone.
    """
    clean = _WORD.sub(_as_digits, text).upper()
    found = [match.groups() for match in _SHORTEST.finditer(clean)]
    if prefix is not None:
        found += [(prefix, match[2]) for match in _NO_LETTER.finditer(clean)]
    for letter, digits in found:
        reference = letter + re.sub(_GAP, "", digits).translate(_LOOKALIKES)
        if is_valid(reference):
            return reference
    if found or _WITH_LETTER.search(clean):
        raise MistypedReference
    return None


def is_valid(reference: str) -> bool:
    """Whether this is a reference exactly as issued."""
    if not re.fullmatch(rf"[{PREFIXES}][0-9]{{{_LENGTH}}}", reference, re.ASCII):
        return False
    return _check_digit(reference[0], reference[1:-1]) == int(reference[-1])


def speak_reference(reference: str) -> str:
    """The reference one character at a time: "L, 4, 7, 3, 0, 1, 9, 9, 2"."""
    return ", ".join(reference)


def _check_digit(prefix: str, digits: str) -> int:
    state = PREFIXES.index(prefix)
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return state


def _as_digits(match: re.Match[str]) -> str:
    times = {None: 1, "double": 2}.get(match[1].lower() if match[1] else None, 3)
    said = match[2].lower()
    return _DIGIT_WORDS.get(said, said) * times
