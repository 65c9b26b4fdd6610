"""Open a conversation, prove that it is yours, and see what was said in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor, ActorKind
from backend.core.clocks import from_data, proof_as_sentence
from backend.core.intake.agenda import TELL
from backend.errors import Conflict, NotFound
from backend.services.context import Context
from backend.services.messages import fixed, public_message, write_message
from backend.services.tokens import new_token, same, token_hash
from backend.store.events import append_event, conversation_stream
from backend.store.queries import current_clock, messages_after
from backend.store.tables import Case, Conversation


@dataclass(frozen=True, slots=True)
class Opened:
    """A new conversation and its secret, which is given this once."""

    id: str
    token: str
    owner: str
    language: str


GREETING = ("greeting.welcome", "greeting.tell")


def person(conversation_id: str) -> Actor:
    """The complainant of a conversation."""
    return Actor(ActorKind.PERSON, conversation_id)


def open_conversation(
    context: Context,
    *,
    provider: str,
    language: str = "en",
    client_id: str | None = None,
    channel: str = "web",
) -> Opened:
    """A conversation with its greeting; the same client id cannot open another."""
    policy = context.policy(provider)
    language = language if language in policy.languages else policy.languages[0]
    token = new_token()
    with context.database.write() as session:
        if client_id is not None and _by_client_id(session, client_id) is not None:
            raise Conflict("This conversation was opened already. Please go on with the one you have.")
        now = context.now()
        conversation = Conversation(
            id=str(uuid.uuid4()),
            provider=policy.slug,
            channel=channel,
            language=language,
            client_id=client_id,
            token_hash=token_hash(token),
            owner="bot",
            owner_version=1,
            last_seq=0,
            opened_at=now,
        )
        session.add(conversation)
        session.flush()
        append_event(
            session,
            stream=conversation_stream(conversation.id),
            kind="conversation_opened",
            at=now,
            actor=person(conversation.id),
            body={"channel": channel, "language": language, "provider": policy.slug},
        )
        greet(context, session, conversation)
        return Opened(conversation.id, token, conversation.owner, language)


def _by_client_id(session: Session, client_id: str) -> Conversation | None:
    return session.scalars(select(Conversation).where(Conversation.client_id == client_id)).one_or_none()


def greet(context: Context, session: Session, conversation: Conversation) -> None:
    """The greeting and the first question: automated, a person at any time, what is kept, help offered."""
    policy = context.policy(conversation.provider)
    for key in GREETING:
        draft = fixed(
            context,
            conversation,
            key,
            choices=TELL.choices if key == "greeting.tell" else (),
            provider=policy.name.to(conversation.language),
        )
        write_message(session, conversation, draft, at=context.now())


def authorise(context: Context, conversation_id: str, token: str | None) -> None:
    """NotFound unless the secret is the conversation's own."""
    with context.database.read() as session:
        conversation = session.get(Conversation, conversation_id)
        known = conversation is not None and token is not None
        if not known or not same(conversation.token_hash, token_hash(token or "")):  # type: ignore[union-attr]
            raise NotFound("There is no such conversation here. Please start again from the complaints page.")


def view(context: Context, conversation_id: str, after: int = 0) -> dict[str, Any]:
    """Owner, visible messages after a number, and the case, as the person may see them."""
    with context.database.read() as session:
        conversation = session.get_one(Conversation, conversation_id)
        return {
            "conversation": conversation.id,
            "language": conversation.language,
            "owner": conversation.owner,
            "messages": [public_message(m) for m in messages_after(session, conversation_id, after)],
            "case": public_case(session, conversation),
        }


def public_case(session: Session, conversation: Conversation) -> dict[str, Any] | None:
    """Reference, state and due date of the conversation's case."""
    if conversation.case_id is None:
        return None
    case = session.get_one(Case, conversation.case_id)
    clock = current_clock(session, case)
    return {
        "reference": case.reference,
        "state": case.state,
        "due_on": clock.due_on.isoformat(),
        "proof": proof_as_sentence(from_data(clock.proof)),
    }
