"""A conversation as staff read it: who said what and when, who has it, its alerts and its case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.obligations import ObligationState
from backend.core.ownership import Owner
from backend.services.context import Context
from backend.services.due_words import Due, due
from backend.services.listening import RecordingLine, recordings_of_conversation
from backend.services.names import name_of, names_of
from backend.services.viewing import view_conversation
from backend.services.walls import conversation_of
from backend.store.events import conversation_stream
from backend.store.queries import messages_after
from backend.store.tables import Alert, Case, Conversation, Event, Message, ObligationRow, Staff


@dataclass(frozen=True, slots=True)
class AlertSeen:
    """Danger that was heard in a message, and who has acknowledged it."""

    id: int
    kind: str
    at: datetime
    message_seq: int
    acknowledged_by: str | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Handover:
    """One change of hands, or another event of the conversation."""

    at: datetime
    kind: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise made in the conversation without a case."""

    row: ObligationRow
    due: Due


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation, ready to be shown to one member of staff."""

    conversation: Conversation
    messages: Sequence[Message]
    reference: str | None
    staff_name: str | None
    mine: bool
    alerts: Sequence[AlertSeen]
    events: Sequence[Handover]
    recordings: Sequence[RecordingLine]
    owed: Sequence[Owed]


def read_transcript(context: Context, actor: Actor, conversation_id: str) -> Transcript:
    """The conversation with everything said in it; that it was read is an event."""
    view_conversation(context, actor, conversation_id)
    with context.database.read() as session:
        conversation = conversation_of(session, actor, conversation_id)
        case = session.get(Case, conversation.case_id) if conversation.case_id else None
        staff = session.get(Staff, conversation.staff_id) if conversation.staff_id else None
        shown = Transcript(
            conversation=conversation,
            messages=messages_after(session, conversation.id, 0),
            reference=case.reference if case else None,
            staff_name=staff.name if staff else None,
            mine=conversation.owner == Owner.STAFF and str(conversation.staff_id) == actor.id,
            alerts=_alerts(context, session, conversation),
            events=_events(context, session, conversation),
            recordings=recordings_of_conversation(context, session, conversation),
            owed=_owed(context, session, conversation) if case is None else (),
        )
        session.expunge_all()  # the rows are shown after the session has ended
        return shown


def _alerts(context: Context, session: Session, conversation: Conversation) -> list[AlertSeen]:
    found = select(Alert).where(Alert.conversation_id == conversation.id).order_by(Alert.at)
    return [
        AlertSeen(
            id=alert.id,
            kind=alert.kind,
            at=alert.at,
            message_seq=alert.message_seq,
            acknowledged_by=name_of(context, session, alert.acknowledged_by) if alert.acknowledged_by else None,
            acknowledged_at=alert.acknowledged_at,
        )
        for alert in session.scalars(found)
    ]


def _events(context: Context, session: Session, conversation: Conversation) -> list[Handover]:
    found = select(Event).where(Event.stream == conversation_stream(conversation.id)).order_by(Event.seq)
    events = list(session.scalars(found))
    names: Mapping[str, str] = names_of(context, session, (event.actor for event in events))
    return [Handover(event.at, event.kind, names[event.actor], event.reason) for event in events]


def _owed(context: Context, session: Session, conversation: Conversation) -> list[Owed]:
    wanted = (ObligationRow.conversation_id == conversation.id, ObligationRow.state == ObligationState.OPEN)
    found = select(ObligationRow).where(*wanted).order_by(ObligationRow.due_at)
    return [Owed(row, due(context, row.provider, row.due_at)) for row in session.scalars(found)]
