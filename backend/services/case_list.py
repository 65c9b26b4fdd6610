"""Open cases by what is due next: dates and owners, never a story."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.lifecycle import CaseState
from backend.core.obligations import ObligationKind, ObligationState
from backend.services.context import Context
from backend.services.due_words import Due, due
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


def open_cases(actor: Actor) -> Select[Case]:
    """Cases that wait for an answer or owe anything."""
    return (
        select(Case)
        .outerjoin(_NEXT, _NEXT.c.case_id == Case.id)
        .where(
            Case.provider.in_(actor.providers),
            or_(Case.state.in_(_WAITING_FOR_ANSWER), _NEXT.c.case_id.is_not(None)),
        )
    )


def cases_due(context: Context, session: Session, actor: Actor, *, page: int) -> list[CaseLine]:
    found = open_cases(actor).order_by(_NEXT.c.due_at.is_(None), _NEXT.c.due_at, Case.id)
    cases = list(session.scalars(found.limit(CASES_A_PAGE).offset((page - 1) * CASES_A_PAGE)))
    ids = [case.id for case in cases]
    clocks = {
        (clock.case_id, clock.stage): clock
        for clock in session.scalars(select(ClockRow).where(ClockRow.case_id.in_(ids)).order_by(ClockRow.id))
    }
    owed: dict[int | None, ObligationRow] = {}
    wanted = (ObligationRow.case_id.in_(ids), ObligationRow.state == ObligationState.OPEN)
    for row in session.scalars(select(ObligationRow).where(*wanted).order_by(ObligationRow.due_at)):
        owed.setdefault(row.case_id, row)
    return [_line(context, case, clocks[(case.id, case.stage)], owed.get(case.id)) for case in cases]


def _line(context: Context, case: Case, clock: ClockRow, owed: ObligationRow | None) -> CaseLine:
    policy = context.policy(case.provider)
    return CaseLine(
        reference=case.reference,
        provider=case.provider,
        kind=case.kind,
        state=case.state,
        stage=str(policy.stage(case.stage).name),
        owner=context.owner_title(case.provider, case.owner_role, "en"),
        reply=due(context, case.provider, clock.due_at),
        next_kind=str(ObligationKind(owed.kind)) if owed else None,
        next=due(context, case.provider, owed.due_at) if owed else None,
    )


def count_open_cases(session: Session, actor: Actor) -> int:
    """How many cases wait for an answer or owe anything."""
    return session.scalar(open_cases(actor).with_only_columns(func.count())) or 0
