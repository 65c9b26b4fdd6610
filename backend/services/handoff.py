"""A person, on request: joined while somebody is there, a call-back with a date when not; never silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.intake.situation import CaseKind
from backend.core.obligations import ObligationKind, call_back_slot
from backend.core.ownership import Owner, OwnerEvent
from backend.core.question import Choice
from backend.services.calls import line_is_open
from backend.services.cases import open_case
from backend.services.context import SYSTEM, Context
from backend.services.conversations import person
from backend.services.messages import Draft, fixed, write_message
from backend.services.outbox import intend
from backend.services.ownership import transition
from backend.services.presenting import spoken_moment
from backend.services.promises import Promise, promise
from backend.services.staff import signed_in_staff
from backend.services.telephone_numbers import transfer_number
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Case, Conversation

CARRY_ON = Choice("carry_on")
_ENDS_A_WAIT = frozenset({"handoff.call_back", "handoff.wait_over", "handoff.not_taken"})


def ask_for_person(context: Context, conversation_id: str) -> None:
    """The person pressed for a person; what follows is said in the conversation."""
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        for draft in answer_request(context, session, conversation, reason="asked"):
            write_message(session, conversation, draft, at=context.now())


def answer_request(context: Context, session: Session, conversation: Conversation, *, reason: str) -> list[Draft]:
    """What is said to somebody who asks for a person, after doing it; asking also answers a safety hold."""
    conversation.hold = None
    if conversation.owner == Owner.STAFF:
        return [fixed(context, conversation, "handoff.already_here")]
    if conversation.owner == Owner.WAITING:
        return [fixed(context, conversation, "handoff.still_waiting", choices=[CARRY_ON])]
    if conversation.channel == "phone":
        case_for_contact(context, session, conversation)  # a call that drops on its way leaves a reference and a date
    if not _somebody_is_there(context, session, conversation):
        return book_call_back(context, session, conversation, key="handoff.call_back", reason=reason)
    version = conversation.owner_version
    transition(
        context,
        session,
        conversation,
        OwnerEvent.ASK_PERSON,
        expected_version=version,
        actor=person(conversation.id),
        reason=reason,
    )
    start_wait(context, session, conversation)
    minutes = context.policy(conversation.provider).waiting.wait_limit_minutes
    return [fixed(context, conversation, "handoff.waiting", choices=[CARRY_ON], minutes=minutes)]


def _somebody_is_there(context: Context, session: Session, conversation: Conversation) -> bool:
    """In opening hours: on the telephone whoever answers the provider's number, else whoever is signed in."""
    if not context.is_open(conversation.provider, context.now()):
        return False
    if conversation.channel == "phone" and not line_is_open(session, conversation.id):
        return False  # the line went dead: nobody can be joined to it
    by_number = conversation.channel == "phone" and transfer_number(context, conversation.provider) is not None
    return by_number or signed_in_staff(context, session, conversation.provider)


def start_wait(context: Context, session: Session, conversation: Conversation) -> None:
    """The wait's limit as a timer, and word to staff."""
    now = context.now()
    limit = timedelta(minutes=context.policy(conversation.provider).waiting.wait_limit_minutes)
    body = {"conversation": conversation.id, "version": conversation.owner_version}
    key = f"{conversation.id}:{conversation.owner_version}"
    intend(session, "wait_limit", dedupe_key=f"wait:{key}", body=body, due_at=now + limit, now=now)
    intend(session, "staff_alert", dedupe_key=f"waiting:{key}", body=body | {"why": "waiting"}, due_at=now, now=now)


def book_call_back(
    context: Context, session: Session, conversation: Conversation, *, key: str, reason: str
) -> list[Draft]:
    """A call-back with a date, on a case that has its clock and reference."""
    case = case_for_contact(context, session, conversation)
    due = call_back_slot(context.now(), lambda at: context.next_opening(conversation.provider, at))
    what = context.wording.say("en", "promises.call_back")
    made = Promise(ObligationKind.CALL_BACK, what, case.owner_role, due, "decision: provider")
    row = promise(context, session, made, provider=case.provider, case=case, conversation=conversation, actor=SYSTEM)
    now = context.now()
    body = {"conversation": conversation.id, "case": case.id, "why": reason}
    alert_key = f"call_back:{conversation.id}:{row.due_at.isoformat()}"
    intend(session, "staff_alert", dedupe_key=alert_key, body=body, due_at=now, now=now)
    choices = (Choice("leave_message"), CARRY_ON) if conversation.channel == "phone" and key in _ENDS_A_WAIT else ()
    said = spoken_moment(row.due_at)
    return [fixed(context, conversation, key, choices=choices, by=said, reference=case.reference)]


def case_for_contact(
    context: Context, session: Session, conversation: Conversation, *, received_at: datetime | None = None
) -> Case:
    """The conversation's case, or an unsorted one with the stage-1 clock running from `received_at`."""
    if conversation.case_id is not None:
        return lock_case(session, conversation.case_id)
    return open_case(
        context,
        session,
        conversation,
        kind=CaseKind.UNSORTED,
        received_at=received_at or context.now(),
        labels=(),
        text="",
        actor=SYSTEM,
    )


def carry_on(context: Context, session: Session, conversation: Conversation, *, actor: Actor) -> list[Draft]:
    """Back to the assistant without losing the place; the wish for a person stays as a call-back."""
    if conversation.owner != Owner.WAITING:
        return []
    transition(
        context,
        session,
        conversation,
        OwnerEvent.CARRY_ON,
        expected_version=conversation.owner_version,
        actor=actor,
        reason="carry_on",
    )
    return book_call_back(context, session, conversation, key="handoff.carrying_on", reason="carry_on")
