"""Operations with their own effects: a person, needs, language, contacts without a case, and routes of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from backend.core.intake.situation import CaseKind, Heard
from backend.core.obligations import ObligationKind
from backend.core.question import Say
from backend.core.record import Fact, FactState, add_part, give_fact
from backend.core.safety import Cue, CueKind
from backend.services.cases import open_case, save_record, sort_case
from backend.services.context import ASSISTANT, SYSTEM, Context
from backend.services.conversations import person
from backend.services.danger import answer_danger
from backend.services.handoff import answer_request, book_call_back, case_for_contact
from backend.services.messages import Draft, write_message
from backend.services.outbox import intend
from backend.services.presenting import case_view
from backend.services.promises import Promise, promise
from backend.services.side_duties import open_duty
from backend.services.situations import record_of
from backend.store.events import append_event, conversation_stream
from backend.store.queries import turn_of
from backend.store.tables import Conversation, Message

_RECORDS_DAYS = 28  # "one month" in the shortest month
Steerer = Callable[[Context, Session, Conversation, Heard, Message], list[Say]]
_KINDS = {
    "report_emergency": CueKind.EMERGENCY,
    "express_self_harm": CueKind.SELF_HARM,
    "disclose_abuse": CueKind.ABUSE,
}


def _say_now(
    context: Context, session: Session, conversation: Conversation, message: Message, drafts: list[Draft]
) -> None:
    """Fixed words go into the conversation at once, as part of this turn's answer."""
    turn = turn_of(session, conversation.id, message.seq)
    for draft in drafts:
        write_message(session, conversation, draft, at=context.now(), turn_id=turn.id if turn else None)


def _person(
    context: Context, session: Session, conversation: Conversation, heard: Heard, message: Message
) -> list[Say]:
    drafts = answer_request(context, session, conversation, reason="asked")
    _say_now(context, session, conversation, message, drafts)
    return []


def _danger(
    context: Context, session: Session, conversation: Conversation, heard: Heard, message: Message
) -> list[Say]:
    """The assistant heard danger that no pattern did: the same fixed words, alert and hold."""
    kind = _KINDS.get(heard.intent, CueKind.SELF_HARM)
    cue = Cue(kind=kind, pattern_id="assistant", start=0, end=len(message.text))
    complains = any(topic.startswith("complain_") for topic in heard.topics)
    drafts = answer_danger(context, session, conversation, message, (cue,), complains=complains)
    case = case_for_contact(context, session, conversation)
    if complains and case.kind == CaseKind.UNSORTED:
        sort_case(context, session, case, actor=ASSISTANT)
    _say_now(context, session, conversation, message, drafts)
    return []


def _needs(context: Context, session: Session, conversation: Conversation, heard: Heard, message: Message) -> list[Say]:
    """What would make it easier is written down, promised to staff, and never asked again (E.R37, E.R38)."""
    return _noted_need(context, session, conversation, message, key="needs_noted")


def _language(
    context: Context, session: Session, conversation: Conversation, heard: Heard, message: Message
) -> list[Say]:
    """Another language: their words are kept as they are, and a person arranges an interpreter (E.R39)."""
    return _noted_need(context, session, conversation, message, key="language_noted")


def _noted_need(
    context: Context, session: Session, conversation: Conversation, message: Message, *, key: str
) -> list[Say]:
    case = case_for_contact(context, session, conversation, received_at=message.at)
    record = record_of(session, case)
    before = record.facts.get("needs")
    words = f"{before.words}; {message.text}" if before and before.words else message.text
    record = give_fact(record, "needs", Fact(words, FactState.GIVEN))
    save_record(context, session, case, record, actor=person(conversation.id), reason="needs")
    due = context.next_opening(case.provider, context.now()) + timedelta(days=1)
    kind = ObligationKind.LANGUAGE if key == "language_noted" else ObligationKind.NEEDS
    what = context.wording.say("en", "promises.needs", words=message.text)
    made = Promise(kind, what, case.owner_role, due, "Equality Act 2010, section 20")
    promise(context, session, made, provider=case.provider, case=case, conversation=conversation, actor=SYSTEM)
    return [Say(key, case_view(context, session, case, conversation.language))]


def _contact(kind: str, key: str) -> Steerer:
    """Kept for staff without a case: praise, an ordinary question, something outside complaints."""

    def keep(
        context: Context, session: Session, conversation: Conversation, heard: Heard, message: Message
    ) -> list[Say]:
        if conversation.case_id is None:
            conversation.contact = kind
        append_event(
            session,
            stream=conversation_stream(conversation.id),
            kind=f"contact_{kind}",
            at=context.now(),
            actor=person(conversation.id),
            body={"message": message.seq},
        )
        provider = context.policy(conversation.provider).name.to(conversation.language)
        return [Say(key, {"provider": provider})]

    return keep


def _for_a_person(key: str, *, why: str) -> Steerer:
    """A person must decide or act: the words are kept on a case, staff are told, a call-back is booked."""

    def hand_on(
        context: Context, session: Session, conversation: Conversation, heard: Heard, message: Message
    ) -> list[Say]:
        fresh = conversation.case_id is None
        case = case_for_contact(context, session, conversation, received_at=message.at)
        record = record_of(session, case)
        if fresh or not record.story_done:
            record = add_part(record, message.text, source=conversation.channel)
            save_record(context, session, case, record, actor=person(conversation.id), reason=why)
        now = context.now()
        body = {"conversation": conversation.id, "case": case.id, "why": why}
        dedupe = f"{why}:{conversation.id}:{message.seq}"
        intend(session, "staff_alert", dedupe_key=dedupe, body=body, due_at=now, now=now)
        drafts = book_call_back(context, session, conversation, key="handoff.call_back_quietly", reason=why)
        if why == "records":
            due = now + timedelta(days=_RECORDS_DAYS)
            open_duty(context, session, conversation, case, ObligationKind.RECORDS_REQUEST, due, "UK GDPR, article 15")
        says = [Say(key, case_view(context, session, case, conversation.language))]
        _say_now(context, session, conversation, message, drafts)
        return says

    return hand_on


def _reopen(
    context: Context, session: Session, conversation: Conversation, heard: Heard, message: Message
) -> list[Say]:
    """Unhappy with an answer is never an exclusion; a named person decides about a settled matter (Q14)."""
    if conversation.case_id is None:
        conversation.focus = {"doing": "resume_reference", "about": None}
        open_case(
            context,
            session,
            conversation,
            kind=CaseKind.COMPLAINT,
            received_at=message.at,
            labels=(),
            text=message.text,
            actor=person(conversation.id),
        )
        conversation.focus = None
    return _for_a_person("reopen_noted", why="reopen")(context, session, conversation, heard, message)


STEERING: dict[str, Steerer] = {
    "person": _person,
    "danger": _danger,
    "needs": _needs,
    "language": _language,
    "contact": _contact("praise", "praise_kept"),
    "question": _contact("enquiry", "question_kept"),
    "records": _for_a_person("records_noted", why="records"),
    "grievance": _for_a_person("grievance_noted", why="grievance"),
    "patient-safety": _for_a_person("patient_safety_noted", why="patient_safety"),
    "reopen": _reopen,
    "external": _for_a_person("external_noted", why="external"),
}
