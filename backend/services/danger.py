"""Danger comes first: fixed words, an alert, and a hold, stored in the transaction that stored the message."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from backend.core.intake.agenda import SAFETY_HOLD
from backend.core.ownership import Owner
from backend.core.person_words import asks_for_person
from backend.core.record import add_part
from backend.core.safety import Cue, screen
from backend.core.told_in_danger import told_apart
from backend.services.cases import save_record
from backend.services.context import SYSTEM, Context
from backend.services.conversations import person
from backend.services.handoff import answer_request, case_for_contact
from backend.services.messages import Draft, fixed
from backend.services.outbox import intend
from backend.services.presenting import spoken_moment
from backend.services.situations import record_of
from backend.store.events import append_event, case_stream
from backend.store.tables import Alert, Conversation, Message
from backend.wording import FIRST

_SAFE = re.compile(
    r"\b(i'?m|i am|we'?re|it'?s|that'?s)? ?(safe|ok|okay|fine|all right|alright)\b|\bcarry on\b|\bgo on\b|^yes\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"\bstop\b|\bnot now\b|\blater\b", re.IGNORECASE)
_NOT_SAFE = re.compile(r"\bnot (safe|ok|okay|fine|all ?right|alright)\b|\bunsafe\b", re.IGNORECASE)


def cues_in(context: Context, language: str, text: str) -> tuple[Cue, ...]:
    """The danger that the reviewed patterns hear in a text."""
    return screen(text, context.safety_patterns.get(language, context.safety_patterns[FIRST]))


def answer_danger(
    context: Context,
    session: Session,
    conversation: Conversation,
    message: Message,
    cues: Sequence[Cue],
    *,
    complains: bool = False,
) -> list[Draft]:
    """The fixed words for the gravest cue, after the alert, the hold and the record of the words.

    With `complains` the words were also heard to be a complaint, and become points like any story.
    """
    kind = str(cues[0].kind)
    _raise_alert(context, session, conversation, message, kind, cues)
    case = case_for_contact(context, session, conversation, received_at=message.at)
    record = record_of(session, case)
    if message.text.strip() and not record.story_done:
        for words, apart in [(message.text, False)] if complains else told_apart(message.text, cues):
            record = add_part(record, words, source=conversation.channel, apart=apart)
        why = "danger heard; words kept"
        save_record(context, session, case, record, actor=person(conversation.id), reason=why)
    drafts = [fixed(context, conversation, f"safety.{kind}")]
    if conversation.owner == Owner.BOT:
        conversation.hold = kind
        return [*drafts, hold_question(context, conversation)]
    return drafts


def _raise_alert(
    context: Context,
    session: Session,
    conversation: Conversation,
    message: Message,
    kind: str,
    cues: Sequence[Cue],
) -> None:
    now = context.now()
    found = [{"pattern": cue.pattern_id, "start": cue.start, "end": cue.end, "kind": str(cue.kind)} for cue in cues]
    alert = Alert(
        provider=conversation.provider,
        conversation_id=conversation.id,
        kind=kind,
        cues=found,
        message_seq=message.seq,
        at=now,
    )
    session.add(alert)
    session.flush()
    body = {"conversation": conversation.id, "alert": alert.id, "why": kind}
    intend(session, "staff_alert", dedupe_key=f"alert:{alert.id}", body=body, due_at=now, now=now)


def hold_question(context: Context, conversation: Conversation) -> Draft:
    """The one question after danger: a person, safe and carry on, or stop for now."""
    now = context.now()
    if context.is_open(conversation.provider, now):
        people = context.wording.say(conversation.language, "safety.people_open")
    else:
        when = spoken_moment(context.next_opening(conversation.provider, now))
        people = context.wording.say(conversation.language, "safety.people_closed", when=when)
    return fixed(context, conversation, "safety.hold", choices=SAFETY_HOLD.choices, people=people)


def answer_hold(context: Context, session: Session, conversation: Conversation, message: Message) -> list[Draft] | None:
    """What follows while the hold is open; None hands the message back to the conversation."""
    meaning = (message.choice or {}).get("meaning") or _meaning(message.text)
    if meaning == "person":
        return answer_request(context, session, conversation, reason="danger")
    if meaning == "stop_for_now":
        _note(context, session, conversation, "stopped_for_now")
        return [fixed(context, conversation, "safety.stopped", reference=_reference(context, session, conversation))]
    if meaning == "safe_carry_on":
        conversation.hold = None
        _note(context, session, conversation, "said_safe")
        return None
    return [fixed(context, conversation, "safety.kept"), hold_question(context, conversation)]


def _meaning(text: str) -> str | None:
    if asks_for_person(text):
        return "person"
    if _NOT_SAFE.search(text):
        return None
    if _STOP.search(text):
        return "stop_for_now"
    return "safe_carry_on" if _SAFE.search(text) else None


def _reference(context: Context, session: Session, conversation: Conversation) -> str:
    return case_for_contact(context, session, conversation).reference


def _note(context: Context, session: Session, conversation: Conversation, kind: str) -> None:
    case = case_for_contact(context, session, conversation)
    append_event(session, stream=case_stream(case.id), kind=kind, at=context.now(), actor=SYSTEM, reason="safety hold")
