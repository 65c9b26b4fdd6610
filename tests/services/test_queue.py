"""What staff see first, and only of their own providers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.core.actor import Actor
from backend.core.intake.situation import CaseKind
from backend.core.ownership import Owner
from backend.services.context import Context
from backend.services.due_words import due
from backend.services.queue import queue_for
from backend.services.undecided import undecided
from backend.store.database import Database
from backend.store.tables import Alert, Conversation
from tests.builders import MONDAY, STORY, Clock, a_case, a_conversation, a_staff, make_context


def test_people_wait_in_the_order_they_asked(database: Database) -> None:
    clock = Clock()
    context = make_context(database, now=clock)
    me = a_staff(context)
    second, first = a_conversation(context), a_conversation(context)
    _waits(context, first)
    clock.pass_time(minutes=1)
    _waits(context, second)
    assert [line.id for line in queue_for(context, me).waiting] == [first, second]


def test_a_conversation_is_mine_or_a_colleagues(database: Database) -> None:
    context = make_context(database)
    me, ben = a_staff(context), a_staff(context, name="Ben Okri")
    mine, theirs = a_conversation(context, says=["Hello?"]), a_conversation(context)
    _owned(context, mine, me)
    _owned(context, theirs, ben)
    queue = queue_for(context, me)
    assert [(line.id, line.unanswered) for line in queue.mine] == [(mine, True)]
    assert [(line.id, line.staff_name) for line in queue.colleagues] == [(theirs, "Ben Okri")]


def test_an_alert_stays_on_top_until_somebody_acknowledges_it(database: Database) -> None:
    context = make_context(database)
    me = a_staff(context)
    conversation = a_conversation(context, says=["I want to end it"])
    reference = a_case(context, conversation=conversation)
    alert = _alert(context, conversation)
    assert [(line.kind, line.reference) for line in queue_for(context, me).alerts] == [("self_harm", reference)]
    with database.write() as session:
        session.get_one(Alert, alert).acknowledged_at = context.now()
    assert queue_for(context, me).alerts == []


def test_cases_come_by_what_is_due_next(database: Database) -> None:
    context = make_context(database)
    me = a_staff(context, providers=["lumiere", "exclusive-health"])
    later = a_case(context, provider="lumiere")
    sooner = a_case(context, provider="exclusive-health")
    unsorted = a_case(context, provider="exclusive-health", kind=CaseKind.UNSORTED)
    queue = queue_for(context, me)
    by_reference = {line.reference: line for line in queue.cases}
    assert queue.cases_in_all == 3
    assert {line.reference for line in queue.cases} == {later, sooner, unsorted}
    assert [line.next.at for line in queue.cases if line.next] == sorted(
        line.next.at for line in queue.cases if line.next
    )
    assert by_reference[unsorted].state == "unsorted"


def test_a_list_never_tells_the_story(database: Database) -> None:
    context = make_context(database)
    me = a_staff(context)
    a_case(context)
    assert STORY[:20] not in repr(queue_for(context, me))


def test_a_contact_without_a_case_is_listed_apart(database: Database) -> None:
    context = make_context(database)
    me = a_staff(context)
    conversation = a_conversation(context, says=["Thank you, the nurse was lovely."])
    with database.write() as session:
        session.get_one(Conversation, conversation).contact = "praise"
    assert [(line.id, line.contact) for line in queue_for(context, me).contacts] == [(conversation, "praise")]


def test_another_provider_has_nothing_here(database: Database) -> None:
    context = make_context(database)
    a_case(context, provider="lumiere")
    waiting = a_conversation(context, provider="lumiere")
    _waits(context, waiting)
    _alert(context, waiting)
    stranger = a_staff(context, name="Cara Lund", providers=["exclusive-health"])
    queue = queue_for(context, stranger)
    assert (queue.alerts, queue.waiting, queue.cases, queue.cases_in_all) == ([], [], [], 0)


@pytest.mark.parametrize(
    ("at", "words", "overdue"),
    [
        # Monday 23 November 2026, 10:00 in London
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), "Overdue by 2 working days", True),  # Thursday's end
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), "Overdue by 1 working day", True),  # Friday's end
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), "Overdue by 1 working day", True),  # Sunday's end
        (datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "Overdue since 09:30", True),
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "Overdue since 10:00", True),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "Due today by 15:00", False),
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "Due today", False),
        (datetime(2026, 11, 25, 0, 0, tzinfo=UTC), "Due tomorrow", False),
        (datetime(2026, 11, 26, 0, 0, tzinfo=UTC), "2 working days left", False),
        (datetime(2026, 11, 30, 0, 0, tzinfo=UTC), "4 working days left", False),  # the weekend's end
    ],
)
def test_what_is_left_is_said_in_words(database: Database, at: datetime, words: str, overdue: bool) -> None:
    left = due(make_context(database), "lumiere", at)
    assert (left.words, left.overdue) == (words, overdue)


def test_what_is_due_on_a_weekend_is_due_before_the_next_working_day(database: Database) -> None:
    friday = Clock(datetime(2026, 11, 27, 12, 0, tzinfo=UTC))
    left = due(make_context(database, now=friday), "lumiere", datetime(2026, 11, 30, 0, 0, tzinfo=UTC))
    assert left.words == "Due before the next working day"


def test_what_the_provider_has_not_decided_is_said(database: Database) -> None:
    context = make_context(database)
    (one,) = undecided(context, a_staff(context))
    assert (one.provider, one.safety_unapproved) == ("Lumiere Medispa", True)
    assert "the address of the complaints form on the website" in one.settings


def _waits(context: Context, conversation: str) -> None:
    with context.database.write() as session:
        row = session.get_one(Conversation, conversation)
        row.owner, row.waiting_since = Owner.WAITING, context.now()


def _owned(context: Context, conversation: str, actor: Actor) -> None:
    with context.database.write() as session:
        row = session.get_one(Conversation, conversation)
        row.owner, row.staff_id = Owner.STAFF, int(actor.id)


def _alert(context: Context, conversation: str) -> int:
    with context.database.write() as session:
        alert = Alert(
            provider="lumiere",
            conversation_id=conversation,
            kind="self_harm",
            cues=[],
            message_seq=1,
            at=MONDAY,
        )
        session.add(alert)
        session.flush()
        return alert.id
