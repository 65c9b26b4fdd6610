"""Edits, agreement and signature: each on the version that was seen, and a newer one is shown first."""

from __future__ import annotations

import pytest

from backend.core.record import from_data, words_of
from backend.services.corrections import correct_fact, correct_point
from backend.store.queries import current_record
from backend.store.tables import Agreement, Case, RecordVersion
from tests.builders import a_case, a_staff, stored_case
from tests.record_page.browser import a_form

STORY = "My cheek is lumpy after the filler. Nobody has called me back. The room was cold."


def record_now(context):
    """The one case's record."""
    with context.database.read() as session:
        return from_data(current_record(session, session.query(Case).one()).document)


def points_now(context) -> list[str]:
    """The one case's points in words."""
    record = record_now(context)
    return [words_of(record, point) for point in record.points]


def agreements(context) -> list[Agreement]:
    """Every agreement and signature."""
    with context.database.read() as session:
        return session.query(Agreement).order_by(Agreement.id).all()


@pytest.fixture
def mine(context, opened):
    """A browser with a record of three points open."""
    return opened(a_case(context, story=STORY))


def test_a_point_gets_new_words_and_keeps_its_old_ones_below(context, mine):
    answer = mine.edit("change_point", "1", text="Both cheeks are lumpy.")
    assert answer.headers["Location"] == "/record?done=change_point#done-change_point"
    assert points_now(context)[0] == "Both cheeks are lumpy."
    page = mine.get(answer.headers["Location"]).text
    assert "Your point has been changed." in page
    assert page.count(">My cheek is lumpy after the filler.<") == 1


def test_every_edit_is_a_version_by_the_person_with_its_reason(context, mine):
    mine.edit("remove_point", "2")
    mine.edit("add_point", text="The bill was wrong.")
    with context.database.read() as session:
        rows = session.query(RecordVersion).order_by(RecordVersion.version).all()
    assert [row.version for row in rows] == [1, 2, 3]
    assert {(row.actor, row.reason) for row in rows[1:]} == {("person:record_page", "record page")}


def test_points_are_joined_split_removed_and_taken_back(context, mine):
    mine.edit("join_point", "2")
    assert points_now(context)[0] == "My cheek is lumpy after the filler. Nobody has called me back."
    mine.edit("split_point", "1")
    assert len(points_now(context)) == 3
    mine.edit("remove_point", "3")
    assert points_now(context) == ["My cheek is lumpy after the filler.", "Nobody has called me back."]
    mine.edit("point_from_rest")
    assert points_now(context)[-1] == "The room was cold."


def test_the_same_words_are_no_new_version(context, mine):
    answer = mine.edit("change_point", "1")
    assert "done=nothing" in answer.headers["Location"]
    assert "Nothing was different" in mine.get(answer.headers["Location"]).text
    assert record_now(context).next_point == 4


@pytest.mark.parametrize(
    ("key", "sent", "said", "value"),
    [
        ("when", {"text": "in early May"}, "in early May", None),
        ("contact", {"text": "Joan@example.org, evenings"}, "Joan@example.org, evenings", "joan@example.org"),
        ("for_whom", {"choice": "myself"}, "For myself", "myself"),
        ("written_reply", {"choice": "", "text": "only by e-mail"}, "only by e-mail", None),
    ],
)
def test_an_answer_is_given_in_words_or_by_a_choice(context, mine, key, sent, said, value):
    mine.edit("change_fact", key, **sent)
    fact = record_now(context).facts[key]
    assert (fact.words, fact.value) == (said, value)
    assert said in mine.get().text


def test_an_answer_can_be_left_out(context, mine):
    mine.edit("take_out_fact", "name")
    assert record_now(context).facts["name"].words == ""
    assert "Your name (left out)" in mine.get().text


def test_a_mistake_keeps_what_was_typed_and_says_where(context, mine):
    answer = mine.edit("change_fact", "when", text="   ")
    assert answer.status_code == 400
    assert 'href="#text-change_fact-when"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<title>Problem: " in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "changed",
    [{"kind": "drop_tables"}, {"about": "999"}, {"about": "x"}, {"version": "77"}, {"version": "-1"}, {"version": ""}],
)
def test_a_form_that_makes_no_sense_changes_nothing(context, mine, changed):
    assert mine.edit("remove_point", "2", **changed).status_code == 400
    assert len(points_now(context)) == 3


def test_a_form_without_the_sessions_mark_changes_nothing(context, mine):
    answer = mine.edit("change_point", "1", csrf="0" * 64, text="typed in vain")
    assert answer.status_code == 403
    assert "typed in vain" in answer.text  # no word is lost
    assert len(points_now(context)) == 3


