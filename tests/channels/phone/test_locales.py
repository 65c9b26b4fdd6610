"""A voice speaks the language it is given."""

from __future__ import annotations

import pytest

from backend.policies.load import all_policies
from channels.phone.locales import locale_for
from channels.phone.voices import VOICES


@pytest.mark.parametrize("language", sorted({code for policy in all_policies().values() for code in policy.languages}))
def test_every_language_of_a_policy_has_a_voice_that_speaks_it(language: str) -> None:
    locale = locale_for(language)
    assert locale.voice in VOICES[locale.says]
    assert locale.says.partition("-")[0] == locale.hears.partition("-")[0] == language.partition("-")[0]


@pytest.mark.parametrize("language", ["en-US", "xx", "", "EN"])
def test_a_language_without_a_voice_is_spoken_in_english(language: str) -> None:
    assert locale_for(language) == locale_for("en")
