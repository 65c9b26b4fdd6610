"""Fills the page's template."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template

from backend.services.context import Context
from backend.services.conversations import view
from channels.web_chat.access import Held, form_key
from channels.web_chat.transcript import answer_is_due, day_words, direction, greeting, lines

_FOR_SCRIPT = (
    "who_customer",
    "who_assistant",
    "who_system",
    "who_staff",
    "who_staff_named",
    "said",
    "answers_are",
    "answer_given",
    "sending",
    "trying_again",
    "not_sent",
    "restored",
    "waiting_for_answer",
    "connection_lost",
    "connection_back",
    "gone",
    "copied",
    "new_in_title",
    "owner_bot",
    "owner_waiting",
    "owner_staff",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the page says about the last thing that was done on it."""

    error: str = ""
    text: str = ""  # the words that could not be sent, for the box
    cleared: bool = False


def render(context: Context, provider: str, held: Held | None, notice: Notice, *, language: str) -> str:
    """The page with the conversation so far, or with the greeting it would begin with."""
    seen: dict[str, Any] = view(context, held.id) if held else {"owner": "bot", "messages": [], "case": None}
    language = seen.get("language", language)
    messages, case = seen["messages"], seen["case"]
    say = _wording(context, language, provider)
    shown = lines(context, messages, language=language, provider=provider)
    return render_template(
        "web_chat/chat.html",
        say=say,
        lang=language,
        dir=direction(language),
        provider=provider,
        held=held,
        lines=shown or greeting(context, language=language, provider=provider),
        owner=seen["owner"],
        due=answer_is_due(messages, seen["owner"]),
        case=case,
        case_due=day_words(case["due_on"]) if case else "",
        notice=notice,
        new_id=lambda: str(uuid.uuid4()),
        key=lambda client_id: form_key(held, client_id),
        nonce=secrets.token_hex(4),
        setup=_setup(provider, held, seen, say),
    )


def _wording(context: Context, language: str, provider: str) -> Callable[..., str]:
    name = context.policy(provider).name.to(language)

    def say(key: str, **values: object) -> str:
        return context.wording.say(language, f"chat_page.{key}", provider=name, **values)

    return say


def _setup(provider: str, held: Held | None, seen: dict[str, Any], say: Callable[..., str]) -> dict[str, Any]:
    """What chat.js needs to go on from here; its words keep the placeholders it fills."""
    blanks = {name: f"{{{name}}}" for name in ("who", "text", "answers", "count", "name")}
    messages = seen["messages"]
    return {
        "provider": provider,
        "conversation": held.id if held else None,
        "last": messages[-1]["seq"] if messages else 0,
        "words": {key: say(key, **blanks) for key in _FOR_SCRIPT},
    }
