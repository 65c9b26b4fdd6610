"""Who acts."""

from __future__ import annotations

import pytest

from backend.core.actor import Actor, ActorKind


def test_staff_work_for_their_providers_only():
    jo = Actor(ActorKind.STAFF, "7", frozenset({"lumiere"}))
    assert jo.works_for("lumiere")
    assert not jo.works_for("exclusive-health")


def test_a_person_works_for_nobody_whatever_is_put_in():
    assert not Actor(ActorKind.PERSON, "p", frozenset({"lumiere"})).works_for("lumiere")


@pytest.mark.parametrize(
    ("kind", "software"), [("person", False), ("staff", False), ("assistant", True), ("system", True)]
)
def test_software_is_told_from_people(kind, software):
    assert Actor(ActorKind(kind), "1").is_software is software


def test_an_actor_cannot_be_changed():
    with pytest.raises(AttributeError):
        Actor(ActorKind.SYSTEM, "heard").id = "other"  # type: ignore[misc]
