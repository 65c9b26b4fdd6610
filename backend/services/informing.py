"""Questions in the middle: answered from the policy and the case, changing nothing; then the thread goes on."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from backend.core.intake.situation import Heard
from backend.core.lifecycle import CaseState
from backend.core.obligations import ObligationState, is_missed
from backend.core.question import Say
from backend.core.spoken_dates import listed, spoken_date
from backend.services.context import Context
from backend.services.presenting import case_view, spoken_moment
from backend.services.promises import as_obligation, promises_of
from backend.services.stage_answers import SentAnswer, answers_of
from backend.store.queries import lock_case
from backend.store.tables import Case, Conversation

Informer = Callable[[Context, Session, Conversation, Heard], list[Say]]


def _fixed(key: str) -> Informer:
    """Says one thing that needs no values."""

    def say(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
        return [Say(key, _provider(context, conversation))]

    return say


def _provider(context: Context, conversation: Conversation) -> dict[str, str | list[str]]:
    return {"provider": context.policy(conversation.provider).name.to(conversation.language)}


def _process(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    """The policy's stages, their owners and limits, in its own order."""
    policy = context.policy(conversation.provider)
    language = conversation.language
    stages = [
        context.wording.say(
            language,
            "stages.external_line" if stage.external else f"stages.line_{stage.force}",
            name=stage.name.to(language),
            owner=context.owner_title(policy.slug, stage.owner or "", language),
            days=stage.limit_working_days,
        )
        for stage in policy.stages
    ]
    return [Say("process", {**_provider(context, conversation), "stages": stages})]


def _status(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    """Where the case stands; without one its reference is asked for."""
    if conversation.case_id is None:
        conversation.focus = {"doing": "resume_reference", "about": None}
        return []
    case = lock_case(session, conversation.case_id)
    promises = _promises(context, session, conversation, heard)
    if case.state == CaseState.ANSWERED and (answers := answers_of(session, case)):
        return [_answered(context, conversation, case, answers[-1]), *promises]
    view = case_view(context, session, case, conversation.language)
    state = context.wording.say(conversation.language, f"states.{case.state}")
    return [Say("status", {**view, "state": state}), *promises]


def _date(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    """How the date was worked out, day by day."""
    if conversation.case_id is None:
        return _status(context, session, conversation, heard)
    case = lock_case(session, conversation.case_id)
    return [Say("why_date", case_view(context, session, case, conversation.language))]


def _answered(context: Context, conversation: Conversation, case: Case, answer: SentAnswer) -> Say:
    """When and how the answer went out; whether it will do is the person's to say."""
    how = context.wording.say(conversation.language, f"states.sent_{answer.how}")
    return Say("status_answered", {"reference": case.reference, "sent": spoken_date(answer.sent_on), "how": how})


def _promises(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    """What has been promised, by whom and by when, kept or missed."""
    if conversation.case_id is None:
        return []
    lines = []
    for row in promises_of(session, conversation.case_id):
        late = row.state == ObligationState.OPEN and is_missed(as_obligation(row), context.now())
        lines.append(
            context.wording.say(
                conversation.language,
                f"promises.line_{'missed' if late else row.state}",
                what=row.what,
                owner=context.owner_title(conversation.provider, row.owner_role, conversation.language),
                by=spoken_moment(row.due_at),
            )
        )
    return [Say("promises", {"promises": lines})]


def _languages(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    policy = context.policy(conversation.provider)
    named = [context.wording.say(conversation.language, f"languages.{code}") for code in policy.languages]
    return [Say("language", {"languages": listed(named)})]


def _outcome(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    return [Say("outcome_unknown", _provider(context, conversation))]


def _calm(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    """Anger without a matter yet: nobody is scolded, and it is kept for staff as dissatisfaction (Q37)."""
    if conversation.case_id is None:
        conversation.contact = "dissatisfied"
    return [Say("calm", _provider(context, conversation))]


INFORMING: dict[str, Informer] = {
    "process": _process,
    "status": _status,
    "date": _date,
    "promises": _promises,
    "privacy": _fixed("privacy"),
    "about": _fixed("about_me"),
    "outcome": _outcome,
    "clinical": _fixed("no_clinical_advice"),
    "repeat": _fixed("repeating"),
    "wait": _fixed("take_your_time"),
    "insult": _calm,
    "thanks": _fixed("welcome"),
    "greet": _fixed("hello"),
    "goodbye": _fixed("goodbye"),
}
