"""Who hears: every owner with every event."""

from __future__ import annotations

from itertools import product

import pytest

from backend.core.ownership import TRANSITIONS, NoSuchChange, Owner, OwnerEvent, next_owner

H, E = Owner, OwnerEvent


@pytest.mark.parametrize(("owner", "event"), list(product(Owner, OwnerEvent)))
def test_every_event_moves_or_says_that_the_conversation_has_changed_hands(owner, event):
    if (owner, event) in TRANSITIONS:
        assert next_owner(owner, event) is TRANSITIONS[(owner, event)]
    else:
        with pytest.raises(NoSuchChange, match=f"belongs to {owner}"):
            next_owner(owner, event)


@pytest.mark.parametrize(
    ("events", "owner"),
    [
        ((E.ASK_PERSON,), H.WAITING),
        ((E.ASK_PERSON, E.STAFF_JOIN), H.STAFF),
        ((E.ASK_PERSON, E.STAFF_JOIN, E.HAND_BACK), H.BOT),
        ((E.ASK_PERSON, E.CARRY_ON), H.BOT),
        ((E.ASK_PERSON, E.WAIT_OVER), H.BOT),
        ((E.NO_STAFF,), H.BOT),
        ((E.ASK_PERSON, E.ASK_PERSON), H.WAITING),
        ((E.STAFF_JOIN, E.STAFF_SILENT), H.WAITING),
        ((E.STAFF_JOIN, E.STAFF_SILENT, E.WAIT_OVER), H.BOT),
        ((E.STAFF_JOIN, E.STAFF_JOIN), H.STAFF),
    ],
)
def test_whole_stories(events, owner):
    here = H.BOT
    for event in events:
        here = next_owner(here, event)
    assert here is owner


@pytest.mark.parametrize("owner", Owner)
def test_a_person_can_always_be_asked_for_and_staff_can_always_join(owner):
    assert next_owner(owner, E.ASK_PERSON) in {H.WAITING, H.STAFF}
    assert next_owner(owner, E.STAFF_JOIN) is H.STAFF


@pytest.mark.parametrize("event", [E.CARRY_ON, E.WAIT_OVER, E.NO_STAFF])
def test_waiting_always_ends(event):
    assert next_owner(H.WAITING, event) is H.BOT
