"""Accessibility rules, sizes and shapes, on a telephone and on a desk."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_conversation import officer

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALLEST_TARGET = 24
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
TARGETS = """() => [...document.querySelectorAll("a, button, textarea, summary, input:not([type=hidden])")]
    .filter((item) => item.checkVisibility() && !item.matches(".skip"))
    .map((item) => ({ text: item.textContent.trim(), ...item.getBoundingClientRect().toJSON() }))"""

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(params=[(PHONE, True), (PHONE, False), (DESKTOP, True)], ids=["phone", "phone, script lost", "desktop"])
def page(request, visit, chat):
    chat.assistant.answer = officer
    viewport, script = request.param
    return visit(viewport=viewport, loses_script=not script)


def with_a_long_talk(page):
    page.send("The laser burned my cheek.\nhttps://example.org/" + "a" * 120)
    page.choose("That is everything")
    page.ask_for_person()
    return page


def assert_no_violations(page):
    found = Axe().run(page.page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def assert_fits(page):
    wide = page.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"The page is {wide} px wider than the screen."


def test_axe_finds_nothing_on_the_first_page(page):
    assert_no_violations(page)


def test_axe_finds_nothing_in_a_conversation(page):
    with_a_long_talk(page)
    page.page.get_by_text("Using a shared computer").click()
    assert_no_violations(page)


def test_targets_are_large_enough(page):
    with_a_long_talk(page)
    for target in page.page.evaluate(TARGETS):
        assert target["height"] >= SMALLEST_TARGET, target
        assert target["width"] >= SMALLEST_TARGET, target


def test_live_targets_are_large_enough_for_a_thumb(page):
    page.send("It hurt.")
    for button in page.page.locator("button:visible:not([aria-disabled])").all():
        assert button.bounding_box()["height"] >= 44


def test_nothing_is_wider_than_the_screen(page):
    assert_fits(page)
    with_a_long_talk(page)
    assert_fits(page)
    page.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_fits(page)
    page.screenshot(f"{page.page.viewport_size['width']}-text-200-percent")


def test_wider_spacing_hides_nothing(page):
    with_a_long_talk(page)
    page.page.evaluate(
        f"document.adoptedStyleSheets = [Object.assign(new CSSStyleSheet(), {{}})]; "
        f"document.adoptedStyleSheets[0].replaceSync(`{SPACING}`)"
    )
    assert_fits(page)
    for text in page.page.locator(".text, button:visible").all():
        assert text.evaluate("item => item.scrollWidth <= item.clientWidth + 1"), text.inner_text()


def test_large_text_is_at_least_18_pixels(page):
    assert page.items.first.locator(".text").evaluate("item => parseFloat(getComputedStyle(item).fontSize)") >= 18


def test_a_line_break_is_shown_as_one(page):
    page.send("One.\nTwo.")
    text = page.items.nth(2).locator(".text")
    expect(text).to_have_css("white-space", re.compile("^pre-line"))


def test_from_right_to_left_the_sides_change(visit):
    page = visit()
    page.send("It hurt.")
    mine, theirs = page.items.nth(2).locator(".text"), page.items.nth(3).locator(".text")
    assert mine.bounding_box()["x"] > theirs.bounding_box()["x"]
    page.page.evaluate("document.documentElement.dir = 'rtl'")
    assert mine.bounding_box()["x"] < theirs.bounding_box()["x"]
    page.screenshot("desktop-right-to-left")


def test_someone_who_reads_above_is_told_and_not_moved(visit, chat):
    page = visit(viewport=PHONE)
    for _ in range(4):
        page.send("It hurt.")
    page.page.evaluate("scrollTo(0, 0)")
    page.say_in_another_tab("From another tab.")
    below = page.page.get_by_role("button", name="New messages below")
    expect(below).to_be_visible()
    assert page.page.evaluate("scrollY") == 0
    page.page.screenshot(path="tests/output/phone-new-below.png")
    below.click()
    expect(below).to_be_hidden()
    expect(page.items.last).to_be_in_viewport()
    assert page.page.evaluate("document.activeElement.closest('li') !== null")


def test_a_long_answer_is_shown_from_its_beginning(visit, chat):
    from tests.channels.web_chat.chat_app import says

    chat.assistant.answer = lambda brief: [says("\n".join(f"{n}. A point." for n in range(1, 60)))]
    page = visit(viewport=PHONE)
    page.send("Read it back.")
    page.page.wait_for_timeout(300)
    assert 0 <= page.items.last.bounding_box()["y"] < 100


def test_forced_colours_and_reduced_motion(visit, chat):
    chat.assistant.answer = officer
    page = visit(forced_colors="active", reduced_motion="reduce")
    with_a_long_talk(page)
    page.screenshot("desktop-forced-colours")
    moving = "item => getComputedStyle(item).transitionDuration"
    assert page.page.get_by_role("button", name="Send").evaluate(moving) == "0s"


def test_on_paper_there_is_the_conversation_and_nothing_to_press(visit, chat):
    chat.assistant.answer = officer
    page = with_a_long_talk(visit())
    page.page.emulate_media(media="print")
    expect(page.page.locator("#composer")).to_be_hidden()
    expect(page.page.locator("#reference")).to_be_visible()
    page.screenshot("paper")
