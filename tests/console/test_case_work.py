"""The forms of a case: sorting it, recording its answer, and a link to the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from backend.core.intake.situation import CaseKind
from backend.services.context import Context
from backend.store.tables import Outbox
from tests.builders import Clock, a_case, a_staff, stored_case
from tests.console.browser import PASSWORD, Browser, Page

NewBrowser = Callable[[], Browser]
SENT = {"sent_day": "11", "sent_month": "12", "sent_year": "2026"}


@pytest.fixture
def clock() -> Clock:
    """It is Friday 11 December 2026, the last day for a case of Monday 23 November."""
    return Clock(datetime(2026, 12, 11, 10, 0, tzinfo=UTC))


@pytest.fixture
def amina(context: Context, browser: NewBrowser) -> Browser:
    """A browser of Lumiere's Amina Yusuf."""
    a_staff(context, name="Amina Yusuf", email="amina@heard.test", password=PASSWORD)
    opened = browser()
    opened.sign_in("amina@heard.test")
    return opened


def a_received_case(context: Context, kind: CaseKind = CaseKind.COMPLAINT) -> str:
    """A case that came in on Monday 23 November 2026."""
    return a_case(context, kind=kind, received_at=datetime(2026, 11, 23, 10, 0, tzinfo=UTC))


def test_an_unsorted_case_is_sorted_with_a_reason(context: Context, amina: Browser) -> None:
    reference = a_received_case(context, CaseKind.UNSORTED)
    path = f"/staff/cases/{reference}"
    assert "Say what this case is" in amina.page(path).text
    saved = amina.send(f"{path}/sort", "/sort", kind="complaint", reason="Her cheek hurts.")
    assert saved.headers["Location"].endswith("?done=sorted")
    text = amina.page(path).text
    assert "Kind Complaint" in text
    assert "It was sorted Amina Yusuf Her cheek hurts." in text
    assert "Say what this case is" not in text


def test_a_later_day_of_receipt_comes_back_with_what_was_typed(context: Context, amina: Browser) -> None:
    path = f"/staff/cases/{a_received_case(context, CaseKind.UNSORTED)}/sort"
    later = {"received_day": "24", "received_month": "11", "received_year": "2026"}
    refused = amina.send(path, "/sort", kind="complaint", reason="Her cheek hurts.", **later)
    assert refused.status_code == 400
    page = Page(refused.text)
    assert "The day of receipt can be moved earlier, never later." in page.text
    assert ("a", {"href": "#received"}) in page.tags
    assert page.form("/sort").values["received_day"] == "24"
    assert "Her cheek hurts." in page.text
    assert 'id="kind-complaint" name="kind" value="complaint" checked' in refused.text


@pytest.mark.parametrize(
    "day", [{"received_day": "31", "received_month": "11", "received_year": "2026"}, {"received_year": "26"}]
)
def test_a_day_that_there_is_not_is_refused(context: Context, amina: Browser, day: dict[str, str]) -> None:
    path = f"/staff/cases/{a_received_case(context, CaseKind.UNSORTED)}/sort"
    refused = amina.send(path, "/sort", kind="complaint", reason="x", **day)
    assert refused.status_code == 400
    assert "day, month and full year" in Page(refused.text).text


def test_sorting_without_a_reason_is_refused_and_on_an_old_page_too(context: Context, amina: Browser) -> None:
    reference = a_received_case(context, CaseKind.UNSORTED)
    path = f"/staff/cases/{reference}/sort"
    late = amina.page(path).form("/sort").values
    blank = amina.send(path, "/sort", kind="complaint", reason=" ")
    assert (blank.status_code, "Please write why" in blank.text) == (400, True)
    amina.send(path, "/sort", kind="praise", reason="It is thanks.")
    old = amina.client.post(path, data=late | {"kind": "complaint", "reason": "It is about pain."})
    assert old.status_code == 409
    assert "The case has changed since you opened this form" in Page(old.text).text
    assert "It is about pain." in old.text
    assert stored_case(context, reference).state == "not_a_complaint"


