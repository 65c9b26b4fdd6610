"""Who hears a conversation's messages: one `transition()` changes it, with its event, in one transaction."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.ownership import Owner, OwnerEvent, next_owner
from backend.errors import Conflict
from backend.services.changes import announce
from backend.services.context import Context
from backend.store.events import append_event, conversation_stream
from backend.store.tables import Conversation


def transition(
    context: Context,
    session: Session,
    conversation: Conversation,
    event: OwnerEvent,
    *,
    expected_version: int,
    actor: Actor,
    reason: str,
    staff_id: int | None = None,
) -> None:
    """Moves the conversation to its next owner, or Conflict when somebody else moved it first."""
    if conversation.owner_version != expected_version:
        raise Conflict("Somebody else has just changed who answers here. Please look at the page again.")
    before = Owner(conversation.owner)
    after = next_owner(before, event)
    now = context.now()
    conversation.owner = after
    conversation.owner_version += 1
    conversation.staff_id = staff_id if after is Owner.STAFF else None
    conversation.last_staff_at = now if after is Owner.STAFF else conversation.last_staff_at
    if after is Owner.STAFF:
        conversation.hold = None  # a person is there now
    conversation.waiting_since = now if after is Owner.WAITING else None
    announce(session, conversation.id)
    append_event(
        session,
        stream=conversation_stream(conversation.id),
        kind=str(event),
        at=now,
        actor=actor,
        reason=reason,
        body={"from": str(before), "to": str(after), "version": conversation.owner_version},
    )
