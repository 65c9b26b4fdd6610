"""The conversation as the page shows it: who speaks, when, and which answers can still be given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.services.context import Context
from backend.services.conversations import GREETING

LONDON = ZoneInfo("Europe/London")
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A ready answer under a question, and whether the person gave it."""

    id: str
    label: str
    given: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the page. `live` says that its answers can still be given."""

    seq: int
    sender: str
    who: str
    text: str
    lang: str
    at: str
    when: str
    answers: tuple[Answer, ...]
    live: bool


def lines(context: Context, messages: list[dict[str, Any]], *, language: str, provider: str) -> list[Line]:
    """The messages in order."""
    live = _live_question(messages)
    return [
        Line(
            seq=message["seq"],
            sender=message["sender"],
            who=who(context, message["sender"], message.get("name"), language=language, provider=provider),
            text=message["text"],
            lang=message["lang"],
            at=message["at"],
            when=moment_words(datetime.fromisoformat(message["at"])),
            answers=_answers(message, messages[place + 1 :]),
            live=message["seq"] == live,
        )
        for place, message in enumerate(messages)
    ]


def greeting(context: Context, *, language: str, provider: str) -> list[Line]:
    """What the conversation will begin with; nothing is stored until the person does something."""
    name = context.policy(provider).name.to(language)
    speaker = who(context, "assistant", None, language=language, provider=provider)
    return [
        Line(0, "assistant", speaker, context.wording.say(language, key, provider=name), language, "", "", (), False)
        for key in GREETING
    ]


def _live_question(messages: list[dict[str, Any]]) -> int | None:
    """The number of the question that is open: the last one with choices, if nothing was answered since."""
    for message in reversed(messages):
        if message["sender"] == "customer":
            return None
        if message["choices"]:
            return int(message["seq"])
    return None


def _answers(message: dict[str, Any], later: list[dict[str, Any]]) -> tuple[Answer, ...]:
    reply = next((m["text"] for m in later if m["sender"] == "customer"), None)
    return tuple(Answer(c["id"], c["label"], given=c["label"] == reply) for c in message["choices"])


def who(context: Context, sender: str, name: str | None, *, language: str, provider: str) -> str:
    """The speaker in words; a person of the provider is told apart from the assistant."""
    if sender == "staff" and name:
        provider_name = context.policy(provider).name.to(language)
        return context.wording.say(language, "chat_page.who_staff_named", name=name, provider=provider_name)
    return context.wording.say(language, f"chat_page.who_{sender}")


def answer_is_due(messages: list[dict[str, Any]], owner: str) -> bool:
    """Whether the person spoke last and the assistant has yet to answer."""
    return bool(messages) and messages[-1]["sender"] == "customer" and owner == "bot"


def moment_words(at: datetime) -> str:
    """ "21 Nov 2026, 19:28", London time."""
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%b %Y, %H:%M}"


def day_words(day: str) -> str:
    """ "Friday 18 December 2026" for an ISO date."""
    parsed = date.fromisoformat(day)
    return f"{parsed:%A} {parsed.day} {parsed:%B %Y}"


def direction(language: str) -> str:
    """ "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
