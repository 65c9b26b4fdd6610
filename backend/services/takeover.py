"""Staff in a conversation: take it over, reply, hand it back, acknowledge danger; each one transaction."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.ownership import Owner, OwnerEvent
from backend.core.question import Choice
from backend.errors import Conflict, HeardError, NotFound, TooLong
from backend.services.context import Context
from backend.services.messages import Draft, fixed, labelled, write_message
from backend.services.ownership import transition
from backend.services.transfers import by_telephone
from backend.services.walls import conversation_of
from backend.store.events import append_event, conversation_stream
from backend.store.queries import lock_conversation, message_by_client_id
from backend.store.tables import Alert, Conversation, Message, Staff

LONGEST_REPLY = 10_000


def take_over(context: Context, actor: Actor, conversation_id: str, *, expected_version: int) -> None:
    """The member of staff hears the conversation from now on, and the person is told who is there."""
    with context.database.write() as session:
        conversation = conversation_of(session, actor, conversation_id, lock=True)
        me = session.get_one(Staff, int(actor.id))
        if _is_mine(conversation, actor):
            return
        if conversation.owner_version != expected_version:
            raise Conflict(_who_has_it(session, conversation))
        transition(
            context,
            session,
            conversation,
            OwnerEvent.STAFF_JOIN,
            expected_version=expected_version,
            actor=actor,
            reason="",
            staff_id=me.id,
        )
        joined = fixed(context, conversation, "console.said_joined", sender="system", name=me.name)
        write_message(session, conversation, joined, at=context.now(), staff_name=me.name)


def reply(context: Context, actor: Actor, conversation_id: str, *, text: str, client_id: str) -> Message:
    """One message from the member of staff who has the conversation; the same client id sends it once."""
    if not text.strip():
        raise HeardError("Please write a message first.")
    if len(text) > LONGEST_REPLY:
        raise TooLong(f"That is longer than {LONGEST_REPLY:,} characters. Please send it in two or more parts.")
    with context.database.write() as session:
        conversation = conversation_of(session, actor, conversation_id, lock=True)
        before = message_by_client_id(session, conversation_id, client_id)
        if before is not None:
            return before
        _must_have(session, conversation, actor)
        me = session.get_one(Staff, int(actor.id))
        conversation.last_staff_at = context.now()
        draft = Draft(text.strip(), sender="staff")
        return write_message(session, conversation, draft, at=context.now(), client_id=client_id, staff_name=me.name)


def hand_back(context: Context, actor: Actor, conversation_id: str, *, reason: str, expected_version: int) -> None:
    """The assistant hears the conversation again, and the person is told so and can go on where they were."""
    if not reason.strip():
        raise HeardError(
            "Please write why you hand the conversation back. Your colleagues see it, the person does not."
        )
    with context.database.write() as session:
        conversation = conversation_of(session, actor, conversation_id, lock=True)
        _must_have(session, conversation, actor)
        me = session.get_one(Staff, int(actor.id))
        transition(
            context,
            session,
            conversation,
            OwnerEvent.HAND_BACK,
            expected_version=expected_version,
            actor=actor,
            reason=reason.strip(),
        )
        write_message(session, conversation, _said_back(context, conversation, me), at=context.now())


def acknowledge_alert(context: Context, actor: Actor, alert_id: int) -> Alert:
    """A named person has seen the danger; a second one is told who was first."""
    with context.database.write() as session:
        alert = session.get(Alert, alert_id)
        if alert is None or not actor.works_for(alert.provider):
            raise NotFound("There is no such alert.")
        lock_conversation(session, alert.conversation_id)
        session.refresh(alert)
        me = f"{actor.kind}:{actor.id}"
        if alert.acknowledged_by == me:
            return alert
        if alert.acknowledged_by is not None:
            first = session.get_one(Staff, int(alert.acknowledged_by.partition(":")[2]))
            raise Conflict(f"{first.name} has acknowledged this alert already.")
        alert.acknowledged_at, alert.acknowledged_by = context.now(), me
        append_event(
            session,
            stream=conversation_stream(alert.conversation_id),
            kind="alert_acknowledged",
            at=context.now(),
            actor=actor,
            reason=alert.kind,
            body={"alert": alert.id},
        )
        return alert


def _said_back(context: Context, conversation: Conversation, me: Staff) -> Draft:
    """That the assistant is back, with one choice that goes on where they were."""
    label = context.wording.say(conversation.language, "console.choice_carry_on")
    text = context.wording.say(conversation.language, "console.said_back", name=me.name)
    choice = labelled(context, conversation.language, Choice("carry_on"), label)
    return Draft(text, key="console.said_back", choices=(choice,), sender="system")


def _is_mine(conversation: Conversation, actor: Actor) -> bool:
    return conversation.owner == Owner.STAFF and str(conversation.staff_id) == actor.id


def _must_have(session: Session, conversation: Conversation, actor: Actor) -> None:
    """A message never goes out beside whoever has the conversation: it is taken over first."""
    if not _is_mine(conversation, actor):
        raise Conflict(f"{_who_has_it(session, conversation)} Take over first; nothing has been sent.")


def _who_has_it(session: Session, conversation: Conversation) -> str:
    if by_telephone(conversation):
        return "Somebody of the team has this caller on their own telephone now."
    if conversation.owner == Owner.STAFF:
        name = session.scalars(select(Staff.name).where(Staff.id == conversation.staff_id)).one()
        return f"{name} has this conversation now."
    if conversation.owner == Owner.WAITING:
        return "The person is waiting for somebody to join; nobody has this conversation now."
    return "The assistant has this conversation now."
