"""Open a case with its clock, its owner and its first promises; the reference exists as soon as the case does."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.clocks import Proof, due_date
from backend.core.clocks import to_data as proof_to_data
from backend.core.intake.situation import CaseKind
from backend.core.lifecycle import CaseEvent, CaseState, next_state
from backend.core.obligations import ObligationKind
from backend.core.policy import ComplaintsPolicy, Stage, route
from backend.core.record import Record, add_part, record_hash, to_data
from backend.core.reference import new_reference
from backend.services.context import SYSTEM, Context
from backend.services.form_link import promise_form
from backend.services.offers import topics_of
from backend.services.promises import Promise, cancel, open_promises, promise
from backend.services.routing import ALTERNATE, named_in, titled_in
from backend.store.events import append_event, case_stream
from backend.store.queries import current_clock
from backend.store.tables import Case, ClockRow, Conversation, PolicyVersion, RecordVersion


def open_case(
    context: Context,
    session: Session,
    conversation: Conversation,
    *,
    kind: CaseKind,
    received_at: datetime,
    labels: tuple[str, ...],
    text: str,
    actor: Actor,
) -> Case:
    """A new case for the conversation; receipt is the stored time of the message that opened it (Q3, Q4)."""
    policy = context.policy(conversation.provider)
    pin_policy(context, session, policy)
    stage = policy.first_stage
    topics = topics_of(policy, labels)
    routed = route(policy, stage=stage.key, topics=topics, not_by=named_in(policy, text))
    case = Case(
        provider=policy.slug,
        reference=_free_reference(session, policy),
        kind=kind,
        state=CaseState.UNSORTED if kind is CaseKind.UNSORTED else CaseState.OPEN,
        stage=stage.key,
        owner_role=routed.owner or ALTERNATE,
        policy_version=policy.version.isoformat(),
        received_at=received_at,
        received_on=_proof(context, policy, stage, received_at).received_on,
        progress={},
    )
    session.add(case)
    session.flush()
    conversation.case_id = case.id
    append_event(
        session,
        stream=case_stream(case.id),
        kind="opened",
        at=context.now(),
        actor=actor,
        reason=", ".join(routed.clauses),
        body={"kind": kind, "topics": sorted(topics), "owner": case.owner_role, "with": list(routed.with_roles)}
        | {"conversation": conversation.id},
    )
    if routed.conflict or titled_in(policy, routed, text):
        flag(context, session, case, "owner_named", "Q19", {"owner": routed.usual_owner})
    start_clock(context, session, case, conversation, stage, received_at, reason="receipt")
    promise_form(context, session, case, conversation, policy)
    return case


def _free_reference(session: Session, policy: ComplaintsPolicy) -> str:
    """A random reference that no case has."""
    while True:
        reference = new_reference(policy.slug[0].upper(), secrets.randbelow)
        if session.scalars(select(Case.id).where(Case.reference == reference)).first() is None:
            return reference


def sort_case(
    context: Context,
    session: Session,
    case: Case,
    *,
    actor: Actor,
    kind: CaseKind = CaseKind.COMPLAINT,
    reason: str = "told",
) -> None:
    """An unsorted contact turns out to be a complaint or a concern; its receipt and its date stay.

    One that was taken as no complaint is owed its answer again, by the date it had.
    """
    body = {"from": case.state, "as": str(kind)}
    if case.state == CaseState.UNSORTED:
        case.state = next_state(CaseState.UNSORTED, CaseEvent.SORT)
    elif case.state == CaseState.NOT_A_COMPLAINT:
        case.state = next_state(CaseState.NOT_A_COMPLAINT, CaseEvent.REOPEN)
        _owe_the_answer_again(context, session, case, actor)
    case.kind = kind
    append_event(
        session,
        stream=case_stream(case.id),
        kind="sorted",
        at=context.now(),
        actor=actor,
        reason=reason,
        body=body,
    )


def _owe_the_answer_again(context: Context, session: Session, case: Case, actor: Actor) -> None:
    for row in open_promises(session, case.id, ObligationKind.CONTACT_ANSWER):
        cancel(context, session, row, actor=actor, reason="taken as a complaint")
    clock = current_clock(session, case)
    _promise_reply(context, session, case, None, due_at=clock.due_at, clause=clock.clause)


def _proof(context: Context, policy: ComplaintsPolicy, stage: Stage, started_at: datetime) -> Proof:
    return due_date(
        context.calendar(policy.slug),
        received_at=started_at,
        working_days=stage.limit_working_days or 0,
        clause=stage.limit_clause or "",
    )


def start_clock(
    context: Context,
    session: Session,
    case: Case,
    conversation: Conversation | None,
    stage: Stage,
    started_at: datetime,
    *,
    reason: str,
) -> ClockRow:
    """The stage's clock with its proof, and the promise of an answer by its date."""
    policy = context.policy(case.provider)
    proof = _proof(context, policy, stage, started_at)
    row = ClockRow(
        case_id=case.id,
        stage=stage.key,
        clause=proof.clause,
        working_days=stage.limit_working_days or 0,
        started_at=started_at,
        due_on=proof.due_on,
        due_at=proof.due_at_utc,
        proof=proof_to_data(proof),
        reason=reason,
        at=context.now(),
    )
    session.add(row)
    _promise_reply(context, session, case, conversation, due_at=proof.due_at_utc, clause=proof.clause)
    return row


def _promise_reply(
    context: Context, session: Session, case: Case, conversation: Conversation | None, *, due_at: datetime, clause: str
) -> None:
    stage = context.policy(case.provider).stage(case.stage)
    words = "promises.reply_in_writing" if stage.reply_in_writing else "promises.reply"
    what = context.wording.say("en", words, stage=str(stage.name))
    made = Promise(ObligationKind.REPLY, what, case.owner_role, due_at, clause)
    promise(context, session, made, provider=case.provider, case=case, conversation=conversation, actor=SYSTEM)


def pin_policy(context: Context, session: Session, policy: ComplaintsPolicy) -> None:
    """Keeps the policy's words under its version, once."""
    version = policy.version.isoformat()
    if session.get(PolicyVersion, (policy.slug, version)) is None:
        document = {"clauses": {clause.id: clause.quote for clause in policy.clauses.values()}}
        session.add(PolicyVersion(provider=policy.slug, version=version, document=document, stored_at=context.now()))


def save_record(context: Context, session: Session, case: Case, record: Record, *, actor: Actor, reason: str) -> int:
    """One more version of the record, with its hash and its event; the version's number."""
    case.record_version += 1
    digest = record_hash(record)
    session.add(
        RecordVersion(
            case_id=case.id,
            version=case.record_version,
            document=to_data(record),
            hash=digest,
            at=context.now(),
            actor=f"{actor.kind}:{actor.id}",
            reason=reason,
        )
    )
    body = {"version": case.record_version, "hash": digest}
    append_event(
        session,
        stream=case_stream(case.id),
        kind="record_changed",
        at=context.now(),
        actor=actor,
        reason=reason,
        body=body,
    )
    return case.record_version


def keep_words(
    context: Context, session: Session, case: Case, record: Record, text: str, *, source: str, reason: str
) -> None:
    """Words that nobody has understood yet go into the record as they are."""
    save_record(context, session, case, add_part(record, text, source=source), actor=SYSTEM, reason=reason)


def flag(context: Context, session: Session, case: Case, kind: str, reason: str, body: dict[str, object]) -> None:
    """Something staff must see in the case's events."""
    append_event(
        session,
        stream=case_stream(case.id),
        kind=kind,
        at=context.now(),
        actor=SYSTEM,
        reason=reason,
        body=body,
    )
