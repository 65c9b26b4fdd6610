"""A link by text: neutral words to a confirmed mobile, its progress followed, its failure told to staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from backend.core.obligations import ObligationKind
from backend.mail import Mail
from backend.services.context import SYSTEM, Context
from backend.services.outbox import intend
from backend.services.promises import Promise, promise
from backend.services.texts import heard_of_text
from backend.store.database import Database
from backend.store.tables import Case, ObligationRow, Outbox, RecordLink, TextMessage
from backend.telephone import Telephone, TelephoneError
from backend.worker import work_once
from tests.builders import LINE, MONDAY, a_case, make_context, stored_case, with_numbers, with_settings
from tests.twilio_api.server import ACCOUNT_SID, AUTH_TOKEN, TwilioApi, twilio_api

MOBILE = "+447700900123"


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    with twilio_api() as running:
        yield running


@pytest.fixture
def context(database: Database) -> Context:
    return with_numbers(make_context(database))


def _telephone(api: TwilioApi, *, token: str = AUTH_TOKEN) -> Telephone:
    return Telephone(ACCOUNT_SID, token, public_url="https://heard.test", http=api.client())


def _ask_for_text(context: Context) -> Case:
    case = stored_case(context, a_case(context))
    with context.database.write() as session:
        body = {"case": case.id, "to": MOBILE}
        intend(session, "record_text", dedupe_key="text:1", body=body, due_at=MONDAY, now=MONDAY)
        what = context.wording.say("en", "promises.copy_text")
        due = MONDAY + timedelta(days=1)
        made = Promise(ObligationKind.COPY, what, case.owner_role, due, "decision: provider")
        promise(context, session, made, provider=case.provider, case=case, conversation=None, actor=SYSTEM)
    return case


def _one(context: Context, table: type) -> object:
    with context.database.read() as session:
        return session.scalars(select(table)).one()


def test_the_text_has_the_reference_and_a_link_for_a_week_and_nothing_of_the_complaint(
    context: Context, api: TwilioApi
) -> None:
    case = _ask_for_text(context)
    work_once(context, Mail(None), _telephone(api))
    (sent,) = api.messages
    assert (sent["To"], sent["From"]) == (MOBILE, LINE)
    assert sent["StatusCallback"] == "https://heard.test/phone/text-status"
    words, _, address = sent["Body"].rpartition(" ")
    expected = f"Your reference is {case.reference}. You can read what you asked for here. It asks one question first."
    assert words == expected
    assert address.startswith("http://localhost:8000/record/")
    assert "complain" not in words.lower() and "clinic" not in words.lower() and "lumiere" not in words.lower()
    with context.database.read() as session:
        link = session.scalars(select(RecordLink)).one()
        assert (link.checked, link.ends_at) == (False, datetime.fromisoformat("2026-11-30T10:00:00+00:00"))


def test_it_is_sent_once_however_often_the_worker_looks(context: Context, api: TwilioApi) -> None:
    _ask_for_text(context)
    for _ in range(3):
        work_once(context, Mail(None), _telephone(api))
    assert len(api.messages) == 1


def test_delivered_keeps_the_promise_and_a_late_report_changes_nothing(context: Context, api: TwilioApi) -> None:
    _ask_for_text(context)
    work_once(context, Mail(None), _telephone(api))
    sid = str(_one(context, TextMessage).sid)  # type: ignore[attr-defined]
    for status in ("sent", "delivered", "sending", "queued", "delivered", "made-up"):
        heard_of_text(context, sid=sid, status=status, error_code=None)
    assert _one(context, TextMessage).status == "delivered"  # type: ignore[attr-defined]
    with context.database.read() as session:
        row = session.scalars(select(ObligationRow).where(ObligationRow.kind == "copy")).one()
        assert row.state == "kept"


def test_a_text_that_fails_is_told_to_staff_once_and_stays_owed(context: Context, api: TwilioApi) -> None:
    _ask_for_text(context)
    work_once(context, Mail(None), _telephone(api))
    sid = str(_one(context, TextMessage).sid)  # type: ignore[attr-defined]
    for _ in range(2):
        heard_of_text(context, sid=sid, status="undelivered", error_code="30003")
    with context.database.read() as session:
        alerts = [row for row in session.scalars(select(Outbox)) if row.body.get("why") == "text_failed"]
        assert len(alerts) == 1
        row = session.scalars(select(ObligationRow).where(ObligationRow.kind == "copy")).one()
        assert row.state == "open"
        assert session.scalars(select(TextMessage)).one().error_code == "30003"


def test_a_report_of_a_text_that_is_not_ours_changes_nothing(context: Context) -> None:
    heard_of_text(context, sid="SM" + "0" * 32, status="delivered", error_code=None)


@pytest.mark.parametrize("trouble", ["wrong token", "Twilio is down", "no account", "no line number"])
def test_what_cannot_be_sent_now_is_tried_again_and_never_logged_with_the_number(
    context: Context, api: TwilioApi, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    _ask_for_text(context)
    telephone: Telephone | None = _telephone(api, token="x" * 32 if trouble == "wrong token" else AUTH_TOKEN)
    api.refuses = 503 if trouble == "Twilio is down" else None
    telephone = None if trouble == "no account" else telephone
    if trouble == "no line number":
        context = with_settings(context, line_number=None)
    work_once(context, Mail(None), telephone)
    with context.database.read() as session:
        row = session.scalars(select(Outbox).where(Outbox.kind == "record_text")).one()
        assert (row.state, row.due_at) == ("waiting", MONDAY + timedelta(seconds=30))
        assert row.last_error and MOBILE not in row.last_error
    assert not api.messages
    assert MOBILE not in caplog.text and "700900123" not in caplog.text


def test_the_shapes_refuse_what_twilio_would(api: TwilioApi) -> None:
    with pytest.raises(TelephoneError, match="21211"):
        _telephone(api).text(to="07700 900123", sender=LINE, body="x")
    with pytest.raises(TelephoneError, match="21211"):
        _telephone(api).ring(to=MOBILE, sender="Heard", path="/phone/ring-back/1")
