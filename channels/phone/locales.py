"""Voices and recognisers by language: the codes of `<Say>` and `<Gather>` differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """A voice, the language it speaks, and the language that is listened for."""

    voice: str
    says: str
    hears: str


_LOCALES = {"en": Locale("Polly.Amy-Neural", "en-GB", "en-GB")}
FIRST = "en"


def locale_for(language: str) -> Locale:
    """The locale of a conversation's language; English where the line does not speak it yet."""
    return _LOCALES.get(language) or _LOCALES.get(language.partition("-")[0]) or _LOCALES[FIRST]
