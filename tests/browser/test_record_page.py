"""The record page in a real browser, without scripts: accessible, narrow, and usable by keyboard alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from backend.services.context import Context
from tests.builders import a_case
from tests.databases import database, migrated_file
from tests.record_page.conftest import app, clock, context, link

__all__ = ["app", "clock", "context", "database", "link", "migrated_file"]

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FIELDS = "main textarea, main input:not([type=hidden]), main button, main summary, main a"


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """Where the page is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def opened(browser: Browser, address: str, *, width: int, script: bool = False) -> Page:
    """The open record; axe needs scripts, which the page's own policy forbids and the page does without."""
    options = {"viewport": {"width": width, "height": 800}, "java_script_enabled": script, "bypass_csp": script}
    page = browser.new_context(**options).new_page()
    page.goto(address)
    page.get_by_label("Your answer").fill("Joan Ash")
    page.get_by_role("button", name="Show my record").click()
    return page


@pytest.mark.parametrize("width", [1280, 320])
def test_it_is_accessible_and_needs_no_sideways_scroll(browser, url, context: Context, link, width) -> None:
    reference = a_case(context, story=f"My cheek is lumpy. {'a' * 120} is the address. Nobody called.")
    page = opened(browser, url + link(reference), width=width, script=True)
    for step in (lambda: None, lambda: open_every_form(page), lambda: make_a_mistake(page)):
        step()
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "(fields) => [...document.querySelectorAll(fields)].filter((f) => f.checkVisibility())"
        ".map((f) => f.getBoundingClientRect()).filter((box) => box.height < 24 || box.width < 24).length",
        FIELDS,
    )
    assert small == 0


def open_every_form(page: Page) -> None:
    """Every part that can be opened is open."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")


def make_a_mistake(page: Page) -> None:
    """The page with its error summary."""
    page.locator("#change_fact-when").evaluate("(part) => { part.open = true }")
    page.locator("#change_fact-when").get_by_role("button", name="Save this answer").click()
    page.get_by_role("alert").wait_for()


def test_a_point_is_changed_agreed_and_signed_by_keyboard_alone(browser, url, context: Context, link) -> None:
    page = opened(browser, url + link(a_case(context)), width=1280)
    tab_to(page, "summary", "Change point 1")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("Both cheeks are lumpy.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Your point has been changed.").wait_for()
    tab_to(page, "button", "I agree to version 2")
    page.keyboard.press("Enter")
    page.get_by_text("You agreed to version 2").wait_for()
    tab_to(page, "#name-signed", "")
    page.keyboard.type("Joan Ash")
    page.keyboard.press("Enter")
    page.get_by_text("Joan Ash signed version 2").wait_for()


def tab_to(page: Page, selector: str, words: str) -> None:
    """Presses Tab until this is in focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.locator(f"{selector}:focus")
        if focused.count() and words in focused.text_content():
            return
    raise AssertionError(f"Tab never came to {selector} {words}.")
