"""The wording catalogue: what is said for a key, in a language, on a channel."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "translations"
DEFAULT_LANGUAGE = "en"
APOLOGY = "generic.apology"
NEXT = "generic.next"
AND = "generic.and"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class BadWording(ValueError):
    """A wording file breaks the rules; the message names the file and the key."""


class MissingValue(KeyError):
    """A wording asks for a value that was not given."""


@dataclass(frozen=True)
class Wording:
    """One thing to say, written for the screen and, where it must differ, for the ear."""

    text: str
    voice: str

    def on(self, channel: str) -> str:
        return self.voice if channel in ("phone", "voice") else self.text


@dataclass(frozen=True)
class Catalogue:
    """Every wording by language (BCP 47) and key."""

    languages: Mapping[str, Mapping[str, Wording]]

    def find(self, key: str, *, language: str) -> tuple[str, Wording] | None:
        """The language really used and the wording, falling back to the plain and default one."""
        for candidate in (language, language.partition("-")[0], DEFAULT_LANGUAGE):
            wording = self.languages.get(candidate, {}).get(key)
            if wording:
                return candidate, wording
        return None

    def missing(self, keys: Iterable[str], *, language: str = DEFAULT_LANGUAGE) -> list[str]:
        """The keys without a wording in exactly this language, in order."""
        return sorted(key for key in set(keys) if key not in self.languages.get(language, {}))


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read `<folder>/<language>/<topic>.yml`; raise `BadWording` on a doubled or empty key."""
    languages: dict[str, dict[str, Wording]] = {}
    for path in sorted(folder.glob("*/*.yml")):
        wordings = languages.setdefault(path.parent.name, {})
        for key, entry in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
            if key in wordings:
                raise BadWording(f"{path}: {key} is already in another file of this language.")
            wordings[key] = _wording(entry, place=f"{path}: {key}")
    return Catalogue(languages)


def fill(template: str, values: Mapping[str, Any], *, conjunction: str) -> str:
    """The template with `{name}` replaced; lists become "a, b and c"; raise `MissingValue`."""

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        if values.get(name) is None:
            raise MissingValue(name)
        return _as_text(values[name], conjunction)

    return _PLACEHOLDER.sub(value_of, template)


def placeholders(template: str) -> frozenset[str]:
    """The names a template needs."""
    return frozenset(_PLACEHOLDER.findall(template))


def _wording(entry: Any, *, place: str) -> Wording:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("text"), str):
        raise BadWording(f"{place} needs a `text`.")
    if set(entry) - {"text", "voice"}:
        raise BadWording(f"{place} has an unknown field; only `text` and `voice` are read.")
    text = entry["text"].strip()
    return Wording(text=text, voice=str(entry.get("voice") or text).strip())


def _as_text(value: Any, conjunction: str) -> str:
    if not isinstance(value, (list, tuple)):
        return str(value)
    items = [str(item) for item in value]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"