def test_a_sorted_case_has_nothing_to_sort(context: Context, amina: Browser) -> None:
    reference = a_received_case(context)
    page = amina.page(f"/staff/cases/{reference}/sort")
    assert "This case has been sorted: it is taken as a complaint." in page.text
    assert not any(form.action.endswith("/sort") for form in page.forms)


def test_an_answer_is_recorded_and_nothing_is_closed(context: Context, amina: Browser) -> None:
    path = f"/staff/cases/{a_received_case(context)}"
    form = amina.page(f"{path}/answer").form("/answer").values
    assert form["sent_by"] == "Amina Yusuf"
    saved = amina.send(f"{path}/answer", "/answer", how="post", summary="We explain the lump.", **SENT)
    assert saved.headers["Location"].endswith("?done=answered")
    text = amina.page(path).text
    assert "sent on Friday 11 December 2026 by post, by Amina Yusuf. In time." in text
    assert "We explain the lump." in text
    assert "State Answered" in text
    assert "Record that the answer was sent" not in text
    assert "No answer is owed at this stage now." in amina.page(f"{path}/answer").text


def test_a_late_answer_is_said_to_be_late(context: Context, amina: Browser, clock: Clock) -> None:
    path = f"/staff/cases/{a_received_case(context)}"
    clock.pass_time(days=3)
    amina.sign_in("amina@heard.test")
    sent = SENT | {"sent_day": "14"}
    amina.send(f"{path}/answer", "/answer", how="email", summary="We explain the lump.", **sent)
    text = amina.page(path).text
    assert "Answer due Fri 11 Dec 2026" in text
    assert "Answer sent Mon 14 Dec 2026 Late by 1 working day." in text
    assert "Kept late" in text


def test_an_answer_by_telephone_where_writing_was_promised_is_refused(context: Context, amina: Browser) -> None:
    reference = a_received_case(context)
    path = f"/staff/cases/{reference}/answer"
    assert "By telephone" not in amina.page(path).text
    refused = amina.send(path, "/answer", how="telephone", summary="We rang.", **SENT)
    assert refused.status_code == 400
    assert ("a", {"href": "#how"}) in Page(refused.text).tags
    assert stored_case(context, reference).state == "open"


def test_an_answer_on_an_old_page_is_not_saved_and_not_lost(context: Context, amina: Browser) -> None:
    path = f"/staff/cases/{a_received_case(context)}/answer"
    late = amina.page(path).form("/answer").values | {"how": "post", "summary": "We explain it well."} | SENT
    amina.send(path, "/answer", how="post", summary="We explain the lump.", **SENT)
    old = amina.client.post(path, data=late)
    assert old.status_code == 409
    assert "We explain it well." in old.text


def test_a_link_to_print_is_shown_once(context: Context, amina: Browser) -> None:
    path = f"/staff/cases/{a_received_case(context)}/link"
    form = amina.page(path).form("/link").values | {"how": "post"}
    made = amina.client.post(path, data=form)
    assert made.status_code == 200
    assert "http://localhost:8000/record/" in made.text
    assert "The address works until Sunday 10 January 2027." in Page(made.text).text
    assert made.headers["Cache-Control"] == "no-store"
    again = amina.client.post(path, data=form)
    assert again.status_code == 409
    assert "/record/" not in again.text


def test_a_link_by_e_mail_is_sent_and_not_shown(context: Context, amina: Browser) -> None:
    path = f"/staff/cases/{a_received_case(context)}"
    wrong = amina.send(f"{path}/link", "/link", how="email", to="joan at home")
    assert (wrong.status_code, 'href="#to"' in wrong.text) == (400, True)
    sent = amina.send(f"{path}/link", "/link", how="email", to="joan@example.org")
    assert sent.headers["Location"].endswith("?done=link_email")
    assert "A link to the record was made Amina Yusuf by e-mail" in amina.page(path).text
    with context.database.read() as session:
        [mail] = session.query(Outbox).filter_by(kind="record_link_email")
        assert mail.body["to"] == "joan@example.org"


def test_how_a_link_goes_has_to_be_chosen(context: Context, amina: Browser) -> None:
    refused = amina.send(f"/staff/cases/{a_received_case(context)}/link", "/link", how="")
    assert (refused.status_code, 'href="#how"' in refused.text) == (400, True)
