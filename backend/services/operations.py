"""What an action may do for a turn: one writing operation, stored under the turn and repeated unchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.intake.agenda import TELL, open_question
from backend.core.intake.hear import SHORT_ANSWERS, hear_answer
from backend.core.intake.named_words import operation_named
from backend.core.intake.situation import Heard, Outcome, Situation
from backend.core.intake.steering import ask_first, ask_to_start_over, correct
from backend.core.intake.telling import hear_addition
from backend.core.intake.typed_choices import typed_choice
from backend.core.ownership import Owner
from backend.core.question import Choice, Kind, Say
from backend.errors import Conflict, NotFound
from backend.services.context import Context
from backend.services.conversations import person
from backend.services.dated_lines import with_dates
from backend.services.effects import carry_out
from backend.services.informing import INFORMING
from backend.services.opening import open_if_needed
from backend.services.presenting import as_lines, case_view, question_data
from backend.services.resuming import hear_resume
from backend.services.routing import reroute
from backend.services.side_duties import open_side_duties
from backend.services.situations import OVER, load_case, load_situation, save_situation
from backend.services.steering import STEERING
from backend.store.queries import lock_conversation, turn_by_id
from backend.store.tables import Case, Conversation, Message

Reply = dict[str, Any]
_ASKS_NOTHING = frozenset(
    {"goodbye", "wait"}
)  # who is going, or wants a moment, is not pressed; the question stays open
_READY = frozenset({Kind.MENU, Kind.YES_NO, Kind.READ_BACK})  # asked with ready answers first of all
RUNNING = "running"  # a turn that an assistant holds a lease on


def operate(context: Context, turn_id: str, operation: str, understood: Mapping[str, Any]) -> Reply:
    """Does the operation for a running turn and gives what to say and the question to ask."""
    with context.database.write() as session:
        turn = turn_by_id(session, turn_id)
        conversation = lock_conversation(session, turn.conversation_id)
        session.refresh(turn)
        if turn.result is not None:
            return dict(turn.result)
        if turn.state != RUNNING or turn.owner_version != conversation.owner_version:
            raise Conflict("This turn is over. Say nothing.")
        message = _message(session, conversation, turn.seq)
        asked = _asked_before(session, message)
        heard = _heard(message, understood, asked)
        if operation == "answer" and heard.choice is None and asked is not None:
            heard = _as_choice(context, session, conversation, heard, asked)
        says = with_dates(session, conversation, _do(context, session, conversation, operation, heard, message))
        situation = load_situation(context, session, conversation)
        question = question_data(context, situation, open_question(situation), conversation.language)
        turn.operation = operation
        turn.owner_version = conversation.owner_version
        hears = conversation.owner == Owner.BOT and conversation.hold is None
        asks = question if hears and operation not in _ASKS_NOTHING else None
        turn.result = {"says": [{"key": say.key, "values": as_lines(say.values)} for say in says], "question": asks}
        return dict(turn.result)


def _message(session: Session, conversation: Conversation, seq: int) -> Message:
    wanted = (Message.conversation_id == conversation.id, Message.seq == seq)
    return session.scalars(select(Message).where(*wanted)).one()


def _asked_before(session: Session, message: Message) -> Message | None:
    """The question that the person had before them when they wrote."""
    wanted = (Message.conversation_id == message.conversation_id, Message.seq < message.seq)
    asked = select(Message).where(*wanted, Message.key.like("ask.%")).order_by(Message.seq.desc()).limit(1)
    return session.scalars(asked).first()


def _heard(message: Message, understood: Mapping[str, Any], asked: Message | None) -> Heard:
    """The stored words are the truth; the assistant adds what it understood of them."""
    chosen = message.choice
    return Heard(
        text=message.text,
        intent=understood.get("intent") or "add_information",
        confidence=float(understood.get("confidence") or 0.0),
        choice=Choice(chosen["meaning"], chosen["about"]) if chosen else None,
        choice_of=chosen.get("of") if chosen else None,
        asked=asked.key.removeprefix("ask.") if asked and asked.key else TELL.key,  # the greeting asks to tell
        asked_version=_version_read_back(asked),
        entities=tuple(understood.get("entities") or ()),
        topics=tuple(topic["intent"] for topic in understood.get("topics") or ()),
    )


def _as_choice(context: Context, session: Session, conversation: Conversation, heard: Heard, asked: Message) -> Heard:
    """What was typed is the ready answer it names, if that can still be given."""
    question = open_question(load_situation(context, session, conversation))
    if conversation.channel != "web" or question is None or asked.key != f"ask.{question.key}":
        return heard
    found = typed_choice(heard.text, asked.choices, loosely=question.kind in _READY)
    choice = Choice(found["meaning"], found["about"]) if found else None
    return replace(heard, choice=choice, choice_of=asked.key) if choice in question.choices else heard


def _version_read_back(asked: Message | None) -> str | None:
    choices = asked.choices if asked is not None and asked.key == "ask.agree" else []
    return next((choice["about"] for choice in choices if choice["meaning"] == "agree"), None)


def _do(
    context: Context,
    session: Session,
    conversation: Conversation,
    operation: str,
    heard: Heard,
    message: Message,
) -> list[Say]:
    operation = _meant(context, session, conversation, operation, heard)
    if operation in INFORMING:
        return INFORMING[operation](context, session, conversation, heard)
    if operation in STEERING:
        return STEERING[operation](context, session, conversation, heard, message)
    if operation not in INTAKE:
        raise NotFound(f"There is no operation {operation}.")
    if conversation.focus and conversation.focus["doing"].startswith("resume_"):
        return hear_resume(context, session, conversation, heard)
    opened = open_if_needed(context, session, conversation, operation, heard, message)
    situation = load_situation(context, session, conversation)
    situation = replace(situation, on_hold=False)  # said before the danger that came meanwhile
    outcome = INTAKE[operation](situation, heard)
    says = [*opened, *apply(context, session, conversation, outcome, reason=operation)]
    case = load_case(session, conversation)
    if case is not None and heard.choice is None:
        open_side_duties(context, session, conversation, case, (heard.intent, *heard.topics))
        if reroute(context, session, case, outcome.situation.record):
            says.append(Say("owner_changed", case_view(context, session, case, conversation.language)))
    return says


def _meant(context: Context, session: Session, conversation: Conversation, operation: str, heard: Heard) -> str:
    """The operation to do: what the words name outright; and what comes after the end goes to a person."""
    if heard.choice is not None:
        return operation
    operation = operation_named(heard.text) or operation
    case = load_case(session, conversation)
    if case is None or case.state not in OVER or conversation.focus is not None:
        return operation
    tells = operation in {"add", "correct"} or (operation == "answer" and heard.intent not in SHORT_ANSWERS)
    return "reopen" if tells else operation


def apply(
    context: Context, session: Session, conversation: Conversation, outcome: Outcome, *, reason: str
) -> list[Say]:
    """Stores an outcome, carries out its effects, and gives all that is to be said."""
    actor = person(conversation.id)
    save_situation(context, session, conversation, outcome.situation, actor=actor, reason=reason)
    case = load_case(session, conversation)
    further: list[Say] = []
    for effect in outcome.effects:
        if case is not None:
            further += carry_out(context, session, conversation, case, effect)
    session.flush()
    return [_filled(context, session, case, conversation, say) for say in (*outcome.says, *further)]


def _filled(context: Context, session: Session, case: Case | None, conversation: Conversation, say: Say) -> Say:
    """Lines that speak of the case get its reference, owner, date and proof; those of an answer what it is called."""
    if say.key in {"fact_changed", "fact_left_out"}:
        called = context.wording.say(conversation.language, f"facts.{say.values['fact']}")
        return Say(say.key, {**say.values, "fact": called})
    if case is None or say.key not in {"receipt", "record_unagreed", "concern_kept", "all_done", "added"}:
        return say
    view = case_view(context, session, case, conversation.language)
    return Say(say.key, {**view, **say.values})


def _add(situation: Situation, heard: Heard) -> Outcome:
    return hear_addition(situation, heard) if situation.case else hear_answer(situation, heard)


INTAKE: dict[str, Callable[[Situation, Heard], Outcome]] = {
    "answer": hear_answer,
    "add": _add,
    "correct": correct,
    "start-over": lambda situation, heard: ask_to_start_over(situation),
    "settled": lambda situation, heard: ask_first(situation, "settled"),
    "withdraw": lambda situation, heard: ask_first(situation, "withdraw"),
    "escalate": lambda situation, heard: ask_first(situation, "escalate"),
}
