"""A bad line: words as a recogniser hears them over a telephone, more of them wrong the stronger it is.

The kinds of error are those real recognisers made of spoken complaints: short words swapped, a negation lost,
a number misheard, a word swallowed or the first one missed, and now and then a whole phrase that sounds the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

PHRASES = {
    "i do not feel safe in my flat": "I do not see your face in my flat",
    "can i speak to a person please": "Can I speak so personally",
    "yes that's right": "Yes, not thrived",
    "zero seven seven double zero nine hundred": "017-100-0900",
}
SHORT = {
    "a": "the", "and": "in", "are": "our", "as": "is", "at": "that", "by": "my", "for": "four", "he": "she", "her": "a",
    "his": "is", "i": "I'll", "in": "and", "is": "his", "it": "at", "me": "knee", "my": "by", "of": "have", "on": "in",
    "or": "all", "so": "still", "the": "a", "they": "the", "to": "two", "was": "were", "we": "he", "were": "where",
}  # fmt: skip
NEGATIONS = {
    "not": "", "never": "ever", "no": "know", "didn't": "did", "don't": "do", "wasn't": "was", "isn't": "is",
    "can't": "can", "couldn't": "could", "won't": "want", "hasn't": "has", "haven't": "have", "wouldn't": "would",
}  # fmt: skip
NUMBERS = {
    "one": "won", "two": "to", "four": "for", "five": "nine", "eight": "a", "nine": "five", "seven": "eleven",
    "thirteen": "thirty", "fourteen": "forty", "fifteen": "fifty", "sixteen": "sixty", "seventeen": "seventy",
    "13": "30", "14": "40", "15": "50", "16": "60", "17": "70", "18": "80", "19": "90", "fifty": "fifteen",
}  # fmt: skip
OTHERS = {
    "bill": "build", "clinic": "cynic", "complaint": "come plain", "consent": "can sent", "letter": "let her",
    "nurse": "nose", "refund": "we fund", "scan": "can", "scar": "car", "waited": "weighted", "ward": "word",
}  # fmt: skip
_FIRST, _PHRASE, _SWALLOWED = 0.4, 0.6, 0.15
_CHANCES = ((SHORT, 0.6), (NEGATIONS, 0.5), (NUMBERS, 0.5), (OTHERS, 0.7))
_WORD = re.compile(r"([^\w']*)([\w']+)(.*)")


@dataclass(frozen=True, slots=True)
class BadLine:
    """Garbles the same words the same way for the same seed; 0 is a clear line, 1 as bad as it gets."""

    strength: float
    seed: int = 0

    def __call__(self, words: str) -> str:
        """What arrives."""
        chance = Random(f"{self.seed}:{words}")
        plain = re.sub(r"[^\w' ]", "", words.lower())
        if plain in PHRASES and chance.random() < self.strength * _PHRASE:
            return PHRASES[plain]
        said = words.split()
        if len(said) > 2 and chance.random() < self.strength * _FIRST:
            said = said[1:]
        return " ".join(filter(None, (self._word(word, chance) for word in said)))

    def _word(self, word: str, chance: Random) -> str:
        parts = _WORD.fullmatch(word)
        if parts is None:
            return word
        before, plain, after = parts.groups()
        for table, likely in _CHANCES:
            if plain.lower() in table:
                wrong = chance.random() < self.strength * likely
                heard = table[plain.lower()] if wrong else plain
                return f"{before}{heard}{after}" if heard else after.strip()
        return "" if chance.random() < self.strength * _SWALLOWED else word
