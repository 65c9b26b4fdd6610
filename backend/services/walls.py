"""Providers are walled off: what belongs to another provider is not there for this actor."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.errors import Conflict, NotFound
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Case, Conversation

# The provider is looked up apart, for a row that is loaded before its lock is held would stay as it was then.


def conversation_of(session: Session, actor: Actor, conversation_id: str, *, lock: bool = False) -> Conversation:
    """The conversation, if it is one of the actor's providers'; NotFound otherwise."""
    provider = session.scalar(select(Conversation.provider).where(Conversation.id == conversation_id))
    if provider is None or not actor.works_for(provider):
        raise NotFound("There is no such conversation.")
    return lock_conversation(session, conversation_id) if lock else session.get_one(Conversation, conversation_id)


def case_of(session: Session, actor: Actor, reference: str, *, lock: bool = False) -> Case:
    """The case, if it is one of the actor's providers'; NotFound otherwise."""
    found = session.execute(select(Case.id, Case.provider).where(Case.reference == reference)).one_or_none()
    if found is None or not actor.works_for(found.provider):
        raise NotFound("There is no such case.")
    return lock_case(session, found.id) if lock else session.get_one(Case, found.id)


def require_unchanged(case: Case, expected_version: int) -> None:
    """Conflict when the case is not any more as the form saw it."""
    if case.version != expected_version:
        raise Conflict(
            "The case has changed since you opened this form, so nothing has been saved. "
            "Please look at it as it is now; what you typed is still below."
        )
