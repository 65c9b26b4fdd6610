"""Promises: no commitment is spoken without its obligation row (who, what, by when, under which clause)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.obligations import Obligation, ObligationKind, ObligationState, round_time
from backend.services.context import Context
from backend.store.events import append_event, case_stream, conversation_stream
from backend.store.tables import Case, Conversation, ObligationRow


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise about to be made; `what` is a sentence a complainant may read."""

    kind: ObligationKind
    what: str
    owner_role: str
    due_at: datetime
    clause: str
    point: int | None = None


def promise(
    context: Context,
    session: Session,
    made: Promise,
    *,
    provider: str,
    case: Case | None,
    conversation: Conversation | None,
    actor: Actor,
) -> ObligationRow:
    """Opens the obligation; one of the same kind and words that is open and in time is not opened twice.

    Whatever names a time to the person names the row's own, which may be an earlier promise's.
    """
    made = replace(made, due_at=round_time(made.due_at))
    same = _open_one(context, session, made, case, conversation)
    if same is not None:
        return same
    row = ObligationRow(
        provider=provider,
        case_id=case.id if case else None,
        conversation_id=conversation.id if conversation else None,
        kind=made.kind,
        what=made.what,
        point=made.point,
        owner_role=made.owner_role,
        due_at=made.due_at,
        clause=made.clause,
        made_at=context.now(),
    )
    session.add(row)
    session.flush()
    stream = case_stream(case.id) if case else conversation_stream(conversation.id if conversation else "")
    body = {"obligation": row.id, "kind": made.kind, "due_at": made.due_at.isoformat(), "owner": made.owner_role}
    append_event(session, stream=stream, kind="promised", at=context.now(), actor=actor, reason=made.clause, body=body)
    return row


def _open_one(
    context: Context, session: Session, made: Promise, case: Case | None, conversation: Conversation | None
) -> ObligationRow | None:
    wanted = [ObligationRow.state == ObligationState.OPEN, ObligationRow.kind == made.kind]
    wanted += [ObligationRow.what == made.what, ObligationRow.due_at > context.now()]
    if case is not None:
        wanted.append(ObligationRow.case_id == case.id)
    elif conversation is not None:
        wanted.append(ObligationRow.conversation_id == conversation.id)
    return session.scalars(select(ObligationRow).where(*wanted)).first()


def keep(
    context: Context,
    session: Session,
    row: ObligationRow,
    *,
    actor: Actor,
    reason: str,
    at: datetime | None = None,
) -> None:
    """The promise was kept, now or at that earlier instant; who says so and how is an event."""
    row.state, row.ended_at, row.ended_by = ObligationState.KEPT, at or context.now(), f"{actor.kind}:{actor.id}"
    stream = case_stream(row.case_id) if row.case_id else conversation_stream(row.conversation_id or "")
    append_event(
        session,
        stream=stream,
        kind="kept",
        at=context.now(),
        actor=actor,
        reason=reason,
        body={"obligation": row.id, "kind": row.kind},
    )


def cancel(context: Context, session: Session, row: ObligationRow, *, actor: Actor, reason: str) -> None:
    """The promise is no longer owed; who says so and why is an event."""
    row.state, row.ended_at, row.ended_by = ObligationState.CANCELLED, context.now(), f"{actor.kind}:{actor.id}"
    stream = case_stream(row.case_id) if row.case_id else conversation_stream(row.conversation_id or "")
    body = {"obligation": row.id, "kind": row.kind, "due_at": row.due_at.isoformat()}
    append_event(session, stream=stream, kind="cancelled", at=context.now(), actor=actor, reason=reason, body=body)


def open_promises(session: Session, case_id: int, kind: ObligationKind) -> list[ObligationRow]:
    """What is owed of one kind in a case, soonest first."""
    wanted = (ObligationRow.case_id == case_id, ObligationRow.kind == kind)
    found = select(ObligationRow).where(*wanted, ObligationRow.state == ObligationState.OPEN)
    return list(session.scalars(found.order_by(ObligationRow.due_at)))


def promises_of(session: Session, case_id: int) -> list[ObligationRow]:
    """What has been promised in a case, soonest first."""
    wanted = ObligationRow.case_id == case_id
    return list(session.scalars(select(ObligationRow).where(wanted).order_by(ObligationRow.due_at)))


def as_obligation(row: ObligationRow) -> Obligation:
    """The row as a core value."""
    return Obligation(
        kind=ObligationKind(row.kind),
        owner_role=row.owner_role,
        due_at=row.due_at,
        clause=row.clause,
        state=ObligationState(row.state),
    )
