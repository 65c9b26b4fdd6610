"""The assistant is away: an honest sentence, a reference and a date, and staff see the words."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.core.intake.agenda import open_question
from backend.core.person_words import asks_for_person
from backend.services.cases import keep_words
from backend.services.context import SYSTEM, Context
from backend.services.handoff import answer_request, case_for_contact
from backend.services.messages import Draft, fixed
from backend.services.outbox import intend
from backend.services.presenting import case_view
from backend.services.situations import load_situation, record_of
from backend.store.events import append_event, case_stream
from backend.store.tables import Conversation, Message, Turn

_STORY = frozenset({"tell", "tell_more", "add_point"})
_LONGEST_WISH = 10  # words: what is longer may be a part of the story too, and is kept


def say_it_is_kept(
    context: Context,
    session: Session,
    conversation: Conversation,
    message: Message,
    turn: Turn,
    *,
    reason: str,
) -> list[Draft]:
    """The answer when the assistant gives none. A person is still one word away."""
    wishes = asks_for_person(message.text)
    if wishes and len(message.text.split()) <= _LONGEST_WISH:
        return answer_request(context, session, conversation, reason="asked")
    case = case_for_contact(context, session, conversation, received_at=message.at)
    if message.choice is None and turn.result is None:
        _keep_story(context, session, conversation, message, reason="assistant away")
    if wishes:
        return answer_request(context, session, conversation, reason="asked")
    append_event(
        session,
        stream=case_stream(case.id),
        kind="unheard",
        at=context.now(),
        actor=SYSTEM,
        reason=reason,
        body={"conversation": conversation.id, "message": message.seq},
    )
    body = {"conversation": conversation.id, "case": case.id, "why": "unheard"}
    now = context.now()
    intend(session, "staff_alert", dedupe_key=f"unheard:{turn.id}", body=body, due_at=now, now=now)
    view = case_view(context, session, case, conversation.language)
    return [fixed(context, conversation, "turns.kept", reference=view["reference"], due=view["due"])]


def keep_what_came_with_a_wish(
    context: Context, session: Session, conversation: Conversation, message: Message
) -> None:
    """A caller was telling when they asked for a person: what they had said so far is part of the story."""
    label = (message.choice or {}).get("label")
    if message.text != label and len(message.text.split()) > _LONGEST_WISH:
        _keep_story(context, session, conversation, message, reason="asked for a person")


def _keep_story(
    context: Context, session: Session, conversation: Conversation, message: Message, *, reason: str
) -> None:
    question = open_question(load_situation(context, session, conversation))
    if question is not None and question.key not in _STORY:
        return
    case = case_for_contact(context, session, conversation, received_at=message.at)
    record = record_of(session, case)
    keep_words(context, session, case, record, message.text, source=conversation.channel, reason=reason)
