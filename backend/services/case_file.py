"""A case as staff read it: the record, the clocks with their proofs, what is owed, and all that happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.clocks import Proof, from_data, proof_as_sentence
from backend.core.intake.facts import FACTS, FactQuestion
from backend.core.policy import ComplaintsPolicy
from backend.core.record import Fact, Record, rest, words_of
from backend.services.context import Context
from backend.services.due_words import Due, due
from backend.services.names import names_of
from backend.services.presenting import fact_words
from backend.services.promises import promises_of
from backend.services.situations import record_of
from backend.services.viewing import view_case
from backend.services.walls import case_of
from backend.store.events import case_stream
from backend.store.queries import last_agreement
from backend.store.tables import (
    Agreement,
    Case,
    ClockRow,
    Conversation,
    Event,
    ObligationRow,
    Alert,
    PolicyVersion,
    RecordVersion,
)

FLAGS = frozenset({"owner_named", "unheard", "not_agreed", "stopped_for_now"})


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact of the record: how it was answered, None while it has not been."""

    question: FactQuestion
    fact: Fact | None
    words: str


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock with its proof, the sentence that says it, and what is left."""

    row: ClockRow
    proof: Proof
    sentence: str
    due: Due
    stage: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One promise: who keeps it, how long is left, what the clause says, and how it ended."""

    row: ObligationRow
    owner: str
    due: Due
    quote: str | None
    note: str | None
    ended_by: str | None


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
    clocks: Sequence[ClockLine]
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
        return CaseFile(
            case=case,
            stage=str(policy.stage(case.stage).name),
            owner=context.owner_title(case.provider, case.owner_role, "en"),
            record=record,
            points=[(n, words_of(record, point)) for n, point in enumerate(record.points, start=1)],
            rest=rest(record),
            facts=_facts(context, record),
            offers=_offers(policy, record),
            agreed=last_agreement(session, case.id),
            signed=last_agreement(session, case.id, "signed"),
            clocks=_clocks(context, session, case, policy),
            duties=[_duty(context, row, clauses, events, names) for row in rows],
            events=events,
            flags=[event for event in events if event.kind in FLAGS],
            versions=versions,
            conversations=list(_conversations(session, case)),
            alerts=list(_alerts(session, case)),
            clauses={key: clauses[key] for key in _cited(rows, events, clauses)},
            names=names,
        )


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


def _facts(context: Context, record: Record) -> list[FactLine]:
    return [
        FactLine(question, fact, fact_words(context, fact, "en") if fact else "")
        for question in FACTS
        for fact in (record.facts.get(question.key),)
    ]


def _offers(policy: ComplaintsPolicy, record: Record) -> list[tuple[str, str]]:
    """What was offered, in words, and whether it was accepted or declined."""
    return [
        (str(policy.offers[key].words) if key in policy.offers else key, answer)
        for key, answer in record.offers.items()
    ]


def _clocks(context: Context, session: Session, case: Case, policy: ComplaintsPolicy) -> list[ClockLine]:
    found = select(ClockRow).where(ClockRow.case_id == case.id).order_by(ClockRow.id.desc())
    return [
        ClockLine(
            row=row,
            proof=(proof := from_data(row.proof)),
            sentence=proof_as_sentence(proof),
            due=due(context, case.provider, row.due_at),
            stage=str(policy.stage(row.stage).name),
        )
        for row in session.scalars(found)
    ]


def _duty(
    context: Context,
    row: ObligationRow,
    clauses: Mapping[str, str],
    events: Sequence[Event],
    names: Mapping[str, str],
) -> Duty:
    kept = (event for event in events if event.kind == "kept" and event.body.get("obligation") == row.id)
    return Duty(
        row=row,
        owner=context.owner_title(row.provider, row.owner_role, "en"),
        due=due(context, row.provider, row.due_at),
        quote=clauses.get(row.clause),
        note=next((event.reason for event in kept), None),
        ended_by=names[row.ended_by] if row.ended_by else None,
    )
