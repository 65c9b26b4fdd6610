"""A line that promises something names the day it is promised for: the day of the obligation behind it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.obligations import ObligationKind
from backend.core.question import Say
from backend.services.presenting import spoken_moment
from backend.store.tables import Conversation, ObligationRow

DATED = {
    "authority_noted": ObligationKind.AUTHORITY_CHECK,
    "copy_by_email": ObligationKind.COPY,
    "copy_by_post": ObligationKind.COPY,
    "escalate_noted": ObligationKind.NEXT_STAGE_INFO,
    "form_link_by_person": ObligationKind.FORM_LINK,
    "language_noted": ObligationKind.LANGUAGE,
    "needs_noted": ObligationKind.NEEDS,
    "no_independent_route": ObligationKind.NEXT_STAGE_INFO,
    "settled_noted": ObligationKind.NEXT_STAGE_INFO,
    "withdraw_noted": ObligationKind.NEXT_STAGE_INFO,
}


def with_dates(session: Session, conversation: Conversation, says: Iterable[Say]) -> list[Say]:
    """The lines, each that promises with the latest time `by` which it is kept."""
    return [_dated(session, conversation, say) for say in says]


def _dated(session: Session, conversation: Conversation, say: Say) -> Say:
    kind = DATED.get(say.key)
    if kind is None:
        return say
    wanted = (ObligationRow.case_id == conversation.case_id, ObligationRow.kind == kind)
    newest = select(ObligationRow).where(*wanted).order_by(ObligationRow.id.desc()).limit(1)
    return Say(say.key, {**say.values, "by": spoken_moment(session.scalars(newest).one().due_at)})
