"""What the people who run Heard watch, read from the database when asked; numbers only, nothing about anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Float, case, cast, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from backend.core.obligations import ObligationState
from backend.core.ownership import Owner
from backend.services.context import Context
from backend.services.turns import FINISHED, TurnState
from backend.store.tables import Alert, Conversation, Heartbeat, ObligationRow, Outbox, Turn
from backend.store.versions import needed_version, version_of

TURN_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)


@dataclass(frozen=True, slots=True)
class Measures:
    """One reading. Numbers by provider name every provider; ages are in seconds."""

    migrated: bool
    turns: Mapping[str, int]  # by state
    turn_seconds: Sequence[int]  # finished turns that took at most as long as each of TURN_SECONDS
    turn_seconds_sum: float
    waiting: Mapping[str, int]
    overdue: Mapping[str, int]
    alerts: Mapping[str, int]
    outbox_due: int
    outbox_retried: int
    outbox_dead: int
    outbox_late: float  # by how much the oldest due row is late
    worker_silent: float | None  # since the last heartbeat; None without any
    calendar_left: timedelta


def measure(context: Context) -> Measures:
    """Reads everything in one moment."""
    now = context.now()
    due = (Outbox.state == "waiting", Outbox.due_at <= now)
    with context.database.read() as session:
        at_most, seconds = _turn_times(session)
        worker = session.get(Heartbeat, "worker")
        oldest = session.scalar(select(func.min(Outbox.due_at)).where(*due))
        overdue = (ObligationRow.state == ObligationState.OPEN, ObligationRow.due_at < now)
        return Measures(
            migrated=version_of(session) == needed_version(),
            turns=_turns(session),
            turn_seconds=at_most,
            turn_seconds_sum=seconds,
            waiting=_by_provider(context, session, Conversation.provider, Conversation.owner == Owner.WAITING),
            overdue=_by_provider(context, session, ObligationRow.provider, *overdue),
            alerts=_by_provider(context, session, Alert.provider, Alert.acknowledged_at.is_(None)),
            outbox_due=_outbox(session, *due),
            outbox_retried=_outbox(session, Outbox.state == "waiting", Outbox.attempts > 0),
            outbox_dead=_outbox(session, Outbox.state == "dead"),
            outbox_late=_seconds(oldest, now) or 0.0,
            worker_silent=_seconds(worker.at if worker else None, now),
            calendar_left=min(calendar.covers_to for calendar in context.calendars.values()) - now.date(),
        )


def _turns(session: Session) -> dict[str, int]:
    counted = session.execute(select(Turn.state, func.count()).group_by(Turn.state))
    return {state.value: 0 for state in TurnState} | {row[0]: row[1] for row in counted}


def _turn_times(session: Session) -> tuple[list[int], float]:
    took = _seconds_between(session, Turn.received_at, Turn.answered_at)
    at_most = [func.coalesce(func.sum(case((took <= most, 1), else_=0)), 0) for most in TURN_SECONDS]
    found = session.execute(select(func.coalesce(func.sum(took), 0.0), *at_most).where(Turn.state.in_(FINISHED))).one()
    return [int(count) for count in found[1:]], float(found[0])


def _seconds_between(
    session: Session, start: InstrumentedAttribute[datetime], end: InstrumentedAttribute[datetime | None]
) -> ColumnElement[float]:
    if session.get_bind().dialect.name == "sqlite":
        return (func.julianday(end, type_=Float) - func.julianday(start, type_=Float)) * 86_400.0
    return cast(extract("epoch", end - start), Float)


def _by_provider(
    context: Context, session: Session, provider: InstrumentedAttribute[str], *where: ColumnElement[bool]
) -> dict[str, int]:
    counted = session.execute(select(provider, func.count()).where(*where).group_by(provider))
    return dict.fromkeys(context.policies, 0) | {row[0]: row[1] for row in counted}


def _outbox(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Outbox).where(*where)) or 0


def _seconds(since: datetime | None, now: datetime) -> float | None:
    return max(0.0, (now - since).total_seconds()) if since else None
