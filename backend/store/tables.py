"""The tables. Instants are UTC; dates are London dates; JSON columns hold values of `backend.core`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, ForeignKey, Index, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Data = dict[str, Any]


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses an instant without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Gives the instant back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {
        datetime: Instant,
        date: Date,
        str: Text,
        Data: JSON(none_as_null=True),
        list[Data]: JSON(none_as_null=True),
    }


class Conversation(Base):
    """One chat or call; who hears its messages is `owner`, changed only by `transition()`."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    provider: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    client_id: Mapped[str | None] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    owner: Mapped[str] = mapped_column(default="bot")
    owner_version: Mapped[int] = mapped_column(default=1)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    contact: Mapped[str | None]  # praise, enquiry ...: kept without a case
    focus: Mapped[Data | None]
    hold: Mapped[str | None]  # the danger that was heard, until they choose how to go on
    last_seq: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None] = mapped_column(index=True)
    last_staff_at: Mapped[datetime | None]


class Message(Base):
    """One message, never changed; `seq` counts within its conversation without gaps."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int]
    client_id: Mapped[str | None]
    turn_id: Mapped[str | None] = mapped_column(index=True)  # the turn it answers
    sender: Mapped[str]
    staff_name: Mapped[str | None]
    text: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]
    choice: Mapped[Data | None]  # what the person chose: {"id", "meaning", "about"}
    choices: Mapped[list[Data]] = mapped_column(default=list)
    key: Mapped[str | None]  # the fixed wording or question it is


class Turn(Base):
    """A person's message on its way to an answer: received, running (leased), answered or given_up."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"), Index("ix_turn_unfinished", "state", "lease_until"))
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    owner_version: Mapped[int]
    operation: Mapped[str | None]
    result: Mapped[Data | None]  # what the action's writing call answered, given again on repeat
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Call(Base):
    """A telephone call, known by the line's own id for it and never by the number it came from."""

    __tablename__ = "call"
    sid: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), unique=True)
    provider: Mapped[str]
    number: Mapped[str | None]  # E.164; None when withheld
    state: Mapped[Data] = mapped_column(default=dict)  # how far the call has got, as the phone channel keeps it
    next_turn: Mapped[int] = mapped_column(default=1)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class CallTurn(Base):
    """One exchange of a call: what came in, kept raw, and the answer, given again unchanged on repeat."""

    __tablename__ = "call_turn"
    sid: Mapped[str] = mapped_column(ForeignKey("call.sid"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    heard: Mapped[Data]  # {"speech", "confidence", "digits"}, as the line sent them
    decided: Mapped[Data | None]  # what it comes to, kept before anything is done about it
    at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class Recording(Base):
    """Sound kept at Twilio: a message for a person, one point in the caller's own voice, or a whole call."""

    __tablename__ = "recording"
    sid: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(default="message")  # message | point | call
    point: Mapped[int | None]  # the point's number when it was recorded
    url: Mapped[str]
    seconds: Mapped[int]
    at: Mapped[datetime]
    delete_on: Mapped[date | None] = mapped_column(index=True)  # None until its provider decides how long it is kept
    deleted_at: Mapped[datetime | None]


class TextMessage(Base):
    """A text on its way to a mobile: where Twilio says it has got to."""

    __tablename__ = "text_message"
    sid: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str]
    status: Mapped[str]
    error_code: Mapped[str | None]
    at: Mapped[datetime]


class Case(Base):
    """A complaint, concern or unsorted contact with its clock; pinned to a policy version."""

    __tablename__ = "case"
    __table_args__ = (Index("ix_case_state", "provider", "state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    stage: Mapped[str]
    owner_role: Mapped[str]
    policy_version: Mapped[str]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    record_version: Mapped[int] = mapped_column(default=0)
    progress: Mapped[Data] = mapped_column(default=dict)
    code_hash: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class RecordVersion(Base):
    """One version of a case's record; every edit adds one and none is ever changed."""

    __tablename__ = "record_version"
    __table_args__ = (UniqueConstraint("case_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    version: Mapped[int]
    document: Mapped[Data]
    hash: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    reason: Mapped[str]


class Agreement(Base):
    """The person's yes to one version of the record (L.R65); a signature has the name they typed (L.R66)."""

    __tablename__ = "agreement"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    version: Mapped[int]
    hash: Mapped[str]
    kind: Mapped[str]  # agreed | signed
    how: Mapped[str]  # web | page | phone | staff
    name: Mapped[str | None]
    statement: Mapped[str]
    at: Mapped[datetime]


class ClockRow(Base):
    """A stage's clock: never paused, never moved; a new date is a new row beside the old."""

    __tablename__ = "clock"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    stage: Mapped[str]
    clause: Mapped[str]
    working_days: Mapped[int]
    started_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    due_at: Mapped[datetime]
    proof: Mapped[Data]
    reason: Mapped[str]
    at: Mapped[datetime]


class ObligationRow(Base):
    """A promise: who does what by when, under which clause or provider's decision."""

    __tablename__ = "obligation"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversation.id"), index=True)
    kind: Mapped[str]
    what: Mapped[str]
    point: Mapped[int | None]  # the point it is about, by its number when it was promised
    owner_role: Mapped[str]
    due_at: Mapped[datetime]
    clause: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    __table_args__ = (Index("ix_obligation_due", "state", "due_at"),)


class Event(Base):
    """What happened, appended and hash-chained per stream (a case or a conversation)."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("stream", "seq"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str]
    seq: Mapped[int]
    kind: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    reason: Mapped[str]
    body: Mapped[Data]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class Outbox(Base):
    """An effect to carry out after commit, and timers; `dedupe_key` makes a repeat harmless."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "due_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    body: Mapped[Data]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")  # waiting | done | dead
    attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_error: Mapped[str | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Alert(Base):
    """Danger that was heard; open until a named person acknowledges it."""

    __tablename__ = "alert"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(index=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    kind: Mapped[str]
    cues: Mapped[list[Data]]
    message_seq: Mapped[int]
    at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None]


class Staff(Base):
    """A member of staff; which providers' cases they see is in `staff_provider`."""

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class StaffProvider(Base):
    """One provider a member of staff works for."""

    __tablename__ = "staff_provider"
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    provider: Mapped[str] = mapped_column(primary_key=True)


class StaffSession(Base):
    """A signed-in browser; ending the row ends the session."""

    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    csrf: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RecordLink(Base):
    """A link to a person's own record: token hashed, 30 days, revocable, a second fact asked."""

    __tablename__ = "record_link"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str]  # link | session
    checked: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Attempts(Base):
    """How often a credential was tried in a window of time (sign-in, four numbers, second fact)."""

    __tablename__ = "attempts"
    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime]
    count: Mapped[int]


class PolicyVersion(Base):
    """A policy as it stood when a case was opened under it."""

    __tablename__ = "policy_version"
    provider: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[Data]
    stored_at: Mapped[datetime]


class Heartbeat(Base):
    """When a process last said it was working."""

    __tablename__ = "heartbeat"
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
