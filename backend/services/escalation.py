"""The next stage on request, and beyond the provider's own the independent routes with their conditions."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

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


def escalate(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Mapping[str, str]
) -> list[Say]:
    """The next stage of the provider's own, with its clock from now (Q5, Q6); beyond them, the independent routes."""
    policy = context.policy(case.provider)
    following = policy.next_stage(case.stage)
    if following is None or following.external:
        promise_word(context, session, conversation, case)
        return [_independent_routes(context, conversation, case)]
    if not _answered(case):
        promise_word(context, session, conversation, case)
        note(context, session, conversation, case, "next_stage_wanted")
        return [Say("escalate_noted", {"due": case_view(context, session, case, conversation.language)["due"]})]
    case.stage, case.owner_role = following.key, following.owner or case.owner_role
    case.state = next_state(CaseState(case.state), CaseEvent.ESCALATE)
    start_clock(context, session, case, conversation, following, context.now(), reason="asked for")
    note(context, session, conversation, case, "escalated")
    view = case_view(context, session, case, conversation.language)
    return [Say("escalated", {"stage": view["stage"], "owner": view["owner"], "due": view["due"]})]


def _answered(case: Case) -> bool:
    return case.state in {CaseState.ANSWERED, CaseState.SETTLED, CaseState.CLOSED}


def _independent_routes(context: Context, conversation: Conversation, case: Case) -> Say:
    policy = context.policy(case.provider)
    language = conversation.language
    routes = [_route(told, language) for told in signposted(policy, after=policy.stages[-1].key)]
    return Say("independent_routes", {"routes": routes}) if routes else Say("no_independent_route")


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


def note(context: Context, session: Session, conversation: Conversation, case: Case, kind: str) -> Event:
    """An event of the case that the person brought about in the conversation."""
    return append_event(
        session,
        stream=case_stream(case.id),
        kind=kind,
        at=context.now(),
        actor=person(conversation.id),
        reason="said in the conversation",
        body={"conversation": conversation.id, "version": case.record_version},
    )
