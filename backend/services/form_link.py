"""The link to the provider's own complaints form, owed at the first instance (L.R62)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.core.obligations import ObligationKind
from backend.core.policy import ComplaintsPolicy, RouteIn
from backend.core.proofs import end_of_day
from backend.services.context import SYSTEM, Context
from backend.services.promises import Promise, promise
from backend.store.tables import Case, Conversation


def promise_form(
    context: Context, session: Session, case: Case, conversation: Conversation, policy: ComplaintsPolicy
) -> None:
    """The web form's link is owed at the first instance (L.R62); told here when it is set, else by a person."""
    form = form_route(policy)
    if form is None or form_url(policy) is not None:
        return
    made = Promise(
        ObligationKind.FORM_LINK,
        context.wording.say("en", "promises.form_link"),
        case.owner_role,
        end_of_day(context.next_opening(case.provider, context.now()).date()),
        form.clauses[0],
    )
    promise(context, session, made, provider=case.provider, case=case, conversation=conversation, actor=SYSTEM)


def form_route(policy: ComplaintsPolicy) -> RouteIn | None:
    """The way in whose link is sent as soon as a formal complaint is known, if the policy has one."""
    return next((route_in for route_in in policy.routes_in if route_in.send_at_once), None)


def form_url(policy: ComplaintsPolicy) -> str | None:
    """The form's address, or None while the provider has not set it."""
    form = form_route(policy)
    return policy.contacts[form.contact].value if form and form.contact else None
