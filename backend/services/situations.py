"""Load a conversation's situation from the database, and save what followed from a message."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.intake.situation import CaseKind, CaseView, Focus, Situation
from backend.core.lifecycle import CaseState
from backend.core.obligations import ObligationKind, ObligationState
from backend.core.record import Record, from_data
from backend.services.cases import save_record
from backend.services.context import Context
from backend.services.offers import offers_now
from backend.services.presenting import case_view
from backend.services.telephone_numbers import line_number
from backend.store.queries import current_record, last_agreement, lock_case
from backend.store.tables import Call, Case, Conversation, ObligationRow

OVER = frozenset({CaseState.SETTLED, CaseState.WITHDRAWN, CaseState.CLOSED})


def load_case(session: Session, conversation: Conversation) -> Case | None:
    """The conversation's case, held for this transaction."""
    return lock_case(session, conversation.case_id) if conversation.case_id is not None else None


def record_of(session: Session, case: Case) -> Record:
    """The newest record of a case."""
    stored = current_record(session, case)
    return from_data(stored.document) if stored else Record()


def load_situation(context: Context, session: Session, conversation: Conversation) -> Situation:
    """Everything the agenda looks at, for this conversation as it stands."""
    policy = context.policy(conversation.provider)
    focus = Focus(**conversation.focus) if conversation.focus else None
    case = load_case(session, conversation)
    if case is None:
        return Situation(
            channel=conversation.channel,
            caller_number=_caller_number(session, conversation),
            focus=focus,
            on_hold=conversation.hold is not None,
            asks_concern=policy.knows_concerns,
        )
    record = record_of(session, case)
    agreed, signed = last_agreement(session, case.id), last_agreement(session, case.id, "signed")
    return Situation(
        channel=conversation.channel,
        record=record,
        version=case.record_version,
        case=_view(context, session, case, conversation),
        focus=focus,
        on_hold=conversation.hold is not None,
        agreed_version=agreed.version if agreed else None,
        signed_version=signed.version if signed else None,
        progress=dict(case.progress),
        offers=offers_now(context, case, record, conversation.language),
        asks_concern=policy.knows_concerns,
        call_back_open=_call_back_open(session, case),
        can_text=line_number(context, conversation.provider) is not None,
        caller_number=_caller_number(session, conversation),
    )


def _caller_number(session: Session, conversation: Conversation) -> str | None:
    if conversation.channel != "phone":
        return None
    return session.scalars(select(Call.number).where(Call.conversation_id == conversation.id)).one_or_none()


def _view(context: Context, session: Session, case: Case, conversation: Conversation) -> CaseView:
    view = case_view(context, session, case, conversation.language)
    return CaseView(kind=CaseKind(case.kind), over=case.state in OVER, **view)


def _call_back_open(session: Session, case: Case) -> bool:
    wanted = (
        ObligationRow.case_id == case.id,
        ObligationRow.kind == ObligationKind.CALL_BACK,
        ObligationRow.state == ObligationState.OPEN,
    )
    return session.scalars(select(ObligationRow.id).where(*wanted)).first() is not None


def save_situation(
    context: Context,
    session: Session,
    conversation: Conversation,
    after: Situation,
    *,
    actor: Actor,
    reason: str,
) -> None:
    """Stores the new focus, progress and record version; an unchanged record adds none."""
    conversation.focus = {"doing": after.focus.doing, "about": after.focus.about} if after.focus else None
    case = load_case(session, conversation)
    if case is None:
        return
    if dict(case.progress) != dict(after.progress):
        case.progress = dict(after.progress)
    if record_of(session, case) != after.record:
        save_record(context, session, case, after.record, actor=actor, reason=reason)
