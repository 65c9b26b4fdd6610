"""The first dissatisfaction opens a case; its reference and date are said at once (E.R5, L.R50, L.R62)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.core.intake.agenda import open_question
from backend.core.intake.situation import CaseKind, Heard
from backend.core.intake.telling import kind_of_case
from backend.core.lifecycle import CaseState
from backend.core.question import Say
from backend.services.cases import open_case, sort_case
from backend.services.context import ASSISTANT, Context
from backend.services.conversations import person
from backend.services.form_link import form_route, form_url
from backend.services.presenting import case_view
from backend.services.situations import load_case, load_situation
from backend.store.tables import Case, Conversation, Message


def open_if_needed(
    context: Context,
    session: Session,
    conversation: Conversation,
    operation: str,
    heard: Heard,
    message: Message,
) -> list[Say]:
    """A case at the first dissatisfaction; its reference and date are said at once, and the form's link."""
    policy = context.policy(conversation.provider)
    kind = kind_of_case(heard, asks_concern=policy.knows_concerns)
    if kind is None or operation not in {"answer", "add"}:
        return []
    labels = (heard.intent, *heard.topics)
    existing = load_case(session, conversation)
    if existing is not None:
        if existing.kind == CaseKind.UNSORTED and _tells(context, session, conversation):
            return _sort(context, session, conversation, existing)
        return []
    case = open_case(
        context,
        session,
        conversation,
        kind=kind,
        received_at=message.at,
        labels=labels,
        text=heard.text,
        actor=person(conversation.id),
    )
    view = case_view(context, session, case, conversation.language)
    says = [Say("case_opened" if kind != "concern" else "concern_opened", view)]
    if form_route(policy) is not None and kind != "concern":
        url = form_url(policy)
        says.append(Say("form_link", {"url": url}) if url else Say("form_link_by_person"))
    return says


def _sort(context: Context, session: Session, conversation: Conversation, case: Case) -> list[Say]:
    """It is a complaint after all; where staff had taken it as none, its reference and date are said again."""
    was_none = case.state == CaseState.NOT_A_COMPLAINT
    sort_case(context, session, case, actor=person(conversation.id) if was_none else ASSISTANT)
    return [Say("case_opened", case_view(context, session, case, conversation.language))] if was_none else []


def _tells(context: Context, session: Session, conversation: Conversation) -> bool:
    question = open_question(load_situation(context, session, conversation))
    return question is None or question.key in {"tell", "tell_more"}
