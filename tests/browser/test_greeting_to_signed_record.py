"""The main job in a real browser against the whole real stack: from the greeting to a signed record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from backend.store.tables import Agreement, Case
from tests.browser.page import OUTPUT, ChatPage
from tests.stack import Stack, running_stack

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
STORY = "You charged me £480 and the quote said £350. Nobody has answered my three e-mails about it."


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_greeting_to_a_signed_record(browser: Browser, stack: Stack, script: bool, width: int) -> None:
    options = {"viewport": {"width": width, "height": 800}, "java_script_enabled": script, "locale": "en-GB"}
    with browser.new_context(**options) as context:
        chat = ChatPage(context.new_page(), stack.url, script=script).open()
        tell_everything(chat)
        reference = chat.reference()
        chat.screenshot(f"chat-{width}-{'script' if script else 'plain'}")
        record = chat.page
        record.get_by_role("button", name="Your record").or_(record.get_by_role("link", name="Your record")).click()
        sign(record, "Jane Smith")
        record.screenshot(path=OUTPUT / f"record-{width}-{'script' if script else 'plain'}.png", full_page=True)
    assert signed_by(stack, reference) == "Jane Smith"


def tell_everything(chat: ChatPage) -> None:
    """The whole conversation up to the agreed record."""
    chat.send(STORY, answers=2)
    chat.choose("That is everything")
    chat.choose("Yes, that is right")
    chat.choose("Skip this")
    chat.choose("For myself")
    chat.send("Jane Smith")
    chat.send("jane@example.co.uk")
    while "Skip this" in chat.labels():
        chat.choose("Skip this")
    chat.choose("None of these")
    chat.choose("Yes, that is right")


def sign(record: Page, name: str) -> None:
    """Types the name under the record and signs."""
    record.get_by_label("Your full name").fill(name)
    record.get_by_role("button", name="Sign version").click()
    expect(record.get_by_text(f"{name} signed version").first).to_be_visible()


def signed_by(stack: Stack, reference: str) -> str | None:
    with stack.context.database.read() as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        wanted = (Agreement.case_id == case.id, Agreement.kind == "signed")
        return session.scalars(select(Agreement.name).where(*wanted)).one_or_none()


def test_axe_finds_nothing_at_the_end_of_a_real_conversation(browser: Browser, stack: Stack) -> None:
    options = {"viewport": {"width": 320, "height": 800}, "bypass_csp": True, "locale": "en-GB"}
    with browser.new_context(**options) as context:
        chat = ChatPage(context.new_page(), stack.url, "exclusive-health").open()
        tell_everything(chat)
        found = Axe().run(chat.page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert chat.page.evaluate("document.documentElement.scrollWidth") <= 320
