"""The person is not satisfied with an answer: the next stage from their own page, or the routes outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from backend.core.lifecycle import TRANSITIONS, CaseEvent, CaseState
from backend.core.obligations import ObligationKind
from backend.core.spoken_dates import spoken_date
from backend.errors import Conflict
from backend.services.context import Context
from backend.services.escalation import Further, go_further, independent_routes
from backend.services.promises import open_promises
from backend.services.record_holding import hold, some_conversation
from backend.services.record_sessions import ON_THE_PAGE
from backend.services.stage_answers import SentAnswer, answers_of
from backend.store.tables import Case


@dataclass(frozen=True, slots=True)
class AnswerSent:
    """The stage's answer as its person reads of it, and where they may turn; `asked`: a person writes already.

    `next_stage` is the provider's own next stage, None after its last; then `routes` are those outside.
    """

    stage_key: str
    sent: str
    how: str
    is_late: bool
    next_stage: str | None
    routes: Sequence[str]
    asked: bool


def answer_sent(context: Context, session: Session, case: Case, language: str) -> AnswerSent | None:
    """The answer of the stage at which the case stands, or None while the person cannot go further."""
    answer = _last(session, case)
    if answer is None or (CaseState(case.state), CaseEvent.ESCALATE) not in TRANSITIONS:
        return None
    following = context.policy(case.provider).next_stage(case.stage)
    outside = following is None or following.external
    return AnswerSent(
        stage_key=case.stage,
        sent=spoken_date(answer.sent_on),
        how=context.wording.say(language, f"states.sent_{answer.how}"),
        is_late=answer.is_late,
        next_stage=None if following is None or outside else following.name.to(language),
        routes=independent_routes(context, case.provider, language) if outside else (),
        asked=outside and bool(open_promises(session, case.id, ObligationKind.NEXT_STAGE_INFO)),
    )


def ask_further(context: Context, case_id: int, *, stage: str) -> Further:
    """The person asks for more than the answer of this stage; Conflict when it is not where the case stands."""
    with context.database.write() as session:
        held = hold(session, case_id)
        if held.case.stage != stage or answer_sent(context, session, held.case, held.language) is None:
            raise Conflict("Your complaint has moved on since this page was opened. Please read where it stands now.")
        conversation = some_conversation(context, session, held)
        reason = "said on the record page"
        return go_further(context, session, conversation, held.case, actor=ON_THE_PAGE, reason=reason)


def _last(session: Session, case: Case) -> SentAnswer | None:
    answers = [answer for answer in answers_of(session, case) if answer.stage == case.stage]
    return answers[-1] if answers else None
