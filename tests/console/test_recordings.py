"""Recordings on the pages of their case and their call, listening to them, and a point that was read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask import Flask

from backend.services.context import Context
from backend.services.phone_effects import BY_PHONE
from backend.store.database import Database
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Case, Event
from backend.telephone import Telephone
from tests.builders import Clock, a_staff
from tests.channels.phone.calling import rows
from tests.console.browser import PASSWORD, Browser, Page
from tests.services.recorded import (
    RECORDED,
    SOUND,
    a_recorded_caller,
    a_recording_context,
    telephone_of,
    the_recording,
)
from tests.twilio_api.server import ACCOUNT_SID, AUTH_TOKEN, TwilioApi

NewBrowser = Callable[[], Browser]
PLAYER = f"/staff/recordings/{RECORDED}/sound"


@pytest.fixture
def context(sqlite_database: Database) -> Context:
    return a_recording_context(sqlite_database, recordings_kept_days=30)


@pytest.fixture
def clock(context: Context) -> Clock:
    assert isinstance(context.now, Clock)
    return context.now


@pytest.fixture
def heard(app: Flask, api: TwilioApi) -> SimpleNamespace:
    """What the pages reach, with an account at Twilio."""
    found: SimpleNamespace = app.extensions["heard"]
    found.telephone = telephone_of(api)
    return found


@pytest.fixture
def reference(context: Context) -> str:
    """A case whose second point was recorded, to be written down and read back."""
    caller = a_recorded_caller(context)
    (case,) = rows(context, Case)
    with context.database.write() as session:
        talk, held = lock_conversation(session, caller.conversation), lock_case(session, case.id)
        BY_PHONE["write_down_point"](context, session, talk, held, {"number": "2", "how": "recording"})
    return str(case.reference)


@pytest.fixture
def amina(context: Context, browser: NewBrowser, heard: SimpleNamespace) -> Browser:
    """A browser of Lumiere's Amina Yusuf."""
    a_staff(context, name="Amina Yusuf", email="amina@heard.test", password=PASSWORD)
    opened = browser()
    opened.sign_in("amina@heard.test")
    return opened


def _pages(context: Context, reference: str) -> tuple[str, str]:
    return f"/staff/cases/{reference}", f"/staff/conversations/{the_recording(context).conversation_id}"


def test_both_pages_say_what_it_is_how_long_and_until_when(context: Context, amina: Browser, reference: str) -> None:
    for path in _pages(context, reference):
        page = amina.page(path)
        assert "Point 2, in the caller's own voice" in page.text, path
        assert "Mon 23 Nov 2026, 10:00 , 12 seconds. It is deleted on Wednesday 23 December 2026." in page.text
        [player] = [given for tag, given in page.tags if tag == "audio"]
        assert (player["src"], player["preload"], "controls" in player) == (PLAYER, "none", True)
        assert player["aria-labelledby"] == f"recording-{RECORDED}"
        assert any(given.get("id") == f"recording-{RECORDED}" for _, given in page.tags)


def test_nothing_of_twilio_reaches_the_browser(context: Context, amina: Browser, reference: str) -> None:
    answers = [amina.get(path) for path in (*_pages(context, reference), PLAYER)]
    for answer in answers:
        told = f"{answer.headers} {answer.get_data(as_text=True)}"
        assert ACCOUNT_SID not in told and AUTH_TOKEN not in told
        assert "api.twilio" not in told and "127.0.0.1" not in told
        assert answer.headers["Cache-Control"] == "no-store"
        assert "media-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_sound_is_passed_on_and_noted(context: Context, amina: Browser, reference: str, api: TwilioApi) -> None:
    answer = amina.get(PLAYER)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/mpeg", SOUND)
    assert amina.get(PLAYER, Range="bytes=4-9").data == SOUND[4:10]
    assert "A recording was listened to : Point 2, in the caller's own voice Amina Yusuf" in amina.page(
        f"/staff/cases/{reference}"
    ).text.replace("to:", "to :")
    assert len(rows(context, Event, Event.kind == "listened")) == 1


