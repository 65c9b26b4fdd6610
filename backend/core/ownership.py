"""Who hears a conversation's messages: one table, kept beside an expected version by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Owner(StrEnum):
    """The one who hears the next message."""

    BOT = "bot"
    WAITING = "waiting"  # a person was asked for and has not joined yet
    STAFF = "staff"


class OwnerEvent(StrEnum):
    """What can change who hears."""

    ASK_PERSON = "ask_person"  # in opening hours, with staff signed in
    NO_STAFF = "no_staff"  # closed, or nobody signed in: a call-back is booked instead
    STAFF_JOIN = "staff_join"
    CARRY_ON = "carry_on"  # "carry on meanwhile"
    WAIT_OVER = "wait_over"  # the wait limit passed: a call-back is booked
    HAND_BACK = "hand_back"
    STAFF_SILENT = "staff_silent"


_O, _E = Owner, OwnerEvent
TRANSITIONS: Mapping[tuple[Owner, OwnerEvent], Owner] = {
    (_O.BOT, _E.ASK_PERSON): _O.WAITING,
    (_O.BOT, _E.NO_STAFF): _O.BOT,
    (_O.BOT, _E.STAFF_JOIN): _O.STAFF,
    (_O.BOT, _E.CARRY_ON): _O.BOT,  # an old button pressed late
    (_O.WAITING, _E.ASK_PERSON): _O.WAITING,
    (_O.WAITING, _E.NO_STAFF): _O.BOT,
    (_O.WAITING, _E.STAFF_JOIN): _O.STAFF,
    (_O.WAITING, _E.CARRY_ON): _O.BOT,
    (_O.WAITING, _E.WAIT_OVER): _O.BOT,
    (_O.STAFF, _E.ASK_PERSON): _O.STAFF,
    (_O.STAFF, _E.STAFF_JOIN): _O.STAFF,  # a colleague takes over
    (_O.STAFF, _E.HAND_BACK): _O.BOT,
    (_O.STAFF, _E.STAFF_SILENT): _O.WAITING,
}


class NoSuchChange(Exception):
    """The conversation is not where this event can happen; it has changed hands meanwhile."""


def next_owner(owner: Owner, event: OwnerEvent) -> Owner:
    """The owner after the event, or NoSuchChange."""
    try:
        return TRANSITIONS[(owner, event)]
    except KeyError:
        raise NoSuchChange(
            f"The conversation belongs to {owner} and cannot {event.replace('_', ' ')}. Look at it again."
        ) from None
