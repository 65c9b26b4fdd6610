"""A plain record that a stage's answer was sent; what the person makes of it is theirs to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.lifecycle import TRANSITIONS, CaseEvent, CaseState, next_state
from backend.core.obligations import ObligationKind
from backend.core.proofs import end_of_day, london_date
from backend.core.spoken_dates import spoken_date
from backend.errors import Conflict, Mistyped
from backend.services.context import Context
from backend.services.promises import keep, open_promises
from backend.services.walls import case_of, require_unchanged
from backend.store.events import append_event, case_stream
from backend.store.queries import current_clock
from backend.store.tables import Case, ClockRow, Event, ObligationRow

ANSWERED = "answered"
LONGEST_SUMMARY = 2_000
LONGEST_NAME = 200


class How(StrEnum):
    """How an answer went to the person."""

    POST = "post"
    EMAIL = "email"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """One answer as it was recorded; `due_on` is the first date promised for its stage."""

    stage: str
    sent_on: date
    sent_by: str
    how: str
    summary: str
    due_on: date
    recorded_by: str
    recorded_at: datetime

    @property
    def is_late(self) -> bool:
        """Whether it went out after the date promised for it."""
        return self.sent_on > self.due_on


def ways_for(context: Context, case: Case) -> tuple[How, ...]:
    """How this stage's answer may go: a stage that is answered in writing is not answered by telephone."""
    in_writing = context.policy(case.provider).stage(case.stage).reply_in_writing
    return (How.POST, How.EMAIL) if in_writing else tuple(How)


def may_be_answered(session: Session, case: Case) -> bool:
    """Whether an answer of this stage is still to be recorded."""
    return (CaseState(case.state), CaseEvent.ANSWER) in TRANSITIONS or bool(_owed(session, case))


def is_owed_now(session: Session, row: ObligationRow) -> bool:
    """Whether this promise is the answer of the stage at which its case stands."""
    case = session.get(Case, row.case_id) if row.case_id is not None else None
    return case is not None and row in _owed(session, case)


def record_answer(
    context: Context,
    actor: Actor,
    reference: str,
    *,
    sent_on: date | None,
    sent_by: str,
    how: str,
    summary: str,
    expected_version: int,
) -> None:
    """The answer of the case's stage was sent: its promise is kept, in time or late, by the day it went out."""
    with context.database.write() as session:
        case = case_of(session, actor, reference, lock=True)
        require_unchanged(case, expected_version)
        if not may_be_answered(session, case):
            raise Conflict("No answer is owed at this stage now: one has been recorded, or the case has ended.")
        day, name = _day(context, session, case, sent_on), _name(sent_by)
        way, told = _way(context, case, how), _summary(summary)
        owed = _owed(session, case)
        for row in owed:
            keep(context, session, row, actor=actor, reason=told, at=_instant(context, day))
        if (CaseState(case.state), CaseEvent.ANSWER) in TRANSITIONS:
            case.state = next_state(CaseState(case.state), CaseEvent.ANSWER)
        body = {"stage": case.stage, "sent_on": day.isoformat(), "by": name, "how": str(way)}
        body["due_on"] = _clocks(session, case)[0].due_on.isoformat()
        append_event(
            session,
            stream=case_stream(case.id),
            kind=ANSWERED,
            at=context.now(),
            actor=actor,
            reason=told,
            body=body,
        )


def answers_in(events: Iterable[Event]) -> Sequence[SentAnswer]:
    """The answers recorded among a case's events, oldest first."""
    return [
        SentAnswer(
            stage=event.body["stage"],
            sent_on=date.fromisoformat(event.body["sent_on"]),
            sent_by=event.body["by"],
            how=event.body["how"],
            summary=event.reason,
            due_on=date.fromisoformat(event.body["due_on"]),
            recorded_by=event.actor,
            recorded_at=event.at,
        )
        for event in events
        if event.kind == ANSWERED
    ]


def answers_of(session: Session, case: Case) -> Sequence[SentAnswer]:
    """The answers recorded for a case, oldest first."""
    wanted = (Event.stream == case_stream(case.id), Event.kind == ANSWERED)
    return answers_in(session.scalars(select(Event).where(*wanted).order_by(Event.seq)))


def _owed(session: Session, case: Case) -> list[ObligationRow]:
    """The open promises of this stage's answer; an earlier stage's stays as it is."""
    dates = {clock.due_at for clock in _clocks(session, case)}
    return [row for row in open_promises(session, case.id, ObligationKind.REPLY) if row.due_at in dates]


def _clocks(session: Session, case: Case) -> Sequence[ClockRow]:
    wanted = (ClockRow.case_id == case.id, ClockRow.stage == case.stage)
    return list(session.scalars(select(ClockRow).where(*wanted).order_by(ClockRow.due_at, ClockRow.id)))


def _way(context: Context, case: Case, how: str) -> How:
    possible = ways_for(context, case)
    if how == How.TELEPHONE and How.TELEPHONE not in possible:
        raise Mistyped(
            "This stage's answer is promised in writing. A call does not keep that promise; "
            "please send the answer by post or e-mail.",
            field="how",
        )
    if how not in possible:
        raise Mistyped("Please choose how the answer was sent.", field="how")
    return How(how)


def _name(sent_by: str) -> str:
    said = " ".join(sent_by.split())
    if not said:
        raise Mistyped("Please write who sent the answer.", field="sent_by")
    if len(said) > LONGEST_NAME:
        raise Mistyped(f"Please write a name of at most {LONGEST_NAME} characters.", field="sent_by")
    return said


def _summary(summary: str) -> str:
    said = summary.strip()
    if not said:
        raise Mistyped("Please write what the answer said, in a sentence or two.", field="summary")
    if len(said) > LONGEST_SUMMARY:
        raise Mistyped(f"The summary may have {LONGEST_SUMMARY:,} characters. Please shorten it.", field="summary")
    return said


def _day(context: Context, session: Session, case: Case, day: date | None) -> date:
    """The London day on which it was sent: not to come, and not before there was anything to answer."""
    if day is None:
        raise Mistyped("Please write the day on which the answer was sent.", field="sent")
    today, began = london_date(context.now()), london_date(current_clock(session, case).started_at)
    if day > today:
        raise Mistyped(f"{spoken_date(day)} is still to come. Record the answer once it has been sent.", field="sent")
    if day < began:
        raise Mistyped(
            f"This stage began on {spoken_date(began)}, so its answer cannot have been sent before that.", field="sent"
        )
    return day


def _instant(context: Context, day: date) -> datetime:
    """The latest instant of the day that has been: whatever went out on its last day was in time."""
    return min(context.now(), end_of_day(day) - timedelta(microseconds=1))
