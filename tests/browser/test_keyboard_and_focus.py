"""Everything by keyboard, and focus that nobody takes away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_conversation import officer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def page(visit, chat):
    chat.assistant.answer = officer
    return visit()


def focused(page):
    return page.page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id")


def test_the_page_takes_no_focus(page):
    assert page.page.evaluate("document.activeElement.tagName") == "BODY"


def test_enter_sends_and_shift_enter_begins_a_line(page):
    page.box.click()
    page.page.keyboard.type("First line")
    page.page.keyboard.press("Shift+Enter")
    page.page.keyboard.type("second line")
    page.page.keyboard.press("Enter")
    expect(page.items.nth(3)).to_be_visible()
    assert page.last_messages(2)[0] == "First line\nsecond line"
    assert page.box.input_value() == ""
    expect(page.box).to_be_focused()


def test_enter_in_an_empty_box_sends_nothing(page, chat):
    page.box.click()
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Enter")
    assert chat.assistant.heard == []
    assert page.items.count() == 2


def test_a_whole_conversation_by_keyboard_alone(page):
    keyboard = page.page.keyboard
    keyboard.press("Tab")
    assert focused(page) == "Skip to the message box"
    keyboard.press("Enter")
    expect(page.box).to_be_focused()
    keyboard.type("It hurt.")
    keyboard.press("Enter")
    expect(page.page.get_by_role("button", name="That is everything")).to_be_visible()
    keyboard.press("Shift+Tab")
    assert focused(page) == "That is everything"
    keyboard.press("Enter")
    expect(page.page.get_by_role("button", name="Yes, that is right")).to_be_visible()
    expect(page.box).to_be_focused()
    keyboard.press("Tab")
    assert focused(page) == "Send"
    keyboard.press("Tab")
    assert focused(page) == "Ask for a person"


def test_a_message_that_arrives_moves_no_focus_and_no_selection(page, chat):
    page.send("It hurt.")
    chat.assistant.gate.clear()
    page.page.get_by_role("button", name="That is everything").focus()
    page.say_in_another_tab("From another tab.")
    page.wait_for("From another tab.")
    assert focused(page) == "That is everything", "The button is used up and keeps its focus."
    page.box.fill("Half a sentence")
    page.box.evaluate("box => box.setSelectionRange(2, 6)")
    chat.assistant.gate.set()
    expect(page.items.nth(5)).to_be_visible()
    expect(page.box).to_be_focused()
    assert page.box.evaluate("box => [box.selectionStart, box.selectionEnd]") == [2, 6]
    assert page.box.input_value() == "Half a sentence"


def test_focus_is_never_hidden_behind_the_box(page):
    for _ in range(6):
        page.send("It hurt.")
    page.page.evaluate("scrollTo(0, 0)")
    page.box.focus()
    page.page.evaluate("scrollTo(0, 0)")
    page.page.get_by_role("button", name="That is everything").last.focus()
    button = page.page.get_by_role("button", name="That is everything").last.bounding_box()
    composer = page.page.locator("#composer").bounding_box()
    assert button["y"] + button["height"] <= composer["y"]
