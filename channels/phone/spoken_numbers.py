"""Numbers said digit by digit: "oh seven seven double oh nine hundred" is 07700900, where only one number is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backend.core.question import Kind
from channels.phone.vocabulary import NumberWords, Vocabulary, words_in

_MOST_WORDS = 24
_LENGTHS: dict[Kind, Callable[[str], bool]] = {
    Kind.PHONE_NUMBER: lambda found: (
        len(found) in {10, 11} if found.startswith("0") else found[:1] == "+" and 10 <= len(found) <= 16
    ),
    Kind.DIGITS: lambda found: (
        found.isdigit() and (len(found) in {4, 8} or (len(found) in {10, 11} and found.startswith("0")))
    ),
}


def spoken_number(speech: str, kind: Kind, vocabulary: Vocabulary) -> str | None:
    """The digits, if every word is part of a number and they can be read in one way only; else None."""
    fits = _LENGTHS.get(kind)
    words = [word for word in words_in(speech.replace("+", " plus ")) if word not in vocabulary.numbers.around]
    if fits is None or not words or len(words) > _MOST_WORDS:
        return None
    found = {reading for reading in _readings(words, vocabulary.numbers) if _is_number(reading) and fits(reading)}
    return found.pop() if len(found) == 1 else None


def _is_number(reading: str) -> bool:
    return reading.removeprefix("+").isdigit()


def _readings(words: list[str], known: NumberWords) -> Iterator[str]:
    """Every way to read the words as digits; none when a word is no number."""
    if not words:
        yield ""
        return
    for digits, used in _beginnings(words, known):
        for rest in _readings(words[used:], known):
            yield digits + rest


def _beginnings(words: list[str], known: NumberWords) -> Iterator[tuple[str, int]]:
    """What the first words can be, and how many they are."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    one = _digit(first, known)
    if first == known.plus:
        yield "+", 1
    elif first in known.times and (repeated := _digit(second, known)):
        yield repeated[:1] * (known.times[first] - 1) + repeated, 2
    elif one and second == known.hundred:
        yield f"{one}00", 2
    elif one:
        yield one, 1
    elif first in known.teens:
        yield known.teens[first], 1
    elif first in known.tens:
        yield f"{known.tens[first]}0", 1
        if second in known.digits and known.digits[second] != "0":
            yield f"{known.tens[first]}{known.digits[second]}", 2


def _digit(word: str, known: NumberWords) -> str:
    """The digits of one word: a digit's name, or digits as the line wrote them."""
    return word if word.isascii() and word.isdigit() else known.digits.get(word, "")
