"""A person's own record as its page and its paper show it: every value ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.clocks import Proof, ProofDay, from_data, proof_as_sentence, spoken_date
from backend.core.obligations import ObligationState
from backend.core.proofs import WEEKEND, DayKind
from backend.core.spoken_dates import day_and_month
from backend.services.context import Context
from backend.services.presenting import case_view, spoken_moment
from backend.services.promises import promises_of
from backend.services.record_further import AnswerSent, answer_sent
from backend.services.record_lines import FactLine, OfferLine, PointLine, RestLine, Words, record_words
from backend.store.queries import current_clock, current_record, last_agreement
from backend.store.tables import Agreement, Case, ClockRow, Conversation, ObligationRow


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise; `state` is open, late, kept, kept_late or cancelled."""

    what: str
    owner: str
    by: str
    state: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """Who answers and by when, with every day of the count; `earlier` are dates that were moved."""

    owner: str
    due: str
    sentence: str
    days: Sequence[tuple[str, str]]
    if_missed: str
    next_stage: str
    earlier: Sequence[str]


@dataclass(frozen=True, slots=True)
class Yes:
    """An agreement or a signature; `stands` while the record is still the version it is about."""

    version: int
    at: str
    name: str | None
    statement: str
    hash: str
    stands: bool


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """The whole page; `hash` and `saved` are None before anything was told."""

    provider: str
    provider_slug: str
    telephone: str | None
    language: str
    reference: str
    reference_spoken: str
    kind: str
    stage: str
    state: str
    received: str
    deadline: Deadline
    answer_sent: AnswerSent | None
    version: int
    hash: str | None
    saved: str | None
    now: str
    words: Words
    promises: Sequence[PromiseLine]
    agreed: Yes | None
    signed: Yes | None

    @property
    def points(self) -> Sequence[PointLine]:
        """The numbered points."""
        return self.words.points

    @property
    def rest(self) -> Sequence[RestLine]:
        """What is in no point."""
        return self.words.rest

    @property
    def facts(self) -> Sequence[FactLine]:
        """The answers."""
        return self.words.facts

    @property
    def offers(self) -> Sequence[OfferLine]:
        """What was offered."""
        return self.words.offers


def read_own_record(context: Context, case_id: int) -> OwnRecord:
    """The case as its person reads it."""
    with context.database.read() as session:
        case = session.get_one(Case, case_id)
        language = language_of(session, case)
        policy = context.policy(case.provider)
        view = case_view(context, session, case, language)
        stored = current_record(session, case)
        return OwnRecord(
            provider=policy.name.to(language),
            provider_slug=case.provider,
            telephone=policy.settings.text("telephone") if "telephone" in policy.settings.values else None,
            language=language,
            reference=case.reference,
            reference_spoken=view["reference_spoken"],
            kind=context.wording.say(language, f"record_page.kind_{case.kind}"),
            stage=view["stage"],
            state=context.wording.say(language, f"states.{case.state}"),
            received=spoken_moment(case.received_at),
            deadline=_deadline(context, session, case, view, language),
            answer_sent=answer_sent(context, session, case, language),
            version=case.record_version,
            hash=stored.hash if stored else None,
            saved=spoken_moment(stored.at) if stored else None,
            now=spoken_moment(context.now()),
            words=record_words(context, case, stored, language),
            promises=[_promise(context, row, language) for row in promises_of(session, case.id)],
            agreed=_yes(case, last_agreement(session, case.id)),
            signed=_yes(case, last_agreement(session, case.id, "signed")),
        )


def language_of(session: Session, case: Case) -> str:
    """The language of the newest conversation about the case."""
    newest = select(Conversation.language).where(Conversation.case_id == case.id)
    return session.scalars(newest.order_by(Conversation.opened_at.desc()).limit(1)).first() or "en"


def _deadline(context: Context, session: Session, case: Case, view: dict[str, str], language: str) -> Deadline:
    clock = current_clock(session, case)
    proof = from_data(clock.proof)
    before = select(ClockRow).where(ClockRow.case_id == case.id, ClockRow.stage == case.stage, ClockRow.id < clock.id)
    return Deadline(
        owner=view["owner"],
        due=view["due"],
        sentence=proof_as_sentence(proof),
        days=_days(context, proof, language),
        if_missed=view["if_missed"],
        next_stage=view["next_stage"],
        earlier=[spoken_date(row.due_on) for row in session.scalars(before.order_by(ClockRow.id))],
    )


def _days(context: Context, proof: Proof, language: str) -> list[tuple[str, str]]:
    return [(day_and_month(day.date), _day(context, day, language)) for day in proof.days]


def _day(context: Context, day: ProofDay, language: str) -> str:
    if day.kind is not DayKind.SKIPPED:
        return context.wording.say(language, f"record_page.day_{day.kind}", count=day.count)
    weekend = context.wording.say(language, "record_page.weekend")
    reason = weekend if day.reason == WEEKEND else day.reason
    return context.wording.say(language, "record_page.day_skipped", reason=reason)


def _promise(context: Context, row: ObligationRow, language: str) -> PromiseLine:
    late = (row.ended_at or context.now()) >= row.due_at
    state = {
        ObligationState.OPEN: "late" if late else "open",
        ObligationState.KEPT: "kept_late" if late else "kept",
    }.get(ObligationState(row.state), "cancelled")
    owner = context.owner_title(row.provider, row.owner_role, language)
    return PromiseLine(row.what, _begins(owner), _begins(spoken_moment(row.due_at)), state)


def _begins(words: str) -> str:
    """The words as a line of their own begins."""
    return words[:1].upper() + words[1:]


def _yes(case: Case, row: Agreement | None) -> Yes | None:
    if row is None:
        return None
    stands = row.version == case.record_version
    return Yes(row.version, spoken_moment(row.at), row.name, row.statement, row.hash, stands)
