"""What must hold whatever was killed: nothing is lost, nothing is doubled, nobody is left in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.core.record import from_data, texts
from backend.services.turns import FINISHED
from backend.store.database import Database
from backend.store.events import verify_events
from backend.store.tables import (
    Agreement,
    Case,
    ClockRow,
    Conversation,
    Message,
    ObligationRow,
    Outbox,
    RecordVersion,
    Turn,
)
from tests.kill.driver import Entry, Talker


def check_all(database: Database, talkers: Sequence[Talker]) -> None:
    """Every check, on the database as it was left."""
    with database.read() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        count, breaks = verify_events(session)
        assert count and breaks == []
        for talker in talkers:
            _messages_are_stored_once(session, talker)
            _turns_are_answered_once(session, talker)
            for entry in talker.ledger:
                _the_answer_is_the_one_that_was_given(session, talker.conversation, entry)
            _operations_were_applied_once(session, talker)
        _nothing_is_left_to_do(session)


def _messages(session: Session, conversation: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.conversation_id == conversation).order_by(Message.seq)))


def _messages_are_stored_once(session: Session, talker: Talker) -> None:
    stored = _messages(session, talker.conversation)
    assert [message.seq for message in stored] == list(range(1, len(stored) + 1)), "There is a gap in the numbers."
    theirs = [message for message in stored if message.sender == "customer"]
    assert [m.client_id for m in theirs] == [entry.client_id for entry in talker.ledger]
    for message, entry in zip(theirs, talker.ledger, strict=True):
        sent = entry.content.get("text") or entry.content["choice"]
        assert sent == (message.choice["id"] if message.choice else message.text)


def _turns_are_answered_once(session: Session, talker: Talker) -> None:
    turns = list(session.scalars(select(Turn).where(Turn.conversation_id == talker.conversation).order_by(Turn.seq)))
    assert len(turns) == len(talker.ledger)
    for turn in turns:
        assert turn.state in FINISHED, f"Turn {turn.seq} is {turn.state}."
        said = session.scalars(select(Message).where(Message.turn_id == turn.id)).all()
        assert [m for m in said if m.key != "turns.one_moment"], f"Turn {turn.seq} was answered with silence."
        doubled = [words for words, times in Counter((m.key, m.text) for m in said).items() if times > 1]
        assert doubled == [], f"Turn {turn.seq} was answered twice."
        asked = [message for message in said if (message.key or "").startswith("ask.")]
        assert len(asked) <= 1, f"Turn {turn.seq} asked twice."


def _the_answer_is_the_one_that_was_given(session: Session, conversation: str, entry: Entry) -> None:
    """What the person was given is what is stored, and it is the same ever after."""
    sent = (Message.conversation_id == conversation, Message.client_id == entry.client_id)
    seq = session.scalars(select(Message.seq).where(*sent)).one()
    turn = session.scalars(select(Turn.id).where(Turn.conversation_id == conversation, Turn.seq == seq)).one()
    stored = session.scalars(select(Message).where(Message.turn_id == turn).order_by(Message.seq))
    assert [(m["seq"], m["text"]) for m in entry.answer["messages"]] == [(m.seq, m.text) for m in stored]


def _operations_were_applied_once(session: Session, talker: Talker) -> None:
    conversation = session.get_one(Conversation, talker.conversation)
    assert conversation.case_id is not None, "No case was opened."
    case = session.get_one(Case, conversation.case_id)
    versions = list(
        session.scalars(select(RecordVersion).where(RecordVersion.case_id == case.id).order_by(RecordVersion.version))
    )
    assert [row.version for row in versions] == list(range(1, case.record_version + 1))
    told = Counter(texts(from_data(versions[-1].document)))
    sent = {entry.content["text"] for entry in talker.ledger if "text" in entry.content}
    assert [words for words, times in told.items() if times > 1] == [], "Words are in the record twice."
    assert set(told) <= sent
    first = next(m for m in _messages(session, talker.conversation) if m.sender == "customer")
    assert case.received_at == first.at
    _promised_once(session, case)
    _agreed_as_often_as_they_said_so(session, talker, case)


def _agreed_as_often_as_they_said_so(session: Session, talker: Talker, case: Case) -> None:
    chosen = [message.choice or {} for message in _messages(session, talker.conversation)]
    pressed = [choice for choice in chosen if (choice.get("meaning"), choice.get("of")) == ("agree", "ask.agree")]
    agreed = session.scalars(select(Agreement).where(Agreement.case_id == case.id, Agreement.kind == "agreed")).all()
    assert len(agreed) <= len(pressed)
    assert len({row.version for row in agreed}) == len(agreed), "A version was agreed twice."


def _promised_once(session: Session, case: Case) -> None:
    clocks = session.scalars(select(ClockRow).where(ClockRow.case_id == case.id)).all()
    assert len(clocks) == 1
    owed = session.scalars(select(ObligationRow).where(ObligationRow.case_id == case.id))
    doubled = [row for row, times in Counter((row.kind, row.what) for row in owed).items() if times > 1]
    assert doubled == [], "Something was promised twice."


def _nothing_is_left_to_do(session: Session) -> None:
    left = session.scalars(select(Outbox).where(Outbox.state != "done", Outbox.kind == "staff_alert")).all()
    assert [row.dedupe_key for row in left] == [], "The worker has not done what was intended."
