"""Open a conversation, prove that it is yours, and see what was said in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.core.actor import Actor, ActorKind
from backend.core.clocks import from_data, proof_as_sentence
from backend.core.intake.agenda import TELL, open_question
from backend.core.intake.situation import Situation
from backend.errors import Conflict, NotFound
from backend.services.call_recording import ANNOUNCED, records_calls
from backend.services.context import Context
from backend.services.messages import fixed, public_message, write_message
from backend.services.tokens import new_token, same, token_hash, token_of
from backend.store.events import append_event, conversation_stream
from backend.store.queries import current_clock, messages_after
from backend.store.tables import Case, Conversation


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a new conversation is asked for with."""

    provider: str
    language: str
    channel: str
    client_id: str | None


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
    """A conversation with its greeting; the same client id, sent again because no answer came, gets the first answer.

    Its secret is then the first one too, so that whichever of the answers arrives can be gone on with. Once something
    was said in it the secret has arrived, and the client id, which proves nothing, opens it no more.
    """
    policy = context.policy(provider)
    language = language if language in policy.languages else policy.languages[0]
    wanted = _Wanted(policy.slug, language, channel, client_id)
    try:
        return _open(context, wanted)
    except IntegrityError:  # the same request came at the same moment and was first
        return _open(context, wanted)


def _open(context: Context, wanted: _Wanted) -> Opened:
    with context.database.write() as session:
        conversation = _opened_before(session, wanted)
        if conversation is None:
            conversation = _begin(context, session, wanted)
        else:
            _tell(context, session, conversation, "conversation_opened_again")
        token = token_of(context.secret_key, conversation.id) if wanted.client_id else new_token()
        conversation.token_hash = token_hash(token)
        return Opened(conversation.id, token, conversation.owner, conversation.language)


def _opened_before(session: Session, wanted: _Wanted) -> Conversation | None:
    """The conversation this client id opened, held; Conflict when it was another's or something was said in it."""
    if wanted.client_id is None:
        return None
    same_id = select(Conversation).where(Conversation.client_id == wanted.client_id).with_for_update()
    found = session.scalars(same_id).one_or_none()
    if found is None:
        return None
    if (found.provider, found.language, found.channel) != (wanted.provider, wanted.language, wanted.channel):
        raise Conflict("That client id opened another conversation. Please send a new one.")
    if found.last_seq > len(GREETING):
        raise Conflict("This conversation was opened already. Please go on with the one you have.")
    return found


def _begin(context: Context, session: Session, wanted: _Wanted) -> Conversation:
    conversation = Conversation(
        id=str(uuid.uuid4()),
        provider=wanted.provider,
        channel=wanted.channel,
        language=wanted.language,
        client_id=wanted.client_id,
        token_hash=token_hash(new_token()),  # nobody's, until the caller gives it its own
        owner="bot",
        owner_version=1,
        last_seq=0,
        opened_at=context.now(),
    )
    session.add(conversation)
    session.flush()
    _tell(context, session, conversation, "conversation_opened")
    greet(context, session, conversation)
    return conversation


def _tell(context: Context, session: Session, conversation: Conversation, kind: str) -> None:
    append_event(
        session,
        stream=conversation_stream(conversation.id),
        kind=kind,
        at=context.now(),
        actor=person(conversation.id),
        body={
            "channel": conversation.channel,
            "language": conversation.language,
            "provider": conversation.provider,
        },
    )


def greet(context: Context, session: Session, conversation: Conversation) -> None:
    """The greeting and the first question: automated, a person at any time, what is kept, help offered."""
    policy = context.policy(conversation.provider)
    first = open_question(Situation(channel=conversation.channel)) or TELL
    recorded = conversation.channel == "phone" and records_calls(context, conversation.provider)
    for key in GREETING:
        draft = fixed(
            context,
            conversation,
            ANNOUNCED if recorded and key == "greeting.welcome" else key,
            choices=first.choices if key == "greeting.tell" else (),
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
