"""A wish for a person that the line garbled: "can I speak so personally" is met on weak evidence, a story never is."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from channels.phone.vocabulary import PersonWords, Vocabulary, words_in

_LONGEST = 8  # words
_ALIKE = 0.8
_LONG_ENOUGH = 5  # letters: shorter words are too much alike


def wishes_for_person(speech: str, vocabulary: Vocabulary, *, may_name_somebody: bool = False) -> bool:
    """Whether a short utterance wishes for a person; where an answer may be a role, its bare name is an answer."""
    words = words_in(speech)
    known = vocabulary.person
    if not words or len(words) > _LONGEST or known.account & set(words):
        return False
    plain = vocabulary.core(speech)
    if plain in known.always_alone or (plain in known.alone and not may_name_somebody):
        return True
    return words[0] in known.opens and _talks_with_somebody(words, known)


def _talks_with_somebody(words: list[str], known: PersonWords) -> bool:
    """Talking first and then who with ("speak to a person"), or the other way about ("somebody I can talk to")."""
    talk = next((n for n, word in enumerate(words) if _one_like([word], known.talk)), None)
    if talk is None:
        return False
    before, after = words[:talk], words[talk + 1 :]
    if _somebody(before, known):
        return known.after_talk.issuperset(after)
    return _somebody(after, known)


def _somebody(words: list[str], known: PersonWords) -> bool:
    said = f" {' '.join(words)} "
    return _one_like(words, known.somebody) or any(f" {pair} " in said for pair in known.together)


def _one_like(words: Iterable[str], known: tuple[str, ...]) -> bool:
    return any(_alike(word, other) for word in words for other in known)


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    long_enough = min(len(word), len(other)) >= _LONG_ENOUGH
    return long_enough and SequenceMatcher(None, word, other).ratio() >= _ALIKE
