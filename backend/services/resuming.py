"""Come back with the reference and the four numbers, or one thing already on the record; never by number alone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.intake.situation import Heard
from backend.core.question import Say
from backend.core.reference import MistypedReference, clear_letter, parse_reference
from backend.services.context import Context
from backend.services.conversations import person
from backend.services.handoff import answer_request
from backend.services.messages import write_message
from backend.services.second_fact import Shown, check_second_fact
from backend.store.events import append_event, case_stream
from backend.store.queries import lock_case
from backend.store.tables import Case, Conversation


def hear_resume(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    """The reference, then its second fact. A wrong and an unknown reference are told apart by nobody."""
    if heard.chose("leave_it") or heard.intent in {"deny", "skip_question"}:
        _leave(context, session, conversation)
        return [Say("resume_left")]
    if heard.chose("person"):
        for draft in answer_request(context, session, conversation, reason="asked"):
            write_message(session, conversation, draft, at=context.now())
        return []
    if (conversation.focus or {}).get("doing") == "resume_reference" or _is_reference(conversation, heard):
        return _take_reference(session, conversation, heard)
    return _check(context, session, conversation, heard)


def _leave(context: Context, session: Session, conversation: Conversation) -> None:
    """They go on without the check: told nothing, and what they add is a case of its own for a person to join."""
    reference = (conversation.focus or {}).get("about")
    conversation.focus = None
    wanted = (Case.reference == reference, Case.provider == conversation.provider)
    claimed = session.scalars(select(Case).where(*wanted)).one_or_none() if reference else None
    if claimed is not None:
        append_event(
            session,
            stream=case_stream(lock_case(session, claimed.id).id),
            kind="claimed_unchecked",
            at=context.now(),
            actor=person(conversation.id),
            reason="named this reference without its second fact",
            body={"conversation": conversation.id},
        )


def _take_reference(session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    try:
        reference = parse_reference(heard.text, prefix=_prefix(conversation))
    except MistypedReference as error:
        return [Say("reference_unclear", {"why": str(error)})]
    if reference is None:
        return [Say("reference_unclear", {"why": ""})]
    conversation.focus = {"doing": "resume_check", "about": reference}
    return []


def _is_reference(conversation: Conversation, heard: Heard) -> bool:
    """Whether the reference is written again instead of the second fact: the first one was mistyped."""
    if conversation.channel == "phone":
        return False  # keyed numbers alone could be either
    try:
        return parse_reference(heard.text) is not None
    except MistypedReference:
        return False


def _prefix(conversation: Conversation) -> str | None:
    """The letter that is not keyed on a telephone: the provider's own."""
    return clear_letter(conversation.provider[0].upper()) if conversation.channel == "phone" else None


def _check(context: Context, session: Session, conversation: Conversation, heard: Heard) -> list[Say]:
    reference = str((conversation.focus or {}).get("about"))
    wanted = (Case.reference == reference, Case.provider == conversation.provider)
    found = session.scalars(select(Case).where(*wanted)).one_or_none()
    shown = check_second_fact(context, session, found, reference=reference, text=heard.text)
    if shown is Shown.TOO_OFTEN:
        conversation.focus = None
        return [Say("resume_too_many")]
    if found is None or shown is not Shown.MATCHED:
        return [Say("resume_not_matched")]
    case = lock_case(session, found.id)
    conversation.case_id, conversation.focus = case.id, None
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
