"""Come back with the reference and the four numbers, or one thing already on the record; never by number alone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.intake.situation import Heard
from backend.core.question import Say
from backend.core.record import Record
from backend.core.reference import MistypedReference, parse_reference
from backend.services.attempts import count_attempt, forget_attempts
from backend.services.context import Context
from backend.services.conversations import person
from backend.services.handoff import answer_request
from backend.services.messages import write_message
from backend.services.situations import record_of
from backend.services.tokens import code_hash, same
from backend.store.events import append_event, case_stream
from backend.store.queries import lock_case
from backend.store.tables import Case, Conversation

_TRIES = 5
_WINDOW = timedelta(minutes=15)
_SHORTEST_FACT = 4  # characters: shorter answers are guessed too easily
_FACTS = ("name", "contact", "appointment", "who_for")


def hear_resume(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    """The reference, then its second fact. A wrong and an unknown reference are told apart by nobody."""
    if heard.chose("leave_it") or heard.intent in {"deny", "skip_question"}:
        conversation.focus = None
        return [Say("left_as_it_is")]
    if heard.chose("person"):
        for draft in answer_request(context, session, conversation, reason="asked"):
            write_message(session, conversation, draft, at=context.now())
        return []
    if (conversation.focus or {}).get("doing") == "resume_reference":
        return _take_reference(session, conversation, heard)
    return _check(context, session, conversation, heard)


def _take_reference(session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    try:
        reference = parse_reference(heard.text)
    except MistypedReference as error:
        return [Say("reference_unclear", {"why": str(error)})]
    if reference is None:
        return [Say("reference_unclear", {"why": ""})]
    conversation.focus = {"doing": "resume_check", "about": reference}
    return []


def _check(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    reference = str((conversation.focus or {}).get("about"))
    key = f"resume:{reference}"
    allowed = count_attempt(context, session, key, most=_TRIES, window=_WINDOW)
    wanted = (Case.reference == reference, Case.provider == conversation.provider)
    found = session.scalars(select(Case).where(*wanted)).one_or_none()
    if not allowed:
        conversation.focus = None
        return [Say("resume_too_many")]
    if found is None or not _proves(context, session, found, heard.text):
        return [Say("resume_not_matched")]
    forget_attempts(session, key)
    case = lock_case(session, found.id)
    conversation.case_id, conversation.unchecked, conversation.focus = case.id, False, None
    append_event(
        session,
        stream=case_stream(case.id),
        kind="resumed",
        at=context.now(),
        actor=person(conversation.id),
        reason="reference and second fact",
        body={"conversation": conversation.id},
    )
    return [Say("resumed", {"reference": case.reference})]


def _proves(context: Context, session: Session, case: Case, text: str) -> bool:
    digits = "".join(character for character in text if character.isdigit())
    if case.code_hash and len(digits) == 4:
        return same(case.code_hash, code_hash(context.secret_key, case.reference, digits))
    return matches_fact(record_of(session, case), text)


def matches_fact(record: Record, text: str) -> bool:
    """Whether the text is one of the facts that only the person is likely to know."""
    said = _plain(text)
    given = (record.facts.get(key) for key in _FACTS)
    known = {_plain(word) for fact in given if fact for word in (fact.words, fact.value or "")}
    return len(said) >= _SHORTEST_FACT and said in {word for word in known if len(word) >= _SHORTEST_FACT}


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
