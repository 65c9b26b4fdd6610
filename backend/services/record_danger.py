"""Danger in what a person writes on their record page: answered there, and alerted where staff look."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.record_edits import Edit
from backend.services.context import Context
from backend.services.danger import answer_danger, cues_in
from backend.services.messages import Draft, write_message
from backend.services.presenting import spoken_moment
from backend.services.record_holding import Held, some_conversation
from backend.store.tables import Conversation, Message

_KEY = "record_page.words"


def danger_in(context: Context, text: str, language: str) -> str | None:
    """The gravest kind of danger that is heard in these words."""
    cues = cues_in(context, language, text)
    return str(cues[0].kind) if cues else None


def care_words(context: Context, provider: str, kind: str, language: str) -> list[str]:
    """The fixed words for danger of this kind, and whether people are there now."""
    now = context.now()
    if context.is_open(provider, now):
        people = context.wording.say(language, "safety.people_open")
    else:
        people = context.wording.say(
            language, "safety.people_closed", when=spoken_moment(context.next_opening(provider, now))
        )
    return [context.wording.say(language, f"safety.{kind}"), people]


def answer_danger_on_page(context: Context, session: Session, held: Held, edit: Edit) -> str | None:
    """The danger in an edit's words; they go into a conversation, where staff are alerted and it is asked about.

    The same words sent once more, after the record had changed, raise no second alert.
    """
    cues = () if edit.choice else cues_in(context, held.language, edit.text)
    if not cues:
        return None
    conversation = some_conversation(context, session, held)
    if not _heard_before(session, conversation, edit.text):
        now = context.now()
        message = write_message(session, conversation, Draft(edit.text, key=_KEY, sender="customer"), at=now)
        for draft in answer_danger(context, session, conversation, message, cues):
            write_message(session, conversation, draft, at=now)
    return str(cues[0].kind)


def _heard_before(session: Session, conversation: Conversation, text: str) -> bool:
    wanted = (Message.conversation_id == conversation.id, Message.key == _KEY, Message.text == text)
    return session.scalars(select(Message.id).where(*wanted).limit(1)).first() is not None
