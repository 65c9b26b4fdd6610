"""Open cases by what is due next: dates and owners, never a story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CompoundSelect, func, select, union
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.lifecycle import CaseState
from backend.core.obligations import ObligationKind, ObligationState
from backend.services.context import Context
from backend.services.due_words import Due, due
from backend.services.walls import case_of
from backend.store.tables import Case, ClockRow, ObligationRow

CASES_A_PAGE = 50
_WAITING_FOR_ANSWER = (CaseState.UNSORTED, CaseState.OPEN)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: its dates, never its story. `next_kind` is what is due next, None when nothing is owed."""

    reference: str
    provider: str
    kind: str
    state: str
    stage: str
    owner: str
    reply: Due
    next_kind: str | None
    next: Due | None


_NEXT = (
    select(ObligationRow.case_id, func.min(ObligationRow.due_at).label("due_at"))
    .where(ObligationRow.state == ObligationState.OPEN, ObligationRow.case_id.is_not(None))
    .group_by(ObligationRow.case_id)
    .subquery()
)


def _open_ids(actor: Actor) -> CompoundSelect[int | None]:
    """Cases that owe anything, and cases that wait for an answer."""
    owing = select(ObligationRow.case_id).where(
        ObligationRow.state == ObligationState.OPEN,
        ObligationRow.case_id.is_not(None),
        ObligationRow.provider.in_(actor.providers),
    )
    waiting = select(Case.id).where(Case.state.in_(_WAITING_FOR_ANSWER), Case.provider.in_(actor.providers))
    return union(owing, waiting)


def cases_due(context: Context, session: Session, actor: Actor, *, page: int) -> list[CaseLine]:
    """One page (from 1) of the open cases, the next due first; a case that owes nothing comes last."""
    found = (
        select(Case)
        .outerjoin(_NEXT, _NEXT.c.case_id == Case.id)
        .where(Case.id.in_(_open_ids(actor)), Case.provider.in_(actor.providers))
        .order_by(_NEXT.c.due_at.is_(None), _NEXT.c.due_at, Case.id)
    )
    cases = list(session.scalars(found.limit(CASES_A_PAGE).offset((page - 1) * CASES_A_PAGE)))
    ids = [case.id for case in cases]
    dates = select(ClockRow.case_id, ClockRow.stage, ClockRow.due_at).where(ClockRow.case_id.in_(ids))
    clocks = {(row.case_id, row.stage): row.due_at for row in session.execute(dates.order_by(ClockRow.id))}
    owed: dict[int | None, ObligationRow] = {}
    wanted = (ObligationRow.case_id.in_(ids), ObligationRow.state == ObligationState.OPEN)
    for row in session.scalars(select(ObligationRow).where(*wanted).order_by(ObligationRow.due_at)):
        owed.setdefault(row.case_id, row)
    return [_line(context, case, clocks[(case.id, case.stage)], owed.get(case.id)) for case in cases]


def _line(context: Context, case: Case, due_at: datetime, owed: ObligationRow | None) -> CaseLine:
    policy = context.policy(case.provider)
    return CaseLine(
        reference=case.reference,
        provider=case.provider,
        kind=case.kind,
        state=case.state,
        stage=str(policy.stage(case.stage).name),
        owner=context.owner_title(case.provider, case.owner_role, "en"),
        reply=due(context, case.provider, due_at),
        next_kind=str(ObligationKind(owed.kind)) if owed else None,
        next=due(context, case.provider, owed.due_at) if owed else None,
    )


def count_open_cases(session: Session, actor: Actor) -> int:
    """How many cases wait for an answer or owe anything."""
    return session.scalar(select(func.count()).select_from(_open_ids(actor).subquery())) or 0


def find_case(context: Context, actor: Actor, reference: str) -> None:
    """NotFound unless the reference is of a case that the actor may see, in whatever state it is."""
    with context.database.read() as session:
        case_of(session, actor, reference)
