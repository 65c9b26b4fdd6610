"""The brief: what the front door tells the assistant about one turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LONGEST_TEXT = 50_000
KINDS = frozenset(["yes_no", "menu", "narrative", "sentence", "date", "phone_number", "digits", "read_back"])


class BadBrief(ValueError):
    """The brief breaks the wire contract; the message says where."""


@dataclass(frozen=True)
class Choice:
    """A quick reply the server had issued: its stable meaning and what it is about."""

    meaning: str
    about: Any = None


@dataclass(frozen=True)
class OpenQuestion:
    """The question that was open when the person spoke."""

    key: str
    kind: str
    about: Any = None


@dataclass(frozen=True)
class Brief:
    """One turn: who hears it, in what language and channel, and what was being asked."""

    turn: str
    text: str = ""
    language: str = "en"
    channel: str = "web"
    provider: str = ""
    choice: Choice | None = None
    question: OpenQuestion | None = None
    last_said: str | None = None

    def as_metadata(self) -> dict[str, Any]:
        """The brief as plain data, without the person's words."""
        return {name: value for name, value in asdict(self).items() if name != "text"}


def read_brief(body: Any) -> Brief:
    """Check the posted JSON and return the brief; raise `BadBrief` with what is wrong."""
    if not isinstance(body, Mapping):
        raise BadBrief("the body is not a JSON object")
    text = _string(body, "text", default="")
    if len(text) > LONGEST_TEXT:
        raise BadBrief(f"text is longer than {LONGEST_TEXT} characters")
    return Brief(
        turn=_string(body, "turn"),
        text=text,
        language=_string(body, "language", default="en"),
        channel=_string(body, "channel", default="web"),
        provider=_string(body, "provider", default=""),
        choice=_choice(body.get("choice")),
        question=_question(body.get("question")),
        last_said=_string(body, "last_said", default="") or None,
    )


def brief_of(metadata: Mapping[str, Any] | None) -> Brief | None:
    """The brief a message carries, or None for a message from elsewhere (training, tests)."""
    plain = (metadata or {}).get("brief")
    return read_brief(plain) if plain else None


def _string(body: Mapping[str, Any], name: str, *, default: str | None = None) -> str:
    value = body.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or (default is None and not value):
        raise BadBrief(f"{name} is not a text")
    return value


def _choice(plain: Any) -> Choice | None:
    if plain is None:
        return None
    if not isinstance(plain, Mapping):
        raise BadBrief("choice is not an object")
    return Choice(meaning=_string(plain, "meaning"), about=plain.get("about"))


def _question(plain: Any) -> OpenQuestion | None:
    if plain is None:
        return None
    if not isinstance(plain, Mapping):
        raise BadBrief("question is not an object")
    kind = _string(plain, "kind")
    if kind not in KINDS:
        raise BadBrief(f"question kind {kind!r} is unknown")
    return OpenQuestion(key=_string(plain, "key"), kind=kind, about=plain.get("about"))
