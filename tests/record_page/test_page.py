"""What the page shows, and to whom."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from backend.core.record import Record, add_part
from backend.services.cases import save_record
from backend.services.record_sessions import ON_THE_PAGE
from backend.store.tables import Case
from tests.builders import a_case, a_record

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PARTS = ("h-reference", "h-answer", "h-points", "h-answers", "h-promises", "h-agree", "h-copy", "h-leave")


def put_record(context, record: Record) -> None:
    """The one case has this record now."""
    with context.database.write() as session:
        save_record(context, session, session.query(Case).one(), record, actor=ON_THE_PAGE, reason="test")


def test_the_page_says_who_answers_by_when_and_why(context, opened):
    reference = a_case(context)
    page = opened(reference).get().text
    for said in (
        reference,
        ", ".join(reference),
        "Lumiere Medispa",
        "Complaint",
        "Stage 1, ",
        "10 am on Monday 23 November 2026",
        "Day 0 is Monday 23 November",
        "Working day 1",
        "Does not count: weekend",
        "If that date cannot be met",
        "you can ask for the next stage",
        "A written answer to your complaint",
    ):
        assert said in page, said


@pytest.mark.parametrize("provider", ["lumiere", "exclusive-health"])
def test_every_part_has_its_heading(context, opened, provider):
    page = opened(a_case(context, provider=provider)).get().text
    assert [heading for heading in PARTS if f'id="{heading}"' in page] == list(PARTS)
    assert page.count("<h1>") == 1


def test_points_stand_in_their_own_words_and_nothing_is_lost(context, opened):
    story = "My cheek is lumpy. Nobody called me back."
    page = opened(a_case(context, story=story)).get().text
    assert ">My cheek is lumpy.<" in page
    assert ">Nobody called me back.<" in page


def test_words_heard_by_the_phone_line_are_marked(context, opened):
    reference = a_case(context)
    assert "Heard by the phone line" not in opened(reference).get().text
    told = a_record(facts={"name": "Joan Ash"})
    put_record(context, replace(told, parts=tuple(replace(part, source="phone") for part in told.parts)))
    assert opened(reference).get().text.count("Heard by the phone line") == 2


def test_a_promise_that_was_missed_says_so(context, opened, clock):
    reference = a_case(context)
    assert "<strong>Open</strong>" in opened(reference).get().text
    clock.pass_time(days=200)
    assert "Late. It should have been done." in opened(reference).get().text


def test_an_unfinished_story_can_be_added_to_and_is_not_agreed(context, opened):
    reference = a_case(context)
    put_record(
        context,
        replace(add_part(a_record(facts={"name": "Joan Ash"}), "and more", source="web"), story_done=False, points=()),
    )
    page = opened(reference).get().text
    assert "What you have told us so far" in page
    assert "I agree to version" not in page
    assert 'value="add_words"' in page


def test_what_a_person_wrote_is_never_markup(context, opened):
    script = '<script>alert(1)</script> & "more"'
    page = opened(a_case(context, story=script, facts={"name": "Joan Ash", "who": script})).get().text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_every_answer_forbids_scripts_frames_and_keeping(context, opened):
    mine = opened(a_case(context))
    for path in ("/record", "/record.pdf", "/record/agree"):
        headers = mine.client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_has_no_inline_style_or_script(context, opened):
    page = opened(a_case(context)).get().text
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)


def test_no_address_on_the_page_holds_a_secret(context, opened):
    mine = opened(a_case(context))
    secret = mine.client.get_cookie("own-record").value
    assert secret not in mine.get().text


def test_every_control_has_a_label(context, opened):
    page = opened(a_case(context)).get().text
    ids = re.findall(r'<(?:input|textarea)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', page)
    labelled = set(re.findall(r'<label for="([^"]+)"', page))
    assert ids
    assert set(ids) == labelled
    assert len(re.findall(r'\sid="', page)) == len(set(re.findall(r'\sid="([^"]+)"', page)))


@pytest.mark.parametrize("path", ["/record", "/record.pdf"])
def test_a_browser_sees_its_own_case_and_no_other(context, opened, path):
    mine, other = a_case(context), a_case(context, provider="exclusive-health", facts={"name": "Mary Oak"})
    one, two = opened(mine), opened(other, "Mary Oak")
    if path == "/record":
        assert mine in one.get().text
        assert other not in one.get().text
        assert mine not in two.get().text
        assert "Lumiere" not in two.get().text
    else:
        assert mine in one.get(path).headers["Content-Disposition"]
        assert other in two.get(path).headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/record", "/record.pdf"])
def test_nothing_is_shown_before_the_second_fact(context, browser, link, path):
    reference = a_case(context)
    mine = browser()
    mine.get(link(reference))
    answer = mine.get(path)
    assert reference not in answer.text
    assert "lumpy" not in answer.text
