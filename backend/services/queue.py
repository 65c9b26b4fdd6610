"""What staff look at first: danger, people who wait, their own conversations, then cases by what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.lifecycle import CaseState
from backend.core.obligations import ObligationKind, ObligationState
from backend.core.ownership import Owner
from backend.services.context import Context
from backend.services.due_words import Due, due
from backend.store.tables import Alert, Case, ClockRow, Conversation, Message, ObligationRow, Staff

CASES_A_PAGE = 50
_MOST = 200  # of each shorter list
_WAITING_FOR_ANSWER = (CaseState.UNSORTED, CaseState.OPEN)


@dataclass(frozen=True, slots=True)
class AlertLine:
    """Danger that nobody has acknowledged yet."""

    id: int
    provider: str
    conversation_id: str
    kind: str
    at: datetime
    reference: str | None


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A conversation in a list: never its words. `since` is when the wait began or the last message came."""

    id: str
    provider: str
    channel: str
    since: datetime
    reference: str | None
    staff_name: str | None = None
    unanswered: bool = False
    contact: str | None = None


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


@dataclass(frozen=True, slots=True)
class Queue:
    """Everything on the queue page for one member of staff."""

    alerts: Sequence[AlertLine]
    waiting: Sequence[ConversationLine]
    mine: Sequence[ConversationLine]
    colleagues: Sequence[ConversationLine]
    cases: Sequence[CaseLine]
    cases_in_all: int
    contacts: Sequence[ConversationLine]


def queue_for(context: Context, actor: Actor, *, page: int = 1) -> Queue:
    """The queue of the actor's providers; `page` (from 1) turns the list of cases."""
    with context.database.read() as session:
        held = _conversations(session, actor, Conversation.owner == Owner.STAFF)
        mine = [line for line, staff_id in held if str(staff_id) == actor.id]
        return Queue(
            alerts=_alerts(session, actor),
            waiting=[line for line, _ in _conversations(session, actor, Conversation.owner == Owner.WAITING)],
            mine=mine,
            colleagues=[line for line, staff_id in held if str(staff_id) != actor.id],
            cases=_cases(context, session, actor, page),
            cases_in_all=session.scalar(_open_cases(actor).with_only_columns(func.count())) or 0,
            contacts=_contacts(session, actor),
        )


def _alerts(session: Session, actor: Actor) -> list[AlertLine]:
    found = (
        select(Alert, Case.reference)
        .join(Conversation, Conversation.id == Alert.conversation_id)
        .outerjoin(Case, Case.id == Conversation.case_id)
        .where(Alert.provider.in_(actor.providers), Alert.acknowledged_at.is_(None))
        .order_by(Alert.at)
    )
    return [
        AlertLine(alert.id, alert.provider, alert.conversation_id, alert.kind, alert.at, reference)
        for alert, reference in session.execute(found.limit(_MOST))
    ]


def _conversations(
    session: Session, actor: Actor, wanted: ColumnElement[bool]
) -> list[tuple[ConversationLine, int | None]]:
    """The conversations with their staff, the longest wait first."""
    found = (
        select(Conversation, Case.reference, Staff.name, Message.sender, Message.at)
        .outerjoin(Case, Case.id == Conversation.case_id)
        .outerjoin(Staff, Staff.id == Conversation.staff_id)
        .outerjoin(
            Message, (Message.conversation_id == Conversation.id) & (Message.seq == Conversation.last_seq)
        )
        .where(Conversation.provider.in_(actor.providers), wanted)
        .order_by(Conversation.waiting_since, Conversation.opened_at)
    )
    return [
        (
            ConversationLine(
                id=row.id,
                provider=row.provider,
                channel=row.channel,
                since=row.waiting_since or last_at or row.opened_at,
                reference=reference,
                staff_name=name,
                unanswered=sender == "customer",
            ),
            row.staff_id,
        )
        for row, reference, name, sender, last_at in session.execute(found.limit(_MOST))
    ]


def _contacts(session: Session, actor: Actor) -> list[ConversationLine]:
    """Praise, enquiries and other contacts that are no case, the newest first."""
    found = (
        select(Conversation)
        .where(
            Conversation.provider.in_(actor.providers),
            Conversation.contact.is_not(None),
            Conversation.case_id.is_(None),
        )
        .order_by(Conversation.opened_at.desc())
    )
    return [
        ConversationLine(row.id, row.provider, row.channel, row.opened_at, None, contact=row.contact)
        for row in session.scalars(found.limit(_MOST))
    ]


_NEXT = (
    select(ObligationRow.case_id, func.min(ObligationRow.due_at).label("due_at"))
    .where(ObligationRow.state == ObligationState.OPEN, ObligationRow.case_id.is_not(None))
    .group_by(ObligationRow.case_id)
    .subquery()
)


def _open_cases(actor: Actor):  # type: ignore[no-untyped-def]
    """Cases that wait for an answer or owe anything."""
    return (
        select(Case)
        .outerjoin(_NEXT, _NEXT.c.case_id == Case.id)
        .where(
            Case.provider.in_(actor.providers),
            or_(Case.state.in_(_WAITING_FOR_ANSWER), _NEXT.c.case_id.is_not(None)),
        )
    )


def _cases(context: Context, session: Session, actor: Actor, page: int) -> list[CaseLine]:
    found = _open_cases(actor).order_by(_NEXT.c.due_at.is_(None), _NEXT.c.due_at, Case.id)
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
