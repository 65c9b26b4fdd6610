"""After an answer was sent: the next stage, or the routes outside, from the person's own page."""

from __future__ import annotations

from datetime import date

import pytest

from backend.services.stage_answers import record_answer
from backend.store.tables import ClockRow, Event, ObligationRow
from tests.builders import a_case, a_staff, stored_case


def answered(context, provider: str) -> str:
    """A case of Monday 23 November 2026 that was answered the same day; its reference."""
    reference = a_case(context, provider=provider)
    record_answer(
        context,
        a_staff(context, providers=[provider]),
        reference,
        sent_on=date(2026, 11, 23),
        sent_by="Ada Obi",
        how="email",
        summary="We explain the lump.",
        expected_version=stored_case(context, reference).version,
    )
    return reference


def rows(context, table, **wanted):
    """Stored rows, oldest first."""
    with context.database.read() as session:
        return session.query(table).filter_by(**wanted).order_by(table.id).all()


def test_before_an_answer_there_is_nothing_to_go_on_from(context, opened):
    assert "The answer to your complaint" not in opened(a_case(context)).get("/record").text


def test_the_next_stage_begins_at_a_press_with_its_own_date(context, opened):
    reference = answered(context, "exclusive-health")
    mine = opened(reference)
    page = mine.get("/record").text
    assert "An answer was sent to you on Monday 23 November 2026, by e-mail." in page
    assert "We explain the lump." not in page
    done = mine.send(mine.form("/record/further"))
    assert done.headers["Location"].endswith("done=next_stage#done-next_stage")
    case = stored_case(context, reference)
    assert (case.stage, case.state) == ("stage_2", "open")
    assert [row.due_on for row in rows(context, ClockRow)] == [date(2026, 11, 26), date(2026, 12, 2)]
    [event] = rows(context, Event, kind="escalated")
    assert event.reason == "said on the record page"
    assert "The answer to your complaint" not in mine.get("/record").text


def test_a_second_press_of_an_old_page_starts_nothing_more(context, opened):
    reference = answered(context, "exclusive-health")
    mine = opened(reference)
    form = mine.form("/record/further")
    mine.send(form)
    again = mine.send(form)
    assert again.status_code == 409
    assert "has moved on since this page was opened" in again.text
    assert stored_case(context, reference).stage == "stage_2"


def test_after_the_last_stage_the_routes_outside_are_shown_and_a_person_writes(context, opened):
    reference = answered(context, "lumiere")
    mine = opened(reference)
    page = mine.get("/record").text
    assert "There is no further stage with us." in page
    assert "Citizens Advice" in page
    assert mine.send(mine.form("/record/further")).status_code == 303
    assert stored_case(context, reference).state == "answered"
    assert [row.state for row in rows(context, ObligationRow, kind="next_stage_info")] == ["open"]
    assert "A person writes to you about what you can do next." in mine.get("/record").text


@pytest.mark.parametrize("stage", ["", "stage_2", "no such stage"])
def test_only_the_stage_that_was_answered_can_be_left(context, opened, stage):
    mine = opened(answered(context, "exclusive-health"))
    form = mine.form("/record/further")
    assert mine.send(form, stage=stage).status_code == 409
