"""Staff say what an unsorted case is, with a reason; its date may come earlier by that, never later (Q12)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.intake.situation import CaseKind
from backend.core.lifecycle import CaseEvent, CaseState, Position, move
from backend.core.obligations import ObligationKind
from backend.core.proofs import end_of_day
from backend.core.spoken_dates import spoken_date
from backend.core.working_days import CalendarEnds
from backend.errors import Conflict, Mistyped
from backend.services.cases import sort_case, start_clock
from backend.services.context import Context
from backend.services.promises import Promise, cancel, open_promises, promise
from backend.services.record_holding import Held, hold
from backend.services.walls import case_of, require_unchanged
from backend.store.events import append_event, case_stream
from backend.store.queries import current_clock
from backend.store.tables import Case

LONGEST_REASON = 1_000


class TakenAs(StrEnum):
    """What a member of staff may take an unsorted case as."""

    COMPLAINT = "complaint"
    CONCERN = "concern"
    ENQUIRY = "enquiry"
    PRAISE = "praise"


_CASES = {TakenAs.COMPLAINT: CaseKind.COMPLAINT, TakenAs.CONCERN: CaseKind.CONCERN}


def choices_for(context: Context, case: Case) -> tuple[TakenAs, ...]:
    """What the case may be taken as now; empty when it is sorted."""
    if case.kind != CaseKind.UNSORTED:
        return ()
    knows_concerns = context.policy(case.provider).knows_concerns
    cases = (TakenAs.COMPLAINT, TakenAs.CONCERN) if knows_concerns else (TakenAs.COMPLAINT,)
    return (*cases, TakenAs.ENQUIRY, TakenAs.PRAISE) if case.state == CaseState.UNSORTED else cases


def take_as(
    context: Context,
    actor: Actor,
    reference: str,
    *,
    kind: str,
    reason: str,
    received_on: date | None,
    expected_version: int,
) -> None:
    """The case is this from now on; `received_on` is an earlier day of receipt that has come to light, or None."""
    with context.database.write() as session:
        held = hold(session, case_of(session, actor, reference).id)
        require_unchanged(held.case, expected_version)
        chosen = _chosen(context, held.case, kind)
        why = _reason(reason)
        _never_later(held.case, received_on)
        if chosen in _CASES:
            sort_case(context, session, held.case, actor=actor, kind=_CASES[chosen], reason=why)
            if received_on is not None and received_on < held.case.received_on:
                _receive_earlier(context, session, held, received_on, actor, why)
            return
        if received_on is not None:
            raise Mistyped(
                "Only a complaint or a concern has a day of receipt. Please leave the day empty.", field="received"
            )
        _take_as_contact(context, session, held, chosen, actor, why)


def _chosen(context: Context, case: Case, kind: str) -> TakenAs:
    possible = choices_for(context, case)
    if not possible:
        raise Conflict(f"This case has been sorted already: it is taken as a {case.kind}.")
    if kind not in possible:
        raise Mistyped("Please choose what the case is taken as.", field="kind")
    return TakenAs(kind)


def _reason(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise Mistyped("Please write why it is taken as this. The reason is kept with your name.", field="reason")
    if len(said) > LONGEST_REASON:
        raise Mistyped(f"The reason is longer than {LONGEST_REASON:,} characters. Please shorten it.", field="reason")
    return said


def _never_later(case: Case, day: date | None) -> None:
    if day is not None and day > case.received_on:
        raise Mistyped(
            f"It was received on {spoken_date(case.received_on)}, and the date of the answer is counted from that day. "
            "The day of receipt can be moved earlier, never later.",
            field="received",
        )


def _receive_earlier(context: Context, session: Session, held: Held, day: date, actor: Actor, reason: str) -> None:
    """The clock from the earlier day, beside the one before, and the promise of an answer by its earlier date."""
    case = held.case
    stage = context.policy(case.provider).stage(case.stage)
    body = {"from": case.received_on.isoformat(), "to": day.isoformat()}
    for row in open_promises(session, case.id, ObligationKind.REPLY):
        cancel(context, session, row, actor=actor, reason="received earlier")
    case.received_at, case.received_on = end_of_day(day - timedelta(days=1)), day
    conversation = held.conversations[-1] if held.conversations else None
    try:
        start_clock(context, session, case, conversation, stage, case.received_at, reason="received earlier")
    except CalendarEnds as error:
        raise Mistyped("That day is too long ago to count from. Please check the year.", field="received") from error
    append_event(
        session,
        stream=case_stream(case.id),
        kind="received_earlier",
        at=context.now(),
        actor=actor,
        reason=reason,
        body=body,
    )


def _take_as_contact(
    context: Context, session: Session, held: Held, chosen: TakenAs, actor: Actor, reason: str
) -> None:
    """No complaint, so no clock; the person is still owed an answer, and why, by the date they were told."""
    case = held.case
    position = Position(CaseState(case.state), case.stage)
    stages = [stage.key for stage in context.policy(case.provider).stages if not stage.external]
    case.state = move(position, CaseEvent.RECLASSIFY, by=actor.kind, stages=stages, reason=reason).state
    for conversation in held.conversations:
        conversation.contact = chosen
    for row in open_promises(session, case.id, ObligationKind.REPLY):
        cancel(context, session, row, actor=actor, reason=f"taken as {chosen}")
    append_event(
        session,
        stream=case_stream(case.id),
        kind="reclassified",
        at=context.now(),
        actor=actor,
        reason=reason,
        body={"as": chosen},
    )
    what = context.wording.say("en", "promises.contact_answer")
    due_at = current_clock(session, case).due_at
    made = Promise(ObligationKind.CONTACT_ANSWER, what, case.owner_role, due_at, "decision: provider")
    promise(context, session, made, provider=case.provider, case=case, conversation=None, actor=actor)
