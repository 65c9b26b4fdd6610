"""Look-ups that several services share; a lock is taken by `for_update` (SQLite's writer lock covers it)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.store.tables import Agreement, Case, ClockRow, Conversation, Message, RecordVersion, Turn

_READ_AGAIN = {"populate_existing": True}  # a row that this session loaded before the lock may be stale


def lock_conversation(session: Session, conversation_id: str) -> Conversation:
    """The conversation as it stands now, held for this transaction."""
    wanted = select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    found = session.scalars(wanted, execution_options=_READ_AGAIN).one_or_none()
    if found is None:
        raise NotFound("There is no such conversation. Please start again from the complaints page.")
    return found


def lock_case(session: Session, case_id: int) -> Case:
    """The case as it stands now, held for this transaction."""
    wanted = select(Case).where(Case.id == case_id).with_for_update()
    return session.scalars(wanted, execution_options=_READ_AGAIN).one()


def current_record(session: Session, case: Case) -> RecordVersion | None:
    """The newest version of a case's record."""
    return session.scalars(
        select(RecordVersion).where(RecordVersion.case_id == case.id, RecordVersion.version == case.record_version)
    ).one_or_none()


def last_agreement(session: Session, case_id: int, kind: str = "agreed") -> Agreement | None:
    """The latest agreement (or signature) of a case."""
    wanted = (Agreement.case_id == case_id, Agreement.kind == kind)
    return session.scalars(select(Agreement).where(*wanted).order_by(Agreement.id.desc()).limit(1)).first()


def current_clock(session: Session, case: Case) -> ClockRow:
    """The newest clock of the case's stage; earlier ones stay beside it."""
    wanted = (ClockRow.case_id == case.id, ClockRow.stage == case.stage)
    return session.scalars(select(ClockRow).where(*wanted).order_by(ClockRow.id.desc()).limit(1)).one()


def messages_after(session: Session, conversation_id: str, seq: int) -> list[Message]:
    """The conversation's messages after this number, in order."""
    wanted = (Message.conversation_id == conversation_id, Message.seq > seq)
    return list(session.scalars(select(Message).where(*wanted).order_by(Message.seq)))


def message_by_client_id(session: Session, conversation_id: str, client_id: str) -> Message | None:
    """The message that came under this client id before."""
    wanted = (Message.conversation_id == conversation_id, Message.client_id == client_id)
    return session.scalars(select(Message).where(*wanted)).one_or_none()


def turn_of(session: Session, conversation_id: str, seq: int) -> Turn | None:
    """The turn of the person's message with this number."""
    wanted = (Turn.conversation_id == conversation_id, Turn.seq == seq)
    return session.scalars(select(Turn).where(*wanted)).one_or_none()


def turn_by_id(session: Session, turn_id: str) -> Turn:
    """The turn, or NotFound."""
    found = session.get(Turn, turn_id)
    if found is None:
        raise NotFound("There is no such turn.")
    return found


def lock_turn(session: Session, turn_id: str) -> tuple[Turn, Conversation]:
    """The turn as it stands now, with its conversation held: every writer of a turn holds that first."""
    turn = turn_by_id(session, turn_id)
    conversation = lock_conversation(session, turn.conversation_id)
    session.refresh(turn)
    return turn, conversation
