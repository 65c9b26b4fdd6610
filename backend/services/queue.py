"""What staff look at first: danger, people who wait, their own conversations, then cases by what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.lifecycle import CaseState
from backend.core.ownership import Owner
from backend.services.case_list import CaseLine, cases_due, count_open_cases
from backend.services.context import Context
from backend.store.tables import Alert, Case, Conversation, Message, Staff

_MOST = 200  # of each shorter list


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
            cases=cases_due(context, session, actor, page=page),
            cases_in_all=count_open_cases(session, actor),
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
        .outerjoin(Message, (Message.conversation_id == Conversation.id) & (Message.seq == Conversation.last_seq))
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
    """Praise, enquiries and other contacts that are no complaint, the newest first."""
    found = (
        select(Conversation, Case.reference)
        .outerjoin(Case, Case.id == Conversation.case_id)
        .where(
            Conversation.provider.in_(actor.providers),
            Conversation.contact.is_not(None),
            Conversation.case_id.is_(None) | (Case.state == CaseState.NOT_A_COMPLAINT),
        )
        .order_by(Conversation.opened_at.desc())
    )
    return [
        ConversationLine(row.id, row.provider, row.channel, row.opened_at, reference, contact=row.contact)
        for row, reference in session.execute(found.limit(_MOST))
    ]
