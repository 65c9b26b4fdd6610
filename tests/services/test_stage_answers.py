"""An answer was sent: its promise is kept in time or late, and the person may go further."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import yaml

from backend.config import ROOT
from backend.core.actor import Actor
from backend.core.intake.situation import CaseKind
from backend.errors import Conflict, HeardError, Mistyped, NotFound
from backend.services.case_file import read_case
from backend.services.context import Context
from backend.services.duties import mark_kept
from backend.services.stage_answers import record_answer
from backend.store.database import Database
from backend.store.tables import ClockRow, Event, ObligationRow
from tests.builders import Clock, a_case, a_staff, make_context, stored_case
from tests.services.seat import Seat, a_seat, rows

MON_23_NOV = date(2026, 11, 23)  # the day of receipt in every test
FRI_11_DEC = date(2026, 12, 11)  # Lumiere's 14 working days
MON_14_DEC = date(2026, 12, 14)


@pytest.fixture
def clock() -> Clock:
    """The time it is."""
    return Clock()


@pytest.fixture
def context(database: Database, clock: Clock) -> Context:
    """What the services need."""
    return make_context(database, now=clock)


def answered(context: Context, actor: Actor, reference: str, **changes: object) -> None:
    """Records an answer on the case as it is now."""
    given: dict[str, object] = {"sent_on": FRI_11_DEC, "sent_by": "Dr Ada Obi", "how": "post", "summary": "We explain."}
    given["expected_version"] = stored_case(context, reference).version
    record_answer(context, actor, reference, **given | changes)  # type: ignore[arg-type]


def reply(context: Context) -> ObligationRow:
    """The promise of the answer."""
    return rows(context, ObligationRow, ObligationRow.kind == "reply")[-1]


def test_an_answer_in_time_keeps_its_promise_and_closes_nothing(context: Context, clock: Clock) -> None:
    amina, reference = a_staff(context), a_case(context)
    clock.at = datetime(2026, 12, 11, 15, 30, tzinfo=UTC)
    answered(context, amina, reference)
    assert stored_case(context, reference).state == "answered"
    assert (reply(context).state, reply(context).ended_at) == ("kept", clock.at)
    [event] = rows(context, Event, Event.kind == "answered")
    assert (event.actor, event.reason) == (f"staff:{amina.id}", "We explain.")
    assert event.body == {
        "stage": "stage_1",
        "sent_on": "2026-12-11",
        "by": "Dr Ada Obi",
        "how": "post",
        "due_on": "2026-12-11",
    }
    [line] = read_case(context, amina, reference).answers
    assert (line.stage, line.in_time, line.recorded_by) == ("Stage 1, local resolution", "In time.", "Amina Yusuf")


def test_an_answer_sent_on_its_last_day_and_recorded_later_was_in_time(context: Context, clock: Clock) -> None:
    amina, reference = a_staff(context), a_case(context)
    clock.at = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
    answered(context, amina, reference)
    shown = read_case(context, amina, reference)
    assert [duty.late_or_kept for duty in shown.duties if duty.row.kind == "reply"] == ["kept"]
    assert reply(context).ended_at == datetime(2026, 12, 11, 23, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent_on", "words"),
    [
        (date(2026, 12, 12), "Late."),  # Saturday
        (MON_14_DEC, "Late by 1 working day."),
        (date(2026, 12, 29), "Late by 10 working days."),  # Christmas Day and 28 December do not count
    ],
)
def test_a_late_answer_stays_late_beside_the_date_that_was_promised(
    context: Context, clock: Clock, sent_on: date, words: str
) -> None:
    amina, reference = a_staff(context), a_case(context)
    clock.at = datetime(2026, 12, 29, 12, 0, tzinfo=UTC)
    answered(context, amina, reference, sent_on=sent_on)
    shown = read_case(context, amina, reference)
    assert [line.in_time for line in shown.answers] == [words]
    assert [duty.late_or_kept for duty in shown.duties if duty.row.kind == "reply"] == ["kept_late"]
    assert [row.due_on for row in rows(context, ClockRow)] == [FRI_11_DEC]
    assert shown.answers[0].sent.due_on == FRI_11_DEC


def test_summer_time_does_not_move_a_day(context: Context, clock: Clock) -> None:
    amina = a_staff(context)
    clock.at = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)  # Wednesday; London is an hour ahead
    reference = a_case(context)
    clock.at = datetime(2026, 7, 21, 23, 30, tzinfo=UTC)  # 00:30 on Wednesday 22 July in London
    answered(context, amina, reference, sent_on=date(2026, 7, 21))
    assert reply(context).ended_at == datetime(2026, 7, 21, 22, 59, 59, 999_999, tzinfo=UTC)
    assert read_case(context, amina, reference).answers[0].in_time == "In time."


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"sent_on": date(2026, 12, 12)}, "sent", "Saturday 12 December 2026 is still to come"),
        ({"sent_on": date(2026, 11, 22)}, "sent", "began on Monday 23 November 2026"),
        ({"sent_on": None}, "sent", "the day on which the answer was sent"),
        ({"sent_by": " "}, "sent_by", "who sent the answer"),
        ({"how": ""}, "how", "how the answer was sent"),
        ({"how": "pigeon"}, "how", "how the answer was sent"),
        ({"how": "telephone"}, "how", "promised in writing"),
        ({"summary": "\n"}, "summary", "what the answer said"),
        ({"summary": "x" * 2001}, "summary", "2,000"),
    ],
)
def test_what_cannot_be_so_is_refused_with_a_sentence(
    context: Context, clock: Clock, changes: dict[str, object], field: str, words: str
) -> None:
    amina, reference = a_staff(context), a_case(context)
    clock.at = datetime(2026, 12, 11, 15, 30, tzinfo=UTC)
    with pytest.raises(Mistyped, match=words) as refused:
        answered(context, amina, reference, **changes)
    assert refused.value.field == field
    assert (stored_case(context, reference).state, reply(context).state) == ("open", "open")


def test_a_stage_that_is_not_answered_in_writing_may_be_answered_by_telephone(context: Context) -> None:
    cara = a_staff(context, name="Cara Lund", providers=["exclusive-health"])
    reference = a_case(context, provider="exclusive-health")
    answered(context, cara, reference, sent_on=MON_23_NOV, how="telephone")
    assert stored_case(context, reference).state == "answered"


def test_an_answer_is_recorded_once_and_on_the_case_as_it_is(context: Context) -> None:
    amina, ben, reference = a_staff(context), a_staff(context, name="Ben Okri"), a_case(context)
    seen = stored_case(context, reference).version
    answered(context, amina, reference, sent_on=MON_23_NOV)
    with pytest.raises(Conflict, match="has changed"):
        answered(context, ben, reference, sent_on=MON_23_NOV, expected_version=seen)
    with pytest.raises(Conflict, match="No answer is owed"):
        answered(context, ben, reference, sent_on=MON_23_NOV)
    assert len(rows(context, Event, Event.kind == "answered")) == 1


def test_the_answer_is_never_only_ticked_off(context: Context) -> None:
    amina, reference = a_staff(context), a_case(context)
    with pytest.raises(HeardError, match="the day it was sent"):
        mark_kept(context, amina, reply(context).id, note="posted")
    assert reply(context).state == "open"
    assert stored_case(context, reference).state == "open"


def test_a_case_that_its_person_settled_is_answered_and_stays_settled(context: Context) -> None:
    amina, reference = a_staff(context), a_case(context)
    with context.database.write() as session:
        session.merge(stored_case(context, reference)).state = "settled"
    answered(context, amina, reference, sent_on=MON_23_NOV)
    assert (stored_case(context, reference).state, reply(context).state) == ("settled", "kept")


def test_an_unsorted_case_may_be_answered_and_told_more_of(database: Database) -> None:
    seat = a_seat(database)
    seat.tell()
    with database.write() as session:
        case = session.merge(seat.case())
        case.kind, case.state = CaseKind.UNSORTED, "unsorted"
    amina = a_staff(seat.context)
    answered(seat.context, amina, seat.case().reference, sent_on=MON_23_NOV)
    seat.tell("They sent me the wrong bill as well.")
    assert (seat.case().kind, seat.case().state) == ("complaint", "answered")


def test_another_providers_case_is_not_there(context: Context) -> None:
    stranger = a_staff(context, name="Cara Lund", providers=["exclusive-health"])
    reference = a_case(context)
    with pytest.raises(NotFound):
        answered(context, stranger, reference, sent_on=MON_23_NOV)


def test_the_next_stage_opens_with_the_answer_and_not_before(database: Database) -> None:
    seat = an_exclusive_seat(database)
    seat.say("I want the next stage", operation="escalate", intent="escalate")
    assert "escalate_noted" in seat.choose("yes")
    answer_now(seat)
    seat.say("I am not satisfied", operation="escalate", intent="escalate")
    assert "escalated" in seat.choose("yes")
    assert said_in_words(seat) == [
        "Your complaint goes to Stage 2, formal complaint now. "
        "An Operations Manager should answer by the end of Wednesday 2 December 2026."
    ]
    case = seat.case()
    assert (case.stage, case.state) == ("stage_2", "open")
    assert [row.due_on for row in rows(seat.context, ClockRow)] == [date(2026, 11, 26), date(2026, 12, 2)]
    promises = rows(seat.context, ObligationRow, ObligationRow.kind == "reply")
    assert [row.state for row in promises] == ["kept", "open"]


def test_each_stage_is_answered_apart(database: Database) -> None:
    seat = an_exclusive_seat(database)
    amina = answer_now(seat)
    seat.say("I am not satisfied", operation="escalate", intent="escalate")
    seat.choose("yes")
    answered(seat.context, amina, seat.case().reference, sent_on=MON_23_NOV, summary="The manager explains.")
    lines = read_case(seat.context, amina, seat.case().reference).answers
    assert [line.sent.stage for line in lines] == ["stage_1", "stage_2"]
    assert [line.sent.due_on for line in lines] == [date(2026, 11, 26), date(2026, 12, 2)]


def test_the_status_says_that_an_answer_was_sent(database: Database) -> None:
    seat = an_exclusive_seat(database)
    answer_now(seat)
    assert "status_answered" in seat.say("How is my complaint?", operation="status", intent="ask_status")
    assert "status" not in seat.keys(seat.turn)
    assert "an answer was sent to you on Monday 23 November 2026, by post." in said_in_words(seat)[0]


def an_exclusive_seat(database: Database) -> Seat:
    """A complaint to Exclusive Health of Monday 23 November, told but not yet agreed."""
    seat = a_seat(database, provider="exclusive-health")
    seat.tell()
    return seat


def said_in_words(seat: Seat) -> list[str]:
    """What the last turn says, its values in the wording's places; a missing value fails here."""
    wording = yaml.safe_load((ROOT / "assistant/translations/en/after.yml").read_text(encoding="utf-8"))
    result = seat.stored_turn().result or {}
    return [wording[say["key"]]["text"].format(**say["values"]) for say in result["says"]]


def answer_now(seat: Seat) -> Actor:
    """Records the stage's answer today; the one who did."""
    amina = a_staff(seat.context, providers=["exclusive-health"])
    answered(seat.context, amina, seat.case().reference, sent_on=MON_23_NOV)
    return amina
