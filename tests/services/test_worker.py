"""The worker with a real mail server: what was intended is carried out once, tried again, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Mail_

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.mail import Mail
from backend.services.outbox import intend
from backend.store.database import Database
from backend.store.tables import Heartbeat, Outbox
from backend.worker import LEASE, MOST_ATTEMPTS, work_once
from tests.services.seat import Seat, a_seat, an_entity, rows
from tests.stack import free_port

STORY = "My cheek is lumpy after the filler."


class Inbox:
    """A mail server on a port of its own; while `refuses` is set it takes nothing."""

    def __init__(self) -> None:
        self.mails: list[Mail_] = []
        self.refuses = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuses:
            return self.refuses
        self.mails.append(message_from_bytes(envelope.original_content or b""))
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, Mail]]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield inbox, Mail(f"smtp://127.0.0.1:{controller.port}")
    controller.stop()


@pytest.fixture
def seat(database: Database) -> Seat:
    """Somebody has asked for the receipt by e-mail."""
    seat = a_seat(database)
    seat.tell(STORY)
    seat.until("copy")
    seat.say("joan@ash.test", entities=[an_entity("email", "joan@ash.test")])
    return seat


def _receipt(seat: Seat) -> Outbox:
    (row,) = rows(seat.context, Outbox, Outbox.kind == "receipt_email")
    return row


def test_the_receipt_arrives_once_with_the_record_and_the_promise_is_kept(
    seat: Seat, inbox: tuple[Inbox, Mail]
) -> None:
    box, mail = inbox
    assert seat.promised()["copy"].state == "open"
    work_once(seat.context, mail)
    work_once(seat.context, mail)
    (receipt,) = box.mails
    text = receipt.get_payload(decode=True).decode()  # type: ignore[union-attr]
    case = seat.case()
    assert case is not None
    assert receipt["To"] == "joan@ash.test"
    assert case.reference in text and STORY in text and "http://localhost:8000/record/" in text
    assert (_receipt(seat).state, seat.promised()["copy"].state) == ("done", "kept")


def test_the_subject_names_the_reference_and_nothing_of_the_complaint(seat: Seat, inbox: tuple[Inbox, Mail]) -> None:
    box, mail = inbox
    work_once(seat.context, mail)
    subject = box.mails[0]["Subject"]
    case = seat.case()
    assert case is not None and case.reference in subject
    assert not {word for word in STORY.lower().strip(".").split() if len(word) > 3} & set(subject.lower().split())
    assert box.mails[0]["Auto-Submitted"] == "auto-generated"


def test_a_refused_mail_is_tried_again_later_and_then_arrives_once(seat: Seat, inbox: tuple[Inbox, Mail]) -> None:
    box, mail = inbox
    box.refuses = "451 Try again later"
    work_once(seat.context, mail)
    row = _receipt(seat)
    assert (row.state, row.attempts, row.due_at) == ("waiting", 1, seat.clock.at + timedelta(seconds=30))
    assert "did not take it" in str(row.last_error) and STORY not in str(row.last_error)
    box.refuses = ""
    work_once(seat.context, mail)
    assert box.mails == []
    seat.clock.pass_time(seconds=30)
    work_once(seat.context, mail)
    assert len(box.mails) == 1


@pytest.mark.parametrize("mail", [Mail(None), Mail("smtp://127.0.0.1:1")], ids=["no server set", "nobody answers"])
def test_without_a_server_it_waits(seat: Seat, mail: Mail) -> None:
    work_once(seat.context, mail)
    assert (_receipt(seat).state, seat.promised()["copy"].state) == ("waiting", "open")


def test_after_the_last_try_it_is_dead_and_stays_on_the_record_as_owed(seat: Seat, inbox: tuple[Inbox, Mail]) -> None:
    box, mail = inbox
    box.refuses = "550 No such user"
    for _ in range(MOST_ATTEMPTS + 3):
        work_once(seat.context, mail)
        seat.clock.pass_time(minutes=30)
    assert (_receipt(seat).state, _receipt(seat).attempts) == ("dead", MOST_ATTEMPTS)
    assert seat.promised()["copy"].state == "open"


def test_the_same_intention_twice_is_one(seat: Seat, inbox: tuple[Inbox, Mail]) -> None:
    row = _receipt(seat)
    with seat.context.database.write() as session:
        now = seat.clock.at
        intend(session, row.kind, dedupe_key=row.dedupe_key, body=row.body, due_at=now, now=now)
    box, mail = inbox
    work_once(seat.context, mail)
    assert len(box.mails) == 1


def test_a_mail_that_a_killed_worker_held_is_sent_by_the_next_as_the_same_message(
    seat: Seat, inbox: tuple[Inbox, Mail]
) -> None:
    box, mail = inbox
    with seat.context.database.write() as session:
        held = session.get_one(Outbox, _receipt(seat).id)
        held.locked_until, held.attempts = seat.clock.at + LEASE, 1
    work_once(seat.context, mail)
    assert box.mails == []
    seat.clock.pass_time(minutes=2, seconds=1)
    work_once(seat.context, mail)
    first = box.mails[0]["Message-ID"]
    with seat.context.database.write() as session:
        session.get_one(Outbox, _receipt(seat).id).state = "waiting"
    work_once(seat.context, mail)
    assert [sent["Message-ID"] for sent in box.mails] == [first, first]


def test_two_workers_do_not_send_the_same_mail(seat: Seat, inbox: tuple[Inbox, Mail]) -> None:
    box, mail = inbox
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: work_once(seat.context, mail), range(4)))
    assert len(box.mails) == 1


def test_a_task_that_cannot_be_done_does_not_stop_the_others(seat: Seat, inbox: tuple[Inbox, Mail]) -> None:
    box, mail = inbox
    now = seat.clock.at
    with seat.context.database.write() as session:
        body = {"conversation": "gone", "version": 1}
        early = now - timedelta(minutes=1)
        intend(session, "wait_limit", dedupe_key="broken", body=body, due_at=early, now=now)
    for _ in range(MOST_ATTEMPTS + 3):
        work_once(seat.context, mail)
        seat.clock.pass_time(minutes=30)
    assert len(box.mails) == 1
    (broken,) = rows(seat.context, Outbox, Outbox.dedupe_key == "broken")
    assert broken.state == "dead"


def test_the_worker_says_that_it_lives(seat: Seat) -> None:
    work_once(seat.context, Mail(None))
    with seat.context.database.read() as session:
        assert session.get_one(Heartbeat, "worker").at == seat.clock.at
