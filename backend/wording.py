"""Fixed wording of the backend: pages, labels, safety lines, all that is said while the assistant is absent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent / "translations"
FIRST = "en"


class MissingWording(Exception):
    """A key that no wording file has; the message names the key and the file to write it in."""


class Wording:
    """Texts by language and key (`topic.name`), with {placeholders}."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts

    def say(self, language: str, key: str, **values: object) -> str:
        """The text in this language, else in English; a missing key is an error."""
        for code in (language, FIRST):
            text = self._texts.get(code, {}).get(key)
            if text is not None:
                return text.format_map(values) if values else text
        raise MissingWording(f"There is no wording for {key}; write it in backend/translations/{FIRST}/.")

    def has(self, language: str, key: str) -> bool:
        """Whether this language has the text itself."""
        return key in self._texts.get(language, {})

    def languages(self) -> tuple[str, ...]:
        """The languages there are texts for."""
        return tuple(self._texts)


def load_wording(folder: Path = FOLDER) -> Wording:
    """Every `<language>/<topic>.yml` below the folder, keys prefixed by their topic."""
    return Wording(
        {
            language.name: {
                f"{path.stem}.{key}": str(text).strip()
                for path in sorted(language.glob("*.yml"))
                for key, text in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items()
            }
            for language in sorted(folder.iterdir())
            if language.is_dir()
        }
    )
