"""A person's own edits: versions, what the chat hears of them, needs, danger, agreement and signature."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.intake.agenda import open_question
from backend.core.record import from_data, words_of
from backend.core.record_edits import Edit, EditKind
from backend.errors import HeardError, TooLong
from backend.services.cases import save_record
from backend.services.context import SYSTEM, Context
from backend.services.record_edits import edit_record
from backend.services.record_holding import StaleRecord
from backend.services.record_signing import agree_record, sign_record
from backend.services.situations import load_situation
from backend.store.database import Database
from backend.store.events import verify_events
from backend.store.queries import current_record, lock_conversation
from backend.store.tables import Agreement, Alert, Case, Conversation, Message, ObligationRow
from tests.builders import Clock, a_case, a_conversation, make_context, stored_conversation

STORY = "My cheek is lumpy after the filler. Nobody has called me back. The room was cold."
REMOVE_SECOND = Edit(EditKind.REMOVE_POINT, "2")


@pytest.fixture
def clock() -> Clock:
    """The time it is."""
    return Clock()


@pytest.fixture
def context(database: Database, clock: Clock) -> Context:
    """What the services need."""
    return make_context(database, now=clock)


@pytest.fixture
def chat(context: Context) -> str:
    """The chat of the one case, which has three points."""
    conversation = a_conversation(context)
    a_case(context, conversation=conversation, story=STORY)
    return conversation


def case(context: Context) -> Case:
    """The one case."""
    with context.database.read() as session:
        return session.query(Case).one()


def points(context: Context) -> list[str]:
    """Its points in words."""
    with context.database.read() as session:
        record = from_data(current_record(session, session.query(Case).one()).document)
        return [words_of(record, point) for point in record.points]


def said(context: Context, key: str) -> list[Message]:
    """The messages of this wording, in any conversation."""
    with context.database.read() as session:
        return session.query(Message).filter_by(key=key).order_by(Message.seq).all()


def edit(context: Context, wanted: Edit, *, version: int | None = None):
    """The edit on the newest version, or on this one."""
    return edit_record(context, case(context).id, wanted, version=version or case(context).record_version)


def asked(context: Context, chat: str) -> str | None:
    """The key of the question that is open in the chat."""
    with context.database.write() as session:
        question = open_question(load_situation(context, session, lock_conversation(session, chat)))
        return question.key if question else None


def test_the_chat_is_told_at_most_every_ten_minutes(context, chat, clock):
    edit(context, REMOVE_SECOND)
    edit(context, Edit(EditKind.ADD_POINT, text="The bill was wrong."))
    assert [(m.sender, m.text) for m in said(context, "record_page.changed")] == [
        ("system", "You changed your record on its own page.")
    ]
    clock.pass_time(minutes=11)
    edit(context, Edit(EditKind.REMOVE_POINT, "1"))
    assert len(said(context, "record_page.changed")) == 2


def test_the_chat_is_told_while_staff_have_it(context, chat):
    with context.database.write() as session:
        session.get_one(Conversation, chat).owner = "staff"
    edit(context, REMOVE_SECOND)
    assert len(said(context, "record_page.changed")) == 1


def test_a_point_being_chosen_in_the_chat_is_let_go(context, chat):
    with context.database.write() as session:
        session.get_one(Conversation, chat).focus = {"doing": "change_point", "about": "3"}
    edit(context, Edit(EditKind.REMOVE_POINT, "1"))
    assert stored_conversation(context, chat).focus is None


def test_other_questions_stay_open(context, chat):
    focus = {"doing": "change_fact", "about": "when"}
    with context.database.write() as session:
        session.get_one(Conversation, chat).focus = focus
    edit(context, REMOVE_SECOND)
    assert stored_conversation(context, chat).focus == focus


def test_the_chat_does_not_ask_again_what_was_answered_on_the_page(context, chat):
    agree_record(context, case(context).id, version=1)
    with context.database.write() as session:
        row = session.query(Case).one()
        row.progress = {**row.progress, "code": "skipped"}
    assert asked(context, chat) == "fact.for_whom"
    edit(context, Edit(EditKind.CHANGE_FACT, "for_whom", choice="myself"))
    assert asked(context, chat) == "fact.contact"
    edit(context, Edit(EditKind.TAKE_OUT_FACT, "contact"))
    assert asked(context, chat) == "fact.when"


def test_changed_points_are_read_back_in_the_chat_unless_they_were_agreed_on_the_page(context, chat):
    assert asked(context, chat) == "points"
    agree_record(context, case(context).id, version=1)
    assert asked(context, chat) == "code"
    edit(context, REMOVE_SECOND)
    assert asked(context, chat) == "points"


def test_a_record_left_unagreed_can_still_be_agreed_and_signed_here(context, chat):
    with context.database.write() as session:
        session.query(Case).one().progress = {"agreement": "declined", "code": "skipped"}
    agree_record(context, case(context).id, version=1)
    sign_record(context, case(context).id, version=1, name="Joan Ash")
    assert "agreement" not in case(context).progress
    assert case(context).progress["sign"] == "signed"
    with context.database.read() as session:
        assert [row.kind for row in session.query(Agreement).order_by(Agreement.id)] == ["agreed", "signed"]


def test_signing_comes_after_agreeing(context, chat):
    with pytest.raises(HeardError, match="agree to your record first"):
        sign_record(context, case(context).id, version=1, name="Joan Ash")


@pytest.mark.parametrize("name", ["", " ", "J", "12", "\u202e"])
def test_a_signature_is_a_name(context, chat, name):
    agree_record(context, case(context).id, version=1)
    with pytest.raises(HeardError, match="full name"):
        sign_record(context, case(context).id, version=1, name=name)


def test_an_older_version_is_refused_for_edit_agreement_and_signature(context, chat):
    edit(context, REMOVE_SECOND)
    for attempt in (
        lambda: edit(context, REMOVE_SECOND, version=1),
        lambda: agree_record(context, case(context).id, version=1),
        lambda: sign_record(context, case(context).id, version=1, name="Joan Ash"),
    ):
        with pytest.raises(StaleRecord) as stale:
            attempt()
        assert (stale.value.seen, stale.value.now) == (1, 2)
    assert len(points(context)) == 2


def test_a_need_that_is_written_here_is_promised(context, chat):
    edit(context, Edit(EditKind.CHANGE_FACT, "needs", text="large print, please"))
    with context.database.read() as session:
        (row,) = session.query(ObligationRow).filter_by(kind="needs")
    assert "large print, please" in row.what
    edit(context, Edit(EditKind.CHANGE_FACT, "needs", choice="none_needed"))
    with context.database.read() as session:
        assert session.query(ObligationRow).filter_by(kind="needs").count() == 1


def test_danger_in_an_edit_is_heard_as_in_the_chat(context, chat):
    edited = edit(context, Edit(EditKind.ADD_POINT, text="Because of this I want to kill myself."))
    assert edited.danger == "self_harm"
    assert points(context)[-1] == "Because of this I want to kill myself."
    with context.database.read() as session:
        (alert,) = session.query(Alert)
        heard = session.query(Message).filter_by(conversation_id=chat, seq=alert.message_seq).one()
    assert (heard.sender, heard.text) == ("customer", "Because of this I want to kill myself.")
    assert stored_conversation(context, chat).hold == "self_harm"
    assert len(said(context, "safety.self_harm")) == 1


def test_danger_in_an_unfinished_story_is_kept_once_and_apart(context, chat):
    unfinish(context)
    edit(context, Edit(EditKind.ADD_WORDS, text="I want to kill myself."))
    with context.database.read() as session:
        record = from_data(current_record(session, session.query(Case).one()).document)
    assert [(part.text, part.apart) for part in record.parts[1:]] == [("I want to kill myself.", True)]


def unfinish(context: Context) -> None:
    """The one case's story is not over yet."""

    with context.database.write() as session:
        row = session.query(Case).one()
        record = replace(from_data(current_record(session, row).document), points=(), story_done=False)
        save_record(context, session, row, record, actor=SYSTEM, reason="test")


