"""What stage 1 can offer for a complaint now: by its topics, the provider's hours and the cut-off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from backend.core.clocks import spoken_date
from backend.core.intake.situation import OfferChoice
from backend.core.policy import CASE_OWNER, COMPLAINT_INTENTS, ComplaintsPolicy, Offer
from backend.core.record import Record
from backend.core.working_days import add_working_days, is_working_day
from backend.services.context import Context
from backend.store.tables import Case

LONDON = ZoneInfo("Europe/London")


def offers_now(context: Context, case: Case, record: Record, language: str) -> tuple[OfferChoice, ...]:
    """The offers that fit the complaint's topics, with who would do it and the latest day."""
    policy = context.policy(case.provider)
    if case.stage != policy.first_stage.key:
        return ()
    return tuple(
        OfferChoice(
            key=offer.key,
            label=offer.words.to(language),
            owner=context.owner_title(case.provider, owner_of(offer, case), language),
            by=spoken_date(latest_day(context, policy, offer, context.now())),
        )
        for offer in policy.offers_for(topics_of(policy, record.topics))
    )


def topics_of(policy: ComplaintsPolicy, labels: Iterable[str]) -> set[str]:
    """The policy's topics that the assistant's labels suggest, or its default one."""
    named = {policy.topic_of(label).key for label in labels if label in COMPLAINT_INTENTS}
    return named or {policy.routing.default_topic}


def owner_of(offer: Offer, case: Case) -> str:
    """The role that does what is offered."""
    return case.owner_role if offer.owner == CASE_OWNER else offer.owner


def latest_day(context: Context, policy: ComplaintsPolicy, offer: Offer, now: datetime) -> date:
    """The last day for it: counted from today, or from the next working day after the cut-off hour."""
    calendar = context.calendar(policy.slug)
    local = now.astimezone(LONDON)
    start = local.date()
    if not is_working_day(calendar, start) or local.time() > offer.cut_off:
        start = add_working_days(calendar, start, 1)
    return add_working_days(calendar, start, offer.latest_working_days)
