"""Carry out what followed from a message, in the transaction that stores it; each may add to what is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from backend.core.intake.situation import CaseKind, Effect
from backend.core.lifecycle import TRANSITIONS, CaseEvent, CaseState, next_state
from backend.core.obligations import ObligationKind
from backend.core.proofs import end_of_day
from backend.core.question import Say
from backend.services.agreement import agree, sign
from backend.services.context import SYSTEM, Context
from backend.services.conversations import person
from backend.services.escalation import escalate, note, promise_word
from backend.services.offers import latest_day, owner_of
from backend.services.outbox import intend
from backend.services.phone_effects import BY_PHONE
from backend.services.promises import Promise, promise
from backend.services.side_duties import next_open_day_end, open_duty
from backend.services.tokens import code_hash
from backend.store.tables import Case, Conversation

Values = Mapping[str, str]
Result = list[Say]


def carry_out(context: Context, session: Session, conversation: Conversation, case: Case, effect: Effect) -> Result:
    """Does one effect and gives what is to be said beside what the intake says."""
    return EFFECTS[effect.kind](context, session, conversation, case, effect.values)


def _agree(context: Context, session: Session, conversation: Conversation, case: Case, values: Values) -> Result:
    """The version agreed is the one stored now: the intake agrees to the record as it stands."""
    version = case.record_version
    agree(context, session, case, version=version, how=conversation.channel, actor=person(conversation.id))
    return []


def _sign(context: Context, session: Session, conversation: Conversation, case: Case, values: Values) -> Result:
    actor = person(conversation.id)
    version = case.record_version
    sign(context, session, case, version=version, how=conversation.channel, name=values["name"], actor=actor)
    return []


def _record_unagreed(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> Result:
    note(context, session, conversation, case, "not_agreed")
    return []


def _set_code(context: Context, session: Session, conversation: Conversation, case: Case, values: Values) -> Result:
    case.code_hash = code_hash(context.secret_key, case.reference, values["code"])
    note(context, session, conversation, case, "code_set")
    return []


def _upgrade(context: Context, session: Session, conversation: Conversation, case: Case, values: Values) -> Result:
    """A concern is a complaint from its first word; its receipt and dates stay (Q12)."""
    case.kind = CaseKind.COMPLAINT
    note(context, session, conversation, case, "upgraded")
    return []


def _promise(
    context: Context,
    session: Session,
    conversation: Conversation,
    case: Case,
    made: Promise,
) -> Result:
    promise(context, session, made, provider=case.provider, case=case, conversation=conversation, actor=SYSTEM)
    return []


def _promise_offer(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> Result:
    policy = context.policy(case.provider)
    offer = policy.offers[values["key"]]
    due = end_of_day(latest_day(context, policy, offer, context.now()))
    clause = offer.clause or f"decision: {offer.decision}"
    made = Promise(ObligationKind.OFFER, str(offer.words), owner_of(offer, case), due, clause)
    return _promise(context, session, conversation, case, made)


def _promise_needs(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> Result:
    """Staff read the need at the next opening and say how it will be met."""
    what = context.wording.say("en", "promises.needs", words=values["words"])
    due = context.next_opening(case.provider, context.now()) + timedelta(days=1)
    made = Promise(ObligationKind.NEEDS, what, case.owner_role, due, "Equality Act 2010, section 20")
    return _promise(context, session, conversation, case, made)


def _copy_by_email(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> Result:
    now = context.now()
    body = {"case": case.id, "to": values["address"], "version": case.record_version}
    key = f"receipt:{case.id}:{case.record_version}:{values['address']}"
    intend(session, "receipt_email", dedupe_key=key, body=body, due_at=now, now=now)
    what = context.wording.say("en", "promises.copy_email")
    made = Promise(ObligationKind.COPY, what, case.owner_role, now + timedelta(days=1), "decision: provider")
    return _promise(context, session, conversation, case, made)


def _copy_by_post(context: Context, session: Session, conversation: Conversation, case: Case, values: Values) -> Result:
    what = context.wording.say("en", "promises.copy_post", address=values["address"])
    due = context.next_opening(case.provider, context.now()) + timedelta(days=2)
    made = Promise(ObligationKind.COPY, what, case.owner_role, due, "decision: provider")
    return _promise(context, session, conversation, case, made)


def _promise_authority_check(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> Result:
    """Nothing about the other person is shared until a member of staff has asked (requirement B5)."""
    due = next_open_day_end(context, case, days=1)
    open_duty(context, session, conversation, case, ObligationKind.AUTHORITY_CHECK, due, "UK GDPR, article 9")
    return []


def _settle(context: Context, session: Session, conversation: Conversation, case: Case, values: Values) -> Result:
    """The person says it is settled; a person still reviews it before anything is closed (Q35)."""
    _move(case, CaseEvent.SETTLE)
    note(context, session, conversation, case, "settled")
    promise_word(context, session, conversation, case)
    return [Say("settled_noted", {"reference": case.reference})]


def _withdraw(context: Context, session: Session, conversation: Conversation, case: Case, values: Values) -> Result:
    """The person withdraws; it is still reviewed, and they can come back to it (Q35)."""
    _move(case, CaseEvent.WITHDRAW)
    note(context, session, conversation, case, "withdrawn")
    promise_word(context, session, conversation, case)
    return [Say("withdraw_noted", {"reference": case.reference})]


def _move(case: Case, event: CaseEvent) -> None:
    """The case's next state; said again, or too late to change anything, the words are noted and a person writes."""
    if (CaseState(case.state), event) in TRANSITIONS:
        case.state = next_state(CaseState(case.state), event)


EFFECTS: dict[str, Callable[[Context, Session, Conversation, Case, Values], Result]] = {
    "agree": _agree,
    "sign": _sign,
    "record_unagreed": _record_unagreed,
    "set_code": _set_code,
    "upgrade_concern": _upgrade,
    "promise_offer": _promise_offer,
    "promise_needs": _promise_needs,
    "promise_authority_check": _promise_authority_check,
    "copy_by_email": _copy_by_email,
    "copy_by_post": _copy_by_post,
    "settle": _settle,
    "withdraw": _withdraw,
    "escalate": escalate,
    **BY_PHONE,
}
