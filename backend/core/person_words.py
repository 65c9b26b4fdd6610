"""Hears a wish to speak to a person, for when the assistant cannot; precise rather than complete.

The patterns of a language are of four kinds: a wish (`asks`) unless the sentence is an account of one or
its opposite (`account`), and words that are a wish in a short sentence (`brief`) unless it asks what we
are (`about_us`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from backend.core.patterns import Pattern, load_document
from backend.core.plain_words import Passage, read

FOLDER = Path(__file__).with_name("person_patterns")
_BRIEF = 14  # words


def asks_for_person(text: str, language: str = "en") -> bool:
    """Whether one of the sentences wishes for a human being to speak to; False in a language without patterns."""
    patterns = _patterns(language)
    if not patterns:
        return False
    return any(_asks(sentence, patterns) for sentence in read(text, patterns[0].spelling).sentences)


def _asks(sentence: Passage, patterns: tuple[Pattern, ...]) -> bool:
    heard = {pattern.kind for pattern in patterns if next(pattern.spans(sentence), None)}
    if "account" in heard:
        return False
    is_brief = len(sentence.words) <= _BRIEF
    return "asks" in heard or (is_brief and "brief" in heard and "about_us" not in heard)


@lru_cache
def _patterns(language: str) -> tuple[Pattern, ...]:
    path = FOLDER / f"{language}.json"
    return load_document(path) if path.exists() else ()
