"""Staff sort an unsorted case: a reason, a named person, and a date that is never later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from backend.core.actor import Actor
from backend.core.intake.situation import CaseKind
from backend.errors import Conflict, HeardError, Mistyped, NotFound
from backend.services.case_file import read_case
from backend.services.context import Context
from backend.services.queue import queue_for
from backend.services.sorting import take_as
from backend.store.database import Database
from backend.store.tables import Case, ClockRow, Event, ObligationRow
from tests.builders import a_case, a_conversation, a_staff, make_context, stored_case
from tests.services.seat import a_seat, rows

WHY = "She wants to know why nobody rang."


@pytest.fixture
def context(database: Database) -> Context:
    """What the services need; it is Monday 23 November 2026."""
    return make_context(database)


def an_unsorted(context: Context, provider: str = "lumiere") -> str:
    """A case that nobody has sorted, received today."""
    return a_case(context, provider=provider, kind=CaseKind.UNSORTED, labels=())


def sort(context: Context, actor: Actor, reference: str, kind: str = "complaint", **changes: object) -> None:
    """Takes the case as this, on the version it has now."""
    version = stored_case(context, reference).version
    given = {"reason": WHY, "received_on": None, "expected_version": version} | changes
    take_as(context, actor, reference, kind=kind, **given)  # type: ignore[arg-type]


def owed(context: Context, reference: str) -> dict[str, date]:
    """What is open in the case, and the last day on which it is in time."""
    duties = read_case(context, a_staff(context, name="Reader", email=None), reference).duties
    return {duty.row.kind: duty.due.on for duty in duties if duty.row.state == "open"}


@pytest.mark.parametrize("kind", ["complaint", "concern"])
def test_a_complaint_or_concern_keeps_its_receipt_and_its_date(context: Context, kind: str) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    before = stored_case(context, reference)
    sort(context, amina, reference, kind)
    case = stored_case(context, reference)
    assert (case.kind, case.state) == (kind, "open")
    assert case.received_at == before.received_at
    assert owed(context, reference)["reply"] == date(2026, 12, 11)  # 14 working days after Monday 23 November
    assert len(rows(context, ClockRow)) == 1
    [event] = rows(context, Event, Event.kind == "sorted")
    assert (event.actor, event.reason) == (f"staff:{amina.id}", WHY)
    assert event.body == {"from": "unsorted", "as": kind}


def test_an_earlier_receipt_brings_the_date_forward_and_keeps_the_old_one_beside_it(context: Context) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    sort(context, amina, reference, received_on=date(2026, 11, 19))
    assert [clock.due_on for clock in rows(context, ClockRow)] == [date(2026, 12, 11), date(2026, 12, 9)]
    assert stored_case(context, reference).received_on == date(2026, 11, 19)
    assert owed(context, reference)["reply"] == date(2026, 12, 9)  # Thursday 19 November and 14 working days
    states = {row.due_at.date().isoformat(): row.state for row in rows(context, ObligationRow) if row.kind == "reply"}
    assert states == {"2026-12-12": "cancelled", "2026-12-10": "open"}
    [moved] = rows(context, Event, Event.kind == "received_earlier")
    assert moved.body == {"from": "2026-11-23", "to": "2026-11-19"}


def test_a_later_receipt_is_refused(context: Context) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    with pytest.raises(Mistyped, match=r"Monday 23 November 2026.*earlier, never later") as refused:
        sort(context, amina, reference, received_on=date(2026, 11, 24))
    assert refused.value.field == "received"
    assert stored_case(context, reference).state == "unsorted"


def test_the_day_it_was_received_moves_nothing(context: Context) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    sort(context, amina, reference, received_on=date(2026, 11, 23))
    assert len(rows(context, ClockRow)) == 1


def test_a_day_that_no_calendar_reaches_is_refused(context: Context) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    with pytest.raises(Mistyped, match="check the year"):
        sort(context, amina, reference, received_on=date(1926, 11, 19))
    assert stored_case(context, reference).state == "unsorted"


@pytest.mark.parametrize("kind", ["enquiry", "praise"])
def test_an_enquiry_or_praise_has_no_clock_and_is_still_answered_by_the_date_that_was_told(
    context: Context, kind: str
) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    sort(context, amina, reference, kind)
    assert stored_case(context, reference).state == "not_a_complaint"
    dates = owed(context, reference)
    assert "reply" not in dates
    assert dates["contact_answer"] == date(2026, 12, 11)
    [event] = rows(context, Event, Event.kind == "reclassified")
    assert (event.actor, event.reason, event.body) == (f"staff:{amina.id}", WHY, {"as": kind})
    [line] = queue_for(context, amina).contacts
    assert (line.reference, line.contact) == (reference, kind)


def test_a_contact_has_no_day_of_receipt(context: Context) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    with pytest.raises(Mistyped, match="leave the day empty"):
        sort(context, amina, reference, "praise", received_on=date(2026, 11, 19))
    assert stored_case(context, reference).state == "unsorted"


def test_staff_may_still_take_a_contact_as_a_complaint_with_its_first_date(context: Context) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    sort(context, amina, reference, "enquiry")
    later = replace(context, now=lambda: context.now().replace(year=2026, month=12, day=14, hour=9))
    sort(later, amina, reference, "complaint", reason="She wrote again.")
    case = stored_case(context, reference)
    assert (case.kind, case.state) == ("complaint", "open")
    dates = owed(context, reference)
    assert dates["reply"] == date(2026, 12, 11)  # overdue on 14 December, and said to be
    assert "contact_answer" not in dates
    assert queue_for(context, amina).contacts == []


def test_a_person_who_complains_after_all_opens_it_again_with_its_date(database: Database) -> None:
    seat = a_seat(database)
    seat.say("Is anybody there to read this", intent="unclear", topics=("complain_unclear",))
    with database.write() as session:
        case = session.query(Case).one()
        case.kind, case.state = "unsorted", "unsorted"
        reference = case.reference
    amina = a_staff(seat.context)
    sort(seat.context, amina, reference, "enquiry")
    seat.say("My bill is wrong and nobody answers me", intent="complain_billing")
    case = stored_case(seat.context, reference)
    assert (case.kind, case.state) == ("complaint", "open")
    assert "case_opened" in [message.key for message in seat.messages()][-3:]
    assert owed(seat.context, reference)["reply"] == date(2026, 12, 11)


def test_only_a_provider_that_knows_concerns_has_them(context: Context) -> None:
    cara = a_staff(context, name="Cara Lund", providers=["exclusive-health"])
    reference = an_unsorted(context, provider="exclusive-health")
    with pytest.raises(Mistyped, match="choose"):
        sort(context, cara, reference, "concern")
    assert [str(one) for one in read_case(context, cara, reference).may_be_taken_as] == [
        "complaint",
        "enquiry",
        "praise",
    ]


@pytest.mark.parametrize(
    ("kind", "reason", "field"), [("complaint", "  ", "reason"), ("", WHY, "kind"), ("x", WHY, "kind")]
)
def test_a_kind_and_a_reason_are_needed(context: Context, kind: str, reason: str, field: str) -> None:
    amina, reference = a_staff(context), an_unsorted(context)
    with pytest.raises(Mistyped) as refused:
        sort(context, amina, reference, kind, reason=reason)
    assert refused.value.field == field


def test_a_case_that_changed_meanwhile_is_left_as_it_is(context: Context) -> None:
    amina, ben, reference = a_staff(context), a_staff(context, name="Ben Okri"), an_unsorted(context)
    seen = stored_case(context, reference).version
    sort(context, amina, reference)
    with pytest.raises(Conflict, match="has changed"):
        sort(context, ben, reference, "praise", expected_version=seen)
    with pytest.raises(Conflict, match="sorted already"):
        sort(context, ben, reference, "praise")


def test_another_providers_case_is_not_there(context: Context) -> None:
    stranger = a_staff(context, name="Cara Lund", providers=["exclusive-health"])
    reference = an_unsorted(context)
    with pytest.raises(NotFound):
        sort(context, stranger, reference)
    assert isinstance(NotFound("x"), HeardError)
    assert a_conversation(context)