def test_words_sent_from_a_page_that_has_closed_are_given_back(context, mine, clock):
    form = mine.form("/record/edit", kind="add_point")
    clock.pass_time(hours=3)
    answer = mine.send(form, text="a long and careful text")
    assert answer.status_code == 401
    assert "a long and careful text" in answer.text
    assert "lumpy" not in answer.text


def test_an_edit_on_an_older_version_shows_the_change_and_goes_on(context, mine):
    form = mine.form("/record/edit", kind="change_point", about="2")
    reference = stored_case_reference(context)
    correct_point(
        context, a_staff(context), reference, number=1, words="Cheek lumpy.", expected_version=1, reason="asked"
    )
    answer = mine.send(form, text="Nobody has called me back for 3 weeks.")
    assert answer.status_code == 409
    for said in ("<del>My cheek is lumpy after the filler.</del>", "<ins>Cheek lumpy.</ins>", "the complaints team"):
        assert said in answer.text
    assert "Nobody has called me back for 3 weeks." in answer.text
    assert points_now(context)[1] == "Nobody has called me back."
    assert mine.send(a_form(answer.text, "/record/edit")).status_code == 303
    assert points_now(context)[:2] == ["Cheek lumpy.", "Nobody has called me back for 3 weeks."]


def stored_case_reference(context) -> str:
    """The one case's reference."""
    with context.database.read() as session:
        return session.query(Case.reference).scalar()


def test_agreeing_names_the_version_and_is_stored_once(context, mine):
    form = mine.form("/record/agree")
    assert mine.send(form).status_code == 303
    assert mine.send(form).status_code == 303
    (agreed,) = agreements(context)
    assert (agreed.kind, agreed.version, agreed.how) == ("agreed", 1, "page")
    assert "You agreed to version 1 at 10 am on Monday 23 November 2026" in mine.get().text


def test_agreeing_to_an_older_version_shows_the_change_first(context, mine):
    form = mine.form("/record/agree")
    reference = stored_case_reference(context)
    correct_fact(
        context, a_staff(context), reference, key="when", words="in May", expected_version=1, reason="as said by phone"
    )
    answer = mine.send(form)
    assert answer.status_code == 409
    assert "When it happened" in answer.text
    assert "<ins>in May</ins>" in answer.text
    assert agreements(context) == []
    assert mine.send(a_form(answer.text, "/record/agree")).status_code == 303
    assert agreements(context)[0].version == 2


def test_signing_takes_a_full_name_under_the_agreed_version(context, mine):
    mine.send(mine.form("/record/agree"))
    assert mine.send(mine.form("/record/sign"), name=" ").status_code == 400
    assert mine.send(mine.form("/record/sign"), name="  Joan   Ash\u202e ").status_code == 303
    signed = agreements(context)[-1]
    assert (signed.kind, signed.version, signed.name) == ("signed", 1, "Joan Ash")
    assert signed.statement == "This is a true record of what I said. I sign it by typing my name."
    page = mine.get().text
    assert "Joan Ash signed version 1 at" in page
    assert 'action="/record/sign"' not in page
    assert stored_case(context, stored_case_reference(context)).progress["sign"] == "signed"


def test_signing_an_older_version_is_not_offered_for_the_newer_one(context, mine):
    mine.send(mine.form("/record/agree"))
    form = mine.form("/record/sign")
    mine.edit("remove_point", "3")
    answer = mine.send(form, name="Joan Ash")
    assert answer.status_code == 409
    assert 'action="/record/sign"' not in answer.text
    assert [row.kind for row in agreements(context)] == ["agreed"]


def test_an_edit_leaves_the_agreement_behind_and_says_so(context, mine):
    mine.send(mine.form("/record/agree"))
    mine.edit("remove_point", "3")
    page = mine.get().text
    assert "The record has changed since, and you have not agreed to it as it is now." in page
    assert "I agree to version 2" in page


def test_words_of_danger_are_answered_on_the_page(context, mine):
    answer = mine.edit("add_point", text="I want to kill myself because of this.")
    assert "care=self_harm" in answer.headers["Location"]
    page = mine.get(answer.headers["Location"].partition("#")[0]).text
    assert "Samaritans" in page
    assert points_now(context)[-1] == "I want to kill myself because of this."


def test_words_of_danger_are_answered_on_an_older_version_too(context, mine):
    form = mine.form("/record/edit", kind="add_point")
    mine.edit("remove_point", "2")
    answer = mine.send(form, text="I want to kill myself because of this.")
    assert answer.status_code == 409
    assert "Samaritans" in answer.text
