"""A case as staff read it: the record, the clocks with their proofs, what is owed, and all that happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.record import Record, rest, words_of
from backend.services.case_parts import (
    AnswerLine,
    ClockLine,
    Duty,
    FactLine,
    answer_lines,
    clocks_of,
    duty_of,
    facts_of,
    offers_of,
)
from backend.services.context import Context
from backend.services.listening import RecordingLine, recordings_of_case
from backend.services.names import names_of
from backend.services.promises import promises_of
from backend.services.read_backs import ReadBack, read_backs_in
from backend.services.situations import record_of
from backend.services.sorting import TakenAs, choices_for
from backend.services.stage_answers import How, may_be_answered, ways_for
from backend.services.viewing import view_case
from backend.services.walls import case_of
from backend.store.events import case_stream
from backend.store.queries import last_agreement
from backend.store.tables import (
    Agreement,
    Alert,
    Case,
    Conversation,
    Event,
    ObligationRow,
    PolicyVersion,
    RecordVersion,
)

FLAGS = frozenset(
    {
        "owner_named",
        "unheard",
        "not_agreed",
        "stopped_for_now",
        "next_stage_wanted",
        "not_satisfied",
        "claimed_unchecked",
    }
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case, ready to be shown; `names` are the actors of its events and versions by name."""

    case: Case
    stage: str
    owner: str
    record: Record
    points: Sequence[tuple[int, str]]
    rest: Sequence[str]
    facts: Sequence[FactLine]
    offers: Sequence[tuple[str, str]]
    agreed: Agreement | None
    signed: Agreement | None
    read_backs: Sequence[ReadBack]
    recordings: Sequence[RecordingLine]
    clocks: Sequence[ClockLine]
    answers: Sequence[AnswerLine]
    may_be_answered: bool
    ways: Sequence[How]
    may_be_taken_as: Sequence[TakenAs]
    duties: Sequence[Duty]
    events: Sequence[Event]
    flags: Sequence[Event]
    versions: Sequence[RecordVersion]
    conversations: Sequence[Conversation]
    alerts: Sequence[Alert]
    clauses: Mapping[str, str]
    names: Mapping[str, str]


def read_case(context: Context, actor: Actor, reference: str) -> CaseFile:
    """The whole case; that it was read is an event."""
    view_case(context, actor, reference)
    with context.database.read() as session:
        case = case_of(session, actor, reference)
        policy = context.policy(case.provider)
        record = record_of(session, case)
        events, versions = list(_events(session, case)), list(_versions(session, case))
        rows = promises_of(session, case.id)
        ended = [row.ended_by for row in rows if row.ended_by]
        actors = [*(event.actor for event in events), *(version.actor for version in versions), *ended]
        names = names_of(context, session, actors)
        clauses = _clauses(session, case)
        shown = CaseFile(
            case=case,
            stage=str(policy.stage(case.stage).name),
            owner=context.owner_title(case.provider, case.owner_role, "en"),
            record=record,
            points=[(n, words_of(record, point)) for n, point in enumerate(record.points, start=1)],
            rest=rest(record),
            facts=facts_of(context, record),
            offers=offers_of(policy, record),
            agreed=last_agreement(session, case.id),
            signed=last_agreement(session, case.id, "signed"),
            read_backs=read_backs_in(events, versions, names),
            recordings=recordings_of_case(context, session, case),
            clocks=clocks_of(context, session, case, policy),
            answers=answer_lines(context, case, policy, events, names),
            may_be_answered=may_be_answered(session, case),
            ways=ways_for(context, case),
            may_be_taken_as=choices_for(context, case),
            duties=[duty_of(context, row, clauses, events, names) for row in rows],
            events=events,
            flags=[event for event in events if event.kind in FLAGS],
            versions=versions,
            conversations=list(_conversations(session, case)),
            alerts=list(_alerts(session, case)),
            clauses={key: clauses[key] for key in _cited(rows, events, clauses)},
            names=names,
        )
        session.expunge_all()  # the rows are shown after the session has ended
        return shown


def _events(session: Session, case: Case) -> Iterable[Event]:
    return session.scalars(select(Event).where(Event.stream == case_stream(case.id)).order_by(Event.seq))


def _versions(session: Session, case: Case) -> Iterable[RecordVersion]:
    wanted = select(RecordVersion).where(RecordVersion.case_id == case.id)
    return session.scalars(wanted.order_by(RecordVersion.version))


def _conversations(session: Session, case: Case) -> Iterable[Conversation]:
    wanted = select(Conversation).where(Conversation.case_id == case.id, Conversation.provider == case.provider)
    return session.scalars(wanted.order_by(Conversation.opened_at))


def _alerts(session: Session, case: Case) -> Iterable[Alert]:
    """Danger heard in the case's conversations that nobody has acknowledged."""
    mine = select(Conversation.id).where(Conversation.case_id == case.id, Conversation.provider == case.provider)
    open_ones = Alert.acknowledged_at.is_(None)
    return session.scalars(select(Alert).where(Alert.conversation_id.in_(mine), open_ones).order_by(Alert.at))


def _clauses(session: Session, case: Case) -> Mapping[str, str]:
    """The words of the policy under which the case was opened, by clause."""
    pinned = session.get(PolicyVersion, (case.provider, case.policy_version))
    return dict(pinned.document["clauses"]) if pinned else {}


def _cited(rows: Sequence[ObligationRow], events: Sequence[Event], clauses: Mapping[str, str]) -> list[str]:
    """The clauses that oblige something in this case, in the policy's order."""
    cited = {row.clause for row in rows}
    cited |= {part.strip() for event in events if event.kind == "opened" for part in event.reason.split(",")}
    return [key for key in clauses if key in cited]
