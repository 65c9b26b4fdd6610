"""Who hears a message: danger first, then a person, then whoever owns the conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from backend.core.intake.agenda import open_question
from backend.core.intake.situation import CaseKind, Heard
from backend.core.ownership import Owner
from backend.core.question import Say
from backend.core.safety import Cue
from backend.services.context import Context
from backend.services.conversations import person
from backend.services.danger import answer_danger, answer_hold
from backend.services.dated_lines import with_dates
from backend.services.handoff import CARRY_ON, answer_request, carry_on
from backend.services.messages import Draft, fixed
from backend.services.presenting import as_lines, case_view, question_data
from backend.services.situations import load_case, load_situation
from backend.services.steering import STEERING
from backend.services.unheard import keep_what_came_with_a_wish
from backend.store.tables import Conversation, Message


@dataclass(frozen=True, slots=True)
class Answer:
    """What the front door says itself; the assistant hears the message too if it still owns it.

    `reply` is prepared for the assistant to say where the message only opens the way back.
    """

    drafts: tuple[Draft, ...] = ()
    assistant_too: bool = False
    reply: Mapping[str, Any] | None = None


def answer_without_assistant(
    context: Context, session: Session, conversation: Conversation, message: Message, cues: Sequence[Cue]
) -> Answer:
    """The front door's part of an answer, in the transaction that stores the message."""
    if cues:
        return Answer(tuple(answer_danger(context, session, conversation, message, cues)))
    meaning = (message.choice or {}).get("meaning")
    if conversation.hold is not None and conversation.owner == Owner.BOT:
        drafts = answer_hold(context, session, conversation, message)
        if drafts is not None:
            return Answer(tuple(drafts))
        return _back_to_question(context, session, conversation, says=_after_hold(context, session, conversation))
    if meaning == "person":
        keep_what_came_with_a_wish(context, session, conversation, message)
        return Answer(tuple(answer_request(context, session, conversation, reason="asked")))
    if meaning == "another_language":
        noted = STEERING["language"](context, session, conversation, Heard(message.text), message)
        says = with_dates(session, conversation, noted)
        return _back_to_question(context, session, conversation, says=says)
    if meaning == "leave_message":
        return Answer((fixed(context, conversation, "handoff.leave_message"),))
    if meaning == "back_on_line" and conversation.owner == Owner.BOT:
        return _back_to_question(context, session, conversation)
    if meaning == CARRY_ON.meaning and conversation.owner != Owner.STAFF:
        said = carry_on(context, session, conversation, actor=person(conversation.id))
        return _back_to_question(context, session, conversation, drafts=said)
    if conversation.owner == Owner.WAITING:
        return Answer((fixed(context, conversation, "handoff.kept_while_waiting", choices=[CARRY_ON]),))
    return Answer(assistant_too=conversation.owner == Owner.BOT)


def _after_hold(context: Context, session: Session, conversation: Conversation) -> list[Say] | None:
    """Danger came before anything else was said: their reference is still to be told."""
    case = load_case(session, conversation)
    if case is None or case.kind != CaseKind.UNSORTED:
        return None
    return [Say("carrying_on_kept", case_view(context, session, case, conversation.language))]


def _back_to_question(
    context: Context,
    session: Session,
    conversation: Conversation,
    *,
    drafts: list[Draft] | None = None,
    says: list[Say] | None = None,
) -> Answer:
    """The assistant picks the thread up again: it only asks the open question."""
    situation = load_situation(context, session, conversation)
    question = question_data(context, situation, open_question(situation), conversation.language)
    first = says if says is not None else [] if drafts else [Say("carrying_on")]
    said = [{"key": say.key, "values": as_lines(say.values)} for say in first]
    return Answer(tuple(drafts or ()), assistant_too=True, reply={"says": said, "question": question})
