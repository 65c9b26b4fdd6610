"""Limits of the chat. Danger is always heard, and a message that is sent again is no new one."""

from __future__ import annotations

from math import ceil

from backend.limits import HANDOFFS, MESSAGES, OPENINGS, require_room
from backend.services.context import Context
from backend.services.danger import cues_in
from backend.services.turns import Incoming, holds_danger, was_received


def require_room_to_open(context: Context, provider: str, first: str = "") -> None:
    """TooMany when very many conversations were begun from this address; `first` are the words it begins with."""
    policy = context.policy(provider)
    language = policy.languages[0]
    telephone = policy.contacts["telephone"].value if "telephone" in policy.contacts else None
    key = "limits.call" if telephone else "limits.ask_staff"
    other_way = context.wording.say(language, key, provider=policy.name.to(language), telephone=telephone)
    require_room(
        OPENINGS,
        sentence=lambda seconds: context.wording.say(
            language, "limits.conversations", minutes=ceil(seconds / 60), other_way=other_way
        ),
        unless=lambda: bool(cues_in(context, language, first)),
    )


def require_room_for_message(context: Context, conversation_id: str, incoming: Incoming) -> None:
    """TooMany when this conversation had very many messages just now."""
    if was_received(context, conversation_id, incoming.client_id):
        return
    require_room(
        MESSAGES,
        who=conversation_id,
        sentence=lambda seconds: context.wording.say("en", "limits.messages", seconds=seconds),
        unless=lambda: holds_danger(context, conversation_id, incoming),
    )


def require_room_for_handoff(context: Context, conversation_id: str) -> None:
    """TooMany when a person was asked for again and again in this conversation."""
    require_room(
        HANDOFFS,
        who=conversation_id,
        sentence=lambda seconds: context.wording.say("en", "limits.handoffs", minutes=ceil(seconds / 60)),
    )
