"""The console in a real browser: accessible at both widths, and kept up to date without losing a word."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from backend.core.intake.situation import CaseKind
from backend.services.context import Context
from backend.services.messages import Draft, write_message
from backend.store.queries import lock_conversation
from backend.store.tables import Alert
from tests.builders import a_case, a_conversation, a_staff
from tests.console.browser import PASSWORD
from tests.console.conftest import app, clock, context
from tests.databases import migrated_file, sqlite_database

__all__ = ["app", "clock", "context", "migrated_file", "sqlite_database"]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """Where the console is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def _open(browser: Browser, url: str, context: Context, *, width: int = 1280, timed: bool = False) -> Page:
    """A signed-in page; axe needs to put its script in, which the console's own policy forbids."""
    a_staff(context, email="amina@heard.test", password=PASSWORD)
    page = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=not timed).new_page()
    if timed:
        page.clock.install()
    page.goto(f"{url}/staff/login")
    page.fill("#email", "amina@heard.test")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible_and_needs_no_sideways_scroll(
    browser: Browser, url: str, context: Context, width: int
) -> None:
    conversation = a_conversation(context, says=["I want to end it"])
    reference = a_case(context, conversation=conversation)
    with context.database.write() as session:
        fields = {"provider": "lumiere", "conversation_id": conversation, "kind": "self_harm", "cues": []}
        session.add(Alert(**fields, message_seq=3, at=context.now()))
    unsorted = a_case(context, kind=CaseKind.UNSORTED, labels=())
    page = _open(browser, url, context, width=width)
    case = f"/staff/cases/{reference}/link"
    forms = [f"/cases/{reference}/{form}" for form in ("facts/needs", "answer", "link")]
    for path in ("/queue", f"/conversations/{conversation}", f"/cases/{reference}", f"/cases/{unsorted}/sort", *forms):
        page.goto(f"{url}/staff{path}")
        found = Axe().run(page, options=RULES).response["violations"]
        assert [violation["id"] for violation in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert case in page.url


def test_what_cannot_be_done_is_where_the_reader_is(browser: Browser, url: str, context: Context) -> None:
    page = _open(browser, url, context)
    page.context.clear_cookies()
    page.goto(f"{url}/staff/login")
    page.fill("#email", "amina@heard.test")
    page.fill("#password", "wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.id") == "problem"
    assert page.title().startswith("There is a problem")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_mistake_in_a_form_is_accessible_and_leads_to_its_field(
    browser: Browser, url: str, context: Context, width: int
) -> None:
    reference = a_case(context)
    page = _open(browser, url, context, width=width)
    page.goto(f"{url}/staff/cases/{reference}/answer")
    page.fill("#summary", "We explain the lump.")
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.id") == "problem"
    assert [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "sent"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "sent-day"
    assert page.input_value("#summary") == "We explain the lump."


def test_a_new_message_comes_in_beside_what_is_being_typed(browser: Browser, url: str, context: Context) -> None:
    conversation = a_conversation(context, says=["Hello"])
    page = _open(browser, url, context, timed=True)
    page.goto(f"{url}/staff/conversations/{conversation}")
    page.get_by_role("button", name="Take over").click()
    page.fill("#text", "I am looking at")
    with context.database.write() as session:
        row = lock_conversation(session, conversation)
        write_message(session, row, Draft("Are you there?", sender="customer"), at=context.now())
    page.clock.fast_forward(16_000)
    page.get_by_text("Are you there?").wait_for()
    assert page.input_value("#text") == "I am looking at"
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.get_by_text("There is a new message in this conversation.").get_attribute("role") == "status"


def test_what_the_person_writes_is_there_within_seconds(browser: Browser, url: str, context: Context) -> None:
    conversation = a_conversation(context, says=["Hello"])
    page = _open(browser, url, context, timed=True)
    page.goto(f"{url}/staff/conversations/{conversation}")
    with context.database.write() as session:
        row = lock_conversation(session, conversation)
        write_message(session, row, Draft("Are you there?", sender="customer"), at=context.now())
    page.clock.fast_forward(5_000)
    page.get_by_text("Are you there?").wait_for(timeout=5_000)


def test_a_page_that_nobody_touches_signs_out_and_says_so(browser: Browser, url: str, context: Context) -> None:
    page = _open(browser, url, context, timed=True)
    page.goto(f"{url}/staff/queue")
    for _ in range(130):
        page.clock.run_for(15_000)
    page.get_by_text("You have been signed out.").wait_for()
    page.reload()
    assert "/staff/login" in page.url
