"""Who did something, in words: events and versions name an actor as "staff:3"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import ActorKind
from backend.services.context import Context
from backend.store.tables import Staff


def names_of(context: Context, session: Session, actors: Iterable[str]) -> Mapping[str, str]:
    """Each of these actors by name; a complainant, the assistant and Heard itself by what they are."""
    known = {actor: actor.partition(":") for actor in set(actors)}
    ids = [int(who) for kind, _, who in known.values() if kind == ActorKind.STAFF and who.isdigit()]
    wanted = select(Staff.id, Staff.name).where(Staff.id.in_(ids))
    staff = {row.id: row.name for row in session.execute(wanted)} if ids else {}
    return {
        actor: staff[int(who)]
        if kind == ActorKind.STAFF and who.isdigit() and int(who) in staff
        else context.wording.say("en", f"console.actor_{kind}")
        for actor, (kind, _, who) in known.items()
    }


def name_of(context: Context, session: Session, actor: str) -> str:
    """One actor by name."""
    return names_of(context, session, [actor])[actor]
