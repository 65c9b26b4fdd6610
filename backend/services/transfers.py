"""A caller put through to a person, and back: who owns the conversation follows what happened on the line."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.ownership import Owner, OwnerEvent
from backend.core.reference import speak_reference
from backend.services.call_recording import is_recorded
from backend.services.calls import conversation_of
from backend.services.context import SYSTEM, Context
from backend.services.conversations import person
from backend.services.exchanges import held_call
from backend.services.handoff import book_call_back
from backend.services.messages import write_message
from backend.services.ownership import transition
from backend.store.events import append_event, conversation_stream
from backend.store.queries import lock_conversation
from backend.store.tables import Alert, Case, Conversation, Message


def accepted(context: Context, conversation_id: str) -> bool:
    """A person took the call by key; False when somebody else has it or the caller no longer waits for one."""
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        if conversation.owner == Owner.WAITING:
            _move(context, session, conversation, OwnerEvent.STAFF_JOIN, SYSTEM, "took the call by telephone")
            return True
        return by_telephone(conversation)


def by_telephone(conversation: Conversation) -> bool:
    """Whether staff have the caller on their own telephone, and not in the console."""
    return conversation.owner == Owner.STAFF and conversation.staff_id is None


def dial_over(context: Context, conversation_id: str) -> None:
    """The person's part of the call is over, or nobody took it: then a call-back is booked."""
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        if by_telephone(conversation):
            _move(context, session, conversation, OwnerEvent.HAND_BACK, SYSTEM, "the call with a person is over")
        elif conversation.owner == Owner.WAITING:
            _book(context, session, conversation, reason="nobody took the call")


def caller_gone(context: Context, sid: str) -> None:
    """The call is over, once: a wish for a person is kept as a call-back, and words without a case are for staff."""
    conversation_id = conversation_of(context, sid)
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        call = held_call(session, sid)
        if call.ended_at is not None:
            return
        call.ended_at = context.now()
        if conversation.owner == Owner.WAITING:
            _book(context, session, conversation, reason="the caller hung up waiting")
        elif conversation.owner == Owner.STAFF:
            _move(context, session, conversation, OwnerEvent.HAND_BACK, SYSTEM, "the call is over")
        if conversation.case_id is None and conversation.contact is None and _spoke(session, conversation):
            conversation.contact = "dropped_call"
        append_event(
            session,
            stream=conversation_stream(conversation.id),
            kind="call_ended",
            at=context.now(),
            actor=person(conversation.id),
        )


def _book(context: Context, session: Session, conversation: Conversation, *, reason: str) -> None:
    _move(context, session, conversation, OwnerEvent.WAIT_OVER, SYSTEM, reason)
    for draft in book_call_back(context, session, conversation, key="handoff.not_taken", reason="wait_limit"):
        write_message(session, conversation, draft, at=context.now())


def _move(
    context: Context, session: Session, conversation: Conversation, event: OwnerEvent, actor: Actor, reason: str
) -> None:
    version = conversation.owner_version
    transition(context, session, conversation, event, expected_version=version, actor=actor, reason=reason)


def _spoke(session: Session, conversation: Conversation) -> bool:
    wanted = (Message.conversation_id == conversation.id, Message.sender == "customer")
    return session.scalars(select(Message.id).where(*wanted).limit(1)).first() is not None


def whisper_words(context: Context, conversation_id: str) -> str:
    """What staff hear before they take a call: whose line it is, and the reference that opens the summary."""
    with context.database.read() as session:
        conversation = session.get_one(Conversation, conversation_id)
        case = session.get(Case, conversation.case_id) if conversation.case_id else None
        provider = context.policy(conversation.provider).name.to("en")
        urgent = context.wording.say("en", "phone.whisper_urgent") if _was_in_danger(session, conversation) else ""
        recorded = is_recorded(session, conversation.id)
        return context.wording.say(
            "en",
            "phone.whisper",
            provider=provider,
            reference=speak_reference(case.reference) if case else "",
            urgent=urgent,
            recorded=context.wording.say("en", "phone.whisper_recorded") if recorded else "",
        )


def _was_in_danger(session: Session, conversation: Conversation) -> bool:
    wanted = (Alert.conversation_id == conversation.id, Alert.acknowledged_at.is_(None))
    return session.scalars(select(Alert.id).where(*wanted).limit(1)).first() is not None
