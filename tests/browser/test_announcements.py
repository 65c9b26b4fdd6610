"""What a screen reader is told: each new message once, nothing twice, nothing on replay."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_conversation import officer
from tests.channels.web_chat.chat_app import says

WATCH = """
window.announced = [];
document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) window.announced.push(node.textContent);
    }).observe(document.getElementById("announcer"), { childList: true, characterData: true, subtree: true });
});
"""

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def page(visit):
    page = visit()
    page.page.context.add_init_script(WATCH)
    page.page.reload()
    page.ready()
    return page


def announced(page):
    page.page.wait_for_timeout(1200)  # longer than a stream takes to repeat what an answer brought
    return page.page.evaluate("window.announced")


def test_an_answer_is_announced_once_with_its_speaker_and_its_choices(page, chat):
    chat.assistant.answer = officer
    page.send("It hurt.")
    assert announced(page) == [
        "Assistant: I have that. Is there more? You can answer: That is everything.",
    ]


def test_two_answers_are_two_announcements(page, chat):
    chat.assistant.answer = lambda brief: [says("One."), says("Two.")]
    page.send("It hurt.", answers=2)
    assert announced(page) == ["Assistant: One.", "Assistant: Two."]


def test_what_another_tab_brings_is_announced_once(page):
    page.send("It hurt.")
    announced(page)
    page.say_in_another_tab("From another tab.")
    expect(page.items.nth(5)).to_be_visible()
    assert announced(page) == ["Assistant: Thank you. I have that."] * 2


def test_the_first_page_announces_nothing(page):
    assert announced(page) == []


def test_after_a_reload_only_the_number_of_messages_is_announced(page):
    page.send("It hurt.")
    page.page.reload()
    page.ready()
    assert announced(page) == ["Your conversation is here again: 4 messages."]


def test_the_announcer_is_emptied_and_the_transcript_is_not_live(page):
    page.send("It hurt.")
    expect(page.page.locator("#announcer")).to_be_empty(timeout=8000)
    log = page.page.get_by_role("log")
    assert log.get_attribute("aria-live") == "off"
    assert page.page.locator("[aria-live=assertive]").count() == 0


def test_who_hears_is_said_in_words(page, chat):
    from backend.core.actor import Actor, ActorKind
    from backend.core.ownership import OwnerEvent
    from backend.services.messages import Draft, write_message
    from backend.services.ownership import transition
    from backend.store.queries import lock_conversation

    page.send("It hurt.")
    conversation_id = page.page.context.cookies()[0]["value"].partition(".")[0]
    with chat.context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        staff = Actor(ActorKind.STAFF, "1")
        transition(
            chat.context, session, conversation, OwnerEvent.STAFF_JOIN, expected_version=1, actor=staff, reason="test"
        )
        draft = Draft("Hello, this is Amina. I have read what you wrote.", sender="staff")
        write_message(session, conversation, draft, at=chat.context.now(), staff_name="Amina Khan")
    expect(page.page.get_by_text("You are talking to a person at Lumiere Medispa.")).to_be_visible()
    name = "Amina Khan, a person at Lumiere Medispa"
    expect(page.items.last.get_by_text(name)).to_be_visible()
    assert announced(page)[-1] == f"{name}: Hello, this is Amina. I have read what you wrote."
    page.screenshot("desktop-staff")