def test_an_unfinished_story_is_added_to_and_ended_here(context, chat):
    unfinish(context)
    with pytest.raises(HeardError, match="Until then"):
        edit(context, Edit(EditKind.ADD_POINT, text="One more thing."))
    with pytest.raises(HeardError, match="this is everything"):
        agree_record(context, case(context).id, version=case(context).record_version)
    edit(context, Edit(EditKind.ADD_WORDS, text="The bill was wrong too."))
    edit(context, Edit(EditKind.FINISH_STORY))
    assert points(context)[-1] == "The bill was wrong too."
    assert len(points(context)) == 4


def test_what_a_database_cannot_keep_is_left_out_and_the_rest_stays(context, chat):
    edit(context, Edit(EditKind.ADD_POINT, text="cold\x00 room\r\nand \ud83d wet \U0001f469\u200d\U0001f33e"))
    assert points(context)[-1] == "cold room and  wet \U0001f469\u200d\U0001f33e".replace("  ", " ")


def test_an_edit_has_an_end(context, chat):
    with pytest.raises(TooLong):
        edit(context, Edit(EditKind.ADD_POINT, text="a" * 50_001))


def test_danger_without_any_conversation_still_reaches_staff(context, chat):
    with context.database.write() as session:
        session.get_one(Conversation, chat).case_id = None
    assert edit(context, Edit(EditKind.ADD_POINT, text="I want to kill myself.")).danger == "self_harm"
    with context.database.read() as session:
        alert = session.query(Alert).one()
        assert session.get_one(Conversation, alert.conversation_id).channel == "page"


def test_every_chain_of_events_holds(context, chat):
    edit(context, REMOVE_SECOND)
    agree_record(context, case(context).id, version=2)
    sign_record(context, case(context).id, version=2, name="Joan Ash")
    with context.database.read() as session:
        assert verify_events(session)[1] == []


def test_danger_is_heard_even_when_the_edit_cannot_be_made_and_then_not_twice(context, chat):
    dangerous = Edit(EditKind.ADD_POINT, text="I want to kill myself.")
    edit(context, REMOVE_SECOND)
    with pytest.raises(StaleRecord):
        edit(context, dangerous, version=1)
    with pytest.raises(HeardError):
        edit(context, Edit(EditKind.CHANGE_POINT, "99", text="I want to kill myself."))
    assert edit(context, dangerous).danger == "self_harm"
    with context.database.read() as session:
        assert session.query(Alert).count() == 1
    assert points(context)[-1] == "I want to kill myself."