def test_a_part_of_it_is_answered_as_a_part(amina: Browser, reference: str) -> None:
    answer = amina.get(PLAYER, Range="bytes=4-9")
    assert (answer.status_code, answer.headers["Content-Range"]) == (206, f"bytes 4-9/{len(SOUND)}")
    assert answer.headers["Content-Length"] == "6"


def test_a_range_that_is_none_is_not_passed_on(amina: Browser, reference: str, api: TwilioApi) -> None:
    assert amina.get(PLAYER, Range="bytes=0-1, 5-9").data == SOUND
    assert "Range" not in api.asked[-1]


def test_strangers_and_another_providers_staff_hear_nothing(
    context: Context, browser: NewBrowser, amina: Browser, reference: str, api: TwilioApi
) -> None:
    assert browser().get(PLAYER).status_code == 303
    a_staff(context, name="Sam Other", email="sam@heard.test", providers=["exclusive-health"], password=PASSWORD)
    sam = browser()
    sam.sign_in("sam@heard.test")
    assert sam.get(PLAYER).status_code == 404
    assert (api.asked, rows(context, Event, Event.kind == "listened")) == ([], [])


def test_what_twilio_has_no_more_is_one_sentence(amina: Browser, reference: str, api: TwilioApi) -> None:
    api.recordings.clear()
    answer = amina.get(PLAYER)
    assert answer.status_code == 404
    assert "Twilio does not have this recording any more." in Page(answer.text).text


def test_without_an_account_the_pages_say_so(
    app: Flask, context: Context, amina: Browser, heard: SimpleNamespace, reference: str
) -> None:
    heard.context = replace(context, telephone_account=False)
    heard.telephone = Telephone(None, None, public_url="https://heard.test")
    page = amina.page(f"/staff/cases/{reference}")
    assert "It cannot be played, because no telephone account is set on this installation." in page.text
    assert not any(tag == "audio" for tag, _ in page.tags)
    answer = amina.get(PLAYER)
    assert (answer.status_code, "No telephone account is set" in answer.text) == (503, True)


def test_a_point_is_corrected_then_marked_as_read_back_and_agreed(
    context: Context, amina: Browser, reference: str
) -> None:
    path = f"/staff/cases/{reference}"
    amina.send(f"{path}/points/2", "/points/2", words="There was blood on the bed.", reason="from the recording")
    [marking] = [str(given["href"]) for tag, given in amina.page(path).tags if "/read-back/" in str(given.get("href"))]
    form = amina.page(marking).form(marking)
    assert form.values["read_by"] == "Amina Yusuf"
    assert [form.values[f"read_{part}"] for part in ("day", "month", "year")] == ["23", "11", "2026"]
    saved = amina.send(marking, marking, point="2", read_by="Nurse Lee")
    assert "done=read_back" in saved.headers["Location"]
    text = amina.page(path).text
    assert "Point 2 of version 2: Nurse Lee read it back on Monday 23 November 2026, and the person agreed it" in text
    assert "One point, not the whole record. Recorded by Amina Yusuf." in text
    assert "The record has not been agreed." in text
    assert "Nurse Lee read point 2 of version 2 back, and the person agreed it by telephone." in text
    assert amina.get(marking).status_code == 409


def test_a_mistake_keeps_what_was_typed(amina: Browser, reference: str) -> None:
    path = f"/staff/cases/{reference}"
    [marking] = [str(given["href"]) for tag, given in amina.page(path).tags if "/read-back/" in str(given.get("href"))]
    refused = amina.send(marking, marking, point="2", read_by="Nurse Lee", read_day="31", read_month="11")
    page = Page(refused.text)
    assert (refused.status_code, ("a", {"href": "#read"}) in page.tags) == (400, True)
    assert page.form(marking).values["read_by"] == "Nurse Lee"
    assert 'id="point-2" name="point" value="2" checked' in refused.text
