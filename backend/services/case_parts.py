"""The parts of a case file: answers, offers, clocks with their proofs, and promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.clocks import Proof, from_data, proof_as_sentence
from backend.core.intake.facts import FACTS, FactQuestion
from backend.core.obligations import ObligationState
from backend.core.policy import ComplaintsPolicy
from backend.core.record import Fact, Record
from backend.core.working_days import working_days_between
from backend.services.context import Context
from backend.services.due_words import Due, due
from backend.services.presenting import fact_words
from backend.services.stage_answers import SentAnswer, answers_in
from backend.store.tables import Case, ClockRow, Event, ObligationRow


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

    @property
    def late_or_kept(self) -> str:
        """What became of it; kept after its time is said apart."""
        ended = self.row.ended_at
        late = self.row.state == ObligationState.KEPT and ended is not None and ended >= self.row.due_at
        return "kept_late" if late else self.row.state


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer that was sent: at which stage, and in words whether it was in time."""

    sent: SentAnswer
    stage: str
    in_time: str
    recorded_by: str


def answer_lines(
    context: Context, case: Case, policy: ComplaintsPolicy, events: Sequence[Event], names: Mapping[str, str]
) -> list[AnswerLine]:
    """The answers recorded for the case, oldest first."""
    return [
        AnswerLine(
            sent, str(policy.stage(sent.stage).name), _in_time(context, case.provider, sent), names[sent.recorded_by]
        )
        for sent in answers_in(events)
    ]


def _in_time(context: Context, provider: str, sent: SentAnswer) -> str:
    if not sent.is_late:
        return context.wording.say("en", "console.answer_in_time")
    days = working_days_between(context.calendar(provider), after=sent.due_on, until=sent.sent_on)
    key = "answer_late" if days == 0 else "answer_late_one" if days == 1 else "answer_late_more"
    return context.wording.say("en", f"console.{key}", n=days)


def facts_of(context: Context, record: Record) -> list[FactLine]:
    """Every question about facts, in the order it is asked, with its answer in words."""
    return [
        FactLine(question, fact, fact_words(context, fact, "en") if fact else "")
        for question in FACTS
        for fact in (record.facts.get(question.key),)
    ]


def offers_of(policy: ComplaintsPolicy, record: Record) -> list[tuple[str, str]]:
    """What was offered, in words, and whether it was accepted or declined."""
    return [
        (str(policy.offers[key].words) if key in policy.offers else key, answer)
        for key, answer in record.offers.items()
    ]


def clocks_of(context: Context, session: Session, case: Case, policy: ComplaintsPolicy) -> list[ClockLine]:
    """Every clock of the case, the newest first."""
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


def duty_of(
    context: Context,
    row: ObligationRow,
    clauses: Mapping[str, str],
    events: Sequence[Event],
    names: Mapping[str, str],
) -> Duty:
    """The promise with its owner, what is left, the clause and how it ended."""
    kept = (event for event in events if event.kind in {"kept", "cancelled"} and event.body.get("obligation") == row.id)
    return Duty(
        row=row,
        owner=context.owner_title(row.provider, row.owner_role, "en"),
        due=due(context, row.provider, row.due_at),
        quote=clauses.get(row.clause),
        note=next((event.reason for event in kept), None),
        ended_by=names[row.ended_by] if row.ended_by else None,
    )
