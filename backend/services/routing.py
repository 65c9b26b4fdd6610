"""Who owns a complaint: by its topics, never the person it names, and again when the story turns (L.R69, E.R20)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.obligations import ObligationKind, ObligationState
from backend.core.policy import ComplaintsPolicy, Routed, route
from backend.core.record import Record
from backend.services.context import SYSTEM, Context
from backend.services.offers import topics_of
from backend.store.events import append_event, case_stream
from backend.store.tables import Case, ObligationRow

ALTERNATE = "alternate_owner"  # the complaint names its usual owner; the provider says who takes it


def reroute(context: Context, session: Session, case: Case, record: Record) -> bool:
    """Whether what was told since moves the case to another owner at stage 1; the promised date stays."""
    policy = context.policy(case.provider)
    if case.stage != policy.first_stage.key:
        return False
    words = "\n".join(part.text for part in record.parts)
    topics = topics_of(policy, record.topics)
    routed = route(policy, stage=case.stage, topics=topics, not_by=named_in(policy, words))
    owner = routed.owner or ALTERNATE
    if owner == case.owner_role:
        return False
    body = {"from": case.owner_role, "to": owner, "topics": sorted(topics)}
    case.owner_role = owner
    replies = (ObligationRow.case_id == case.id, ObligationRow.kind == ObligationKind.REPLY)
    for row in session.scalars(select(ObligationRow).where(*replies, ObligationRow.state == ObligationState.OPEN)):
        row.owner_role = owner
    append_event(
        session,
        stream=case_stream(case.id),
        kind="rerouted",
        at=context.now(),
        actor=SYSTEM,
        reason=", ".join(routed.clauses),
        body=body,
    )
    return True


def named_in(policy: ComplaintsPolicy, text: str) -> list[str]:
    """The roles whose holder the complaint names (reading Q19)."""
    return [role.key for role in policy.roles.values() if role.holder and role.holder.lower() in text.lower()]


def titled_in(policy: ComplaintsPolicy, routed: Routed, text: str) -> bool:
    """Whether the complaint speaks of its usual owner by their title; staff look whether it is about them."""
    return str(policy.roles[routed.usual_owner].title).lower() in text.lower()
