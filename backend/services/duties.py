"""Staff say that a promise was kept, and how."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.obligations import ObligationKind, ObligationState
from backend.errors import Conflict, HeardError, NotFound
from backend.services.context import Context
from backend.services.names import name_of
from backend.services.promises import keep
from backend.services.stage_answers import is_owed_now
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Case, ObligationRow


def mark_kept(context: Context, actor: Actor, obligation_id: int, *, note: str) -> ObligationRow:
    """The promise was kept; the note says how. Conflict when it has ended already."""
    if not note.strip():
        raise HeardError("Please write how it was done, for example: rang at 10:15 and spoke to Mrs Okafor.")
    with context.database.write() as session:
        row = _mine(session, actor, obligation_id)
        if row.case_id is not None:
            lock_case(session, row.case_id)
        elif row.conversation_id is not None:
            lock_conversation(session, row.conversation_id)
        session.refresh(row)
        if row.state != ObligationState.OPEN:
            name = name_of(context, session, row.ended_by) if row.ended_by else "Somebody else"
            raise Conflict(f"{name} has marked this promise already.")
        if row.kind == ObligationKind.REPLY and is_owed_now(session, row):
            raise HeardError("An answer needs the day it was sent, by whom and how. Please record it as an answer.")
        keep(context, session, row, actor=actor, reason=note.strip())
        return row


def case_reference(context: Context, actor: Actor, obligation_id: int) -> str | None:
    """The case in which the promise was made, or None when it was made without one."""
    with context.database.read() as session:
        row = _mine(session, actor, obligation_id)
        return session.get_one(Case, row.case_id).reference if row.case_id is not None else None


def _mine(session: Session, actor: Actor, obligation_id: int) -> ObligationRow:
    row = session.get(ObligationRow, obligation_id)
    if row is None or not actor.works_for(row.provider):
        raise NotFound("There is no such promise.")
    return row
