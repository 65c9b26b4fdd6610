"""A person edits their own record on its page: each edit is a version, made on the version they saw."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.intake.facts import BY_KEY
from backend.core.intake.situation import Heard
from backend.core.intake.telling import hear_story
from backend.core.obligations import ObligationKind
from backend.core.question import Choice
from backend.core.record import FactState, Record, RecordError
from backend.core.record_edits import ABOUT_POINTS, Edit, EditKind, apply_edit
from backend.errors import HeardError, TooLong
from backend.services.cases import save_record
from backend.services.context import SYSTEM, Context
from backend.services.danger import answer_danger, cues_in
from backend.services.messages import Draft, fixed, write_message
from backend.services.promises import Promise, promise
from backend.services.record_holding import Held, hold, some_conversation
from backend.services.record_sessions import ON_THE_PAGE
from backend.services.situations import load_situation, record_of
from backend.services.turns import LONGEST_TEXT
from backend.store.tables import Conversation, Message

REASON = "record page"
_TOLD_AGAIN_AFTER = timedelta(minutes=10)
_LOST = frozenset({"Cc", "Cs"})  # control characters and halves of characters: a database cannot keep them
_CHOOSING_A_POINT = frozenset({"which_change", "change_point"})


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an edit: whether there is a new version, and the danger that was heard in its words."""

    changed: bool
    danger: str | None = None


def edit_record(context: Context, case_id: int, edit: Edit, *, version: int) -> Edited:
    """Makes the edit on this version, tells the chat, and answers danger; StaleRecord on a newer version."""
    edit = _clean(context, edit)
    with context.database.write() as session:
        held = hold(context, session, case_id, version=version)
        danger = _answer_danger(context, session, held, edit)
        before = record_of(session, held.case)
        if danger and edit.kind is EditKind.ADD_WORDS and before != held.record:
            return Edited(changed=True, danger=danger)  # the words are kept already, apart from the points
        after = _apply(context, session, held, before, edit)
        if after != before:
            save_record(context, session, held.case, after, actor=ON_THE_PAGE, reason=REASON)
            _promise_needs(context, session, held, after, edit)
            _close_choice_of_point(held, edit)
            if danger is None:
                _let_the_chat_know(context, session, held)
        return Edited(changed=after != before, danger=danger)


def _clean(context: Context, edit: Edit) -> Edit:
    """The edit without characters that cannot be kept, and with a ready answer in its words."""
    if len(edit.text) > LONGEST_TEXT:
        raise TooLong(f"That is longer than {LONGEST_TEXT:,} characters. Please add it in two or more parts.")
    text = "".join(c for c in edit.text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in _LOST)
    question = BY_KEY.get(edit.about)
    if question is not None and edit.choice in question.choices:
        text = context.wording.say("en", f"choices.{edit.choice}")
    return replace(edit, text=text)


def _apply(context: Context, session: Session, held: Held, record: Record, edit: Edit) -> Record:
    if edit.kind is EditKind.FINISH_STORY:
        return _finish(context, session, held)
    try:
        return apply_edit(record, edit)
    except RecordError as error:
        raise HeardError(str(error)) from error


def _finish(context: Context, session: Session, held: Held) -> Record:
    """The story is over and its points are proposed, as when it is said in the chat."""
    situation = load_situation(context, session, some_conversation(context, session, held))
    if situation.record.story_done:
        return situation.record
    if not situation.record.parts:
        raise HeardError("Please tell us first what happened.")
    over = Heard("", choice=Choice("that_is_everything"))
    return hear_story(situation, over).situation.record


def _promise_needs(context: Context, session: Session, held: Held, after: Record, edit: Edit) -> None:
    """A need that was written here is promised to be read, as one said in the chat."""
    need = after.facts.get("needs")
    if edit.about != "needs" or edit.kind is not EditKind.CHANGE_FACT or not need or need.state is FactState.SKIPPED:
        return
    made = Promise(
        ObligationKind.NEEDS,
        context.wording.say("en", "promises.needs", words=need.words),
        held.case.owner_role,
        context.next_opening(held.case.provider, context.now()) + timedelta(days=1),
        "Equality Act 2010, section 20",
    )
    promise(context, session, made, provider=held.case.provider, case=held.case, conversation=held.chat, actor=SYSTEM)


def _close_choice_of_point(held: Held, edit: Edit) -> None:
    """A point that is being chosen in a conversation may have another number now, so that question closes."""
    for conversation in held.conversations:
        doing = (conversation.focus or {}).get("doing")
        if edit.kind in ABOUT_POINTS and doing in _CHOOSING_A_POINT:
            conversation.focus = None


def _let_the_chat_know(context: Context, session: Session, held: Held) -> None:
    if held.chat is not None and not _told_lately(context, session, held.chat):
        said = fixed(context, held.chat, "record_page.changed", sender="system")
        write_message(session, held.chat, said, at=context.now())


def _told_lately(context: Context, session: Session, chat: Conversation) -> bool:
    wanted = (
        Message.conversation_id == chat.id,
        Message.key == "record_page.changed",
        Message.at > context.now() - _TOLD_AGAIN_AFTER,
    )
    return session.scalars(select(Message.id).where(*wanted).limit(1)).first() is not None


def _answer_danger(context: Context, session: Session, held: Held, edit: Edit) -> str | None:
    """Words of danger also go into a conversation, where staff are alerted and the person is asked first."""
    if not edit.text or edit.choice:
        return None
    conversation = some_conversation(context, session, held)
    cues = cues_in(context, conversation, edit.text)
    if not cues:
        return None
    now = context.now()
    words = Draft(edit.text, key="record_page.words", sender="customer")
    message = write_message(session, conversation, words, at=now)
    for draft in answer_danger(context, session, conversation, message, cues):
        write_message(session, conversation, draft, at=now)
    return str(cues[0].kind)
