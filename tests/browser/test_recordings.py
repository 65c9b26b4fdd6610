"""Recordings in a real browser: they play from us alone, and one that cannot be played says why in its place."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from backend.services.context import Context
from tests.builders import a_staff
from tests.console.browser import PASSWORD
from tests.console.conftest import app
from tests.console.test_recordings import clock, context, heard, reference
from tests.databases import migrated_file, sqlite_database
from tests.services.recorded import RECORDED, api
from tests.twilio_api.server import TwilioApi

__all__ = ["api", "app", "clock", "context", "heard", "migrated_file", "reference", "sqlite_database"]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def url(app: Flask, heard: object) -> Iterator[str]:
    """Where the console is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def _sound() -> bytes:
    """A second of quiet."""
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000)
    return written.getvalue()


def _open(browser: Browser, url: str, context: Context, path: str, *, width: int = 1280, axe: bool = False) -> Page:
    a_staff(context, email="amina@heard.test", password=PASSWORD)
    page = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=axe).new_page()
    page.goto(f"{url}/staff/login")
    page.fill("#email", "amina@heard.test")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{url}{path}")
    return page


def test_a_recording_plays_on_the_page(
    browser: Browser, url: str, context: Context, reference: str, api: TwilioApi
) -> None:
    api.recordings[RECORDED] = _sound()
    page = _open(browser, url, context, f"/staff/cases/{reference}")
    assert api.asked == []  # nothing is fetched before somebody wants to listen
    length = page.evaluate(
        "async () => { const audio = document.querySelector('audio'); await audio.play(); return audio.duration }"
    )
    assert length == pytest.approx(1.0, abs=0.1)
    assert page.inner_text(".why") == ""


def test_one_that_is_gone_says_so_where_its_player_is(
    browser: Browser, url: str, context: Context, reference: str, api: TwilioApi
) -> None:
    api.recordings.clear()
    page = _open(browser, url, context, f"/staff/cases/{reference}")
    page.evaluate("document.querySelector('audio').play().catch(() => null)")
    page.get_by_text("Twilio does not have this recording any more.").wait_for()
    assert page.locator(".why").get_attribute("role") == "status"


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_are_accessible_and_need_no_sideways_scroll(
    browser: Browser, url: str, context: Context, reference: str, width: int
) -> None:
    page = _open(browser, url, context, f"/staff/cases/{reference}", width=width, axe=True)
    form = page.locator("a[href*='/read-back/']").get_attribute("href")
    talk = page.locator("section[aria-labelledby='conversations'] a").get_attribute("href")
    for path in (f"/staff/cases/{reference}", talk, form):
        page.goto(f"{url}{path}")
        found = Axe().run(page, options=RULES).response["violations"]
        assert [violation["id"] for violation in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
