"""The next stage on request, and beyond the provider's own the independent routes with their conditions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.lifecycle import CaseEvent, CaseState, next_state
from backend.core.obligations import ObligationKind
from backend.core.policy import Signposted, signposted
from backend.core.question import Say
from backend.services.cases import start_clock
from backend.services.context import Context
from backend.services.conversations import person
from backend.services.presenting import case_view
from backend.services.side_duties import next_open_day_end, open_duty
from backend.store.events import append_event, case_stream
from backend.store.tables import Case, Conversation, Event


class Further(StrEnum):
    """What came of asking for more than the answer."""

    NEXT_STAGE = "next_stage"  # it began, with its clock
    NOTED = "noted"  # this stage has not answered yet; the wish is kept and a person sees it
    OUTSIDE = "outside"  # the provider has no further stage of its own


def escalate(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Mapping[str, str]
) -> list[Say]:
    """The next stage on the person's word in the conversation, and what is said of it."""
    further = go_further(
        context, session, conversation, case, actor=person(conversation.id), reason="said in the conversation"
    )
    if further is Further.OUTSIDE:
        return [_independent_routes(context, conversation, case)]
    view = case_view(context, session, case, conversation.language)
    if further is Further.NOTED:
        return [Say("escalate_noted", {"due": view["due"]})]
    return [Say("escalated", view)]


def go_further(
    context: Context, session: Session, conversation: Conversation, case: Case, *, actor: Actor, reason: str
) -> Further:
    """The next stage of the provider's own, with its clock from now (Q5, Q6); beyond them a person writes."""
    following = context.policy(case.provider).next_stage(case.stage)
    if following is None or following.external:
        promise_word(context, session, conversation, case)
        note(context, session, conversation, case, "not_satisfied", actor=actor, reason=reason)
        return Further.OUTSIDE
    if not _answered(case):
        promise_word(context, session, conversation, case)
        note(context, session, conversation, case, "next_stage_wanted", actor=actor, reason=reason)
        return Further.NOTED
    case.stage, case.owner_role = following.key, following.owner or case.owner_role
    case.state = next_state(CaseState(case.state), CaseEvent.ESCALATE)
    start_clock(context, session, case, conversation, following, context.now(), reason="asked for")
    note(context, session, conversation, case, "escalated", actor=actor, reason=reason)
    return Further.NEXT_STAGE


def _answered(case: Case) -> bool:
    return case.state in {CaseState.ANSWERED, CaseState.SETTLED, CaseState.CLOSED}


def _independent_routes(context: Context, conversation: Conversation, case: Case) -> Say:
    routes = independent_routes(context, case.provider, conversation.language)
    return Say("independent_routes", {"routes": routes}) if routes else Say("no_independent_route")


def independent_routes(context: Context, provider: str, language: str) -> list[str]:
    """Who outside the provider can be turned to after its last stage, each with its conditions."""
    policy = context.policy(provider)
    return [_route(told, language) for told in signposted(policy, after=policy.stages[-1].key)]


def _route(told: Signposted, language: str) -> str:
    post = told.signpost
    conditions = "; ".join(condition.words.to(language) for condition in told.conditions)
    parts = (f"{post.name.to(language)}: {post.says.to(language)}", conditions, ", ".join(told.contacts))
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def promise_word(context: Context, session: Session, conversation: Conversation, case: Case) -> None:
    """A person writes about what comes next."""
    due = next_open_day_end(context, case, days=1)
    clause = "decision: provider"
    open_duty(context, session, conversation, case, ObligationKind.NEXT_STAGE_INFO, due, clause)


def note(
    context: Context,
    session: Session,
    conversation: Conversation,
    case: Case,
    kind: str,
    *,
    actor: Actor | None = None,
    reason: str = "said in the conversation",
) -> Event:
    """An event of the case that the person brought about, in the conversation unless another actor is named."""
    return append_event(
        session,
        stream=case_stream(case.id),
        kind=kind,
        at=context.now(),
        actor=actor or person(conversation.id),
        reason=reason,
        body={"conversation": conversation.id, "version": case.record_version},
    )
