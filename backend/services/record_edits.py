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
from backend.services.messages import fixed, write_message
from backend.services.promises import Promise, promise
from backend.services.record_danger import answer_danger_on_page
from backend.services.record_holding import Held, hold, require_version, some_conversation
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
    """Makes the edit on this version and tells the chat; StaleRecord on a newer one.

    Danger in its words is heard and stored first, and stays so when the edit itself cannot be made.
    """
    refused: HeardError
    with context.database.write() as session:
        held = hold(session, case_id)
        edit = _clean(context, edit, held.language)
        danger = answer_danger_on_page(context, session, held, edit)
        try:
            changed = _make(context, session, held, edit, version=version, quietly=danger is not None)
        except RecordError as error:
            refused = HeardError(str(error))
        except HeardError as error:
            refused = error
        else:
            return Edited(changed, danger)
    raise refused


def _make(context: Context, session: Session, held: Held, edit: Edit, *, version: int, quietly: bool) -> bool:
    require_version(held, version)
    before = record_of(session, held.case)
    if edit.kind is EditKind.ADD_WORDS and any(part.apart and part.text == edit.text for part in before.parts):
        return True  # words of danger in an unfinished story are kept already, apart from the points
    after = _finish(context, session, held) if edit.kind is EditKind.FINISH_STORY else apply_edit(before, edit)
    if after == before:
        return False
    save_record(context, session, held.case, after, actor=ON_THE_PAGE, reason=REASON)
    _promise_needs(context, session, held, after, edit)
    _close_choice_of_point(held, edit)
    if not quietly:
        _let_the_chat_know(context, session, held)
    return True


def _clean(context: Context, edit: Edit, language: str) -> Edit:
    """The edit without characters that cannot be kept, and with a ready answer in its words."""
    if len(edit.text) > LONGEST_TEXT:
        raise TooLong(f"That is longer than {LONGEST_TEXT:,} characters. Please add it in two or more parts.")
    text = "".join(c for c in edit.text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in _LOST)
    question = BY_KEY.get(edit.about)
    if question is not None and edit.choice in question.choices:
        text = context.wording.say(language, f"choices.{edit.choice}")
    return replace(edit, text=text)


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
