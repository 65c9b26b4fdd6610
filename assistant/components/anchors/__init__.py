"""Anchors: the words without which a message is an answer to the open question, whatever it resembles."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent


def is_anchored(intent: str, text: str, *, language: str) -> bool:
    """Whether the words hold what this intent needs; one that needs nothing, or an unknown language, holds it."""
    pattern = _anchors(language).get(intent)
    return pattern is None or pattern.search(text.replace("\u2019", "'")) is not None


@cache
def _anchors(language: str) -> dict[str, re.Pattern[str]]:
    for code in (language, language.partition("-")[0]):
        path = _FOLDER / f"{Path(code).name}.yml"
        if path.exists():
            read = yaml.safe_load(path.read_text(encoding="utf-8"))
            return {intent: _pattern(words) for intent, words in read.items()}
    return {}


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{each})(?!\w)" for each in words), re.IGNORECASE)
