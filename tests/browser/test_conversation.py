"""A conversation on the page, with JavaScript and without: the same words, choices and way to a person."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.channels.web_chat.chat_app import says

READ_BACK = """I have written down what you told me. Please check that it is right.
1. The laser burned my cheek on 3 November.
2. Nobody called me back although I rang three times.
The rest of what you told us, kept as you said it: I have a wedding in two weeks."""

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def officer(brief):
    """A short intake: more, read back, done."""
    if brief["choice"] and brief["choice"]["meaning"] == "agree":
        return [says("Thank you. It is agreed.")]
    if brief["choice"]:
        return [says(READ_BACK, ("agree", "Yes, that is right"), ("change", "Change something"))]
    return [says("I have that. Is there more?", ("that_is_everything", "That is everything"))]


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request):
    return request.param


def test_from_the_story_to_the_agreement(visit, chat, script):
    chat.assistant.answer = officer
    page = visit(script=script, viewport=PHONE)
    assert "Please tell me what happened" in page.last_messages()[0]
    assert page.send("The laser burned my cheek.\nNobody <called> me & back.") == ["I have that. Is there more?"]
    assert page.choose("That is everything") == [READ_BACK]
    assert page.labels() == ["Yes, that is right", "Change something"]
    page.screenshot(f"phone-read-back{'' if script else '-no-script'}")
    assert page.choose("Yes, that is right") == ["Thank you. It is agreed."]
    assert page.labels() == []
    assert [heard["choice"] and heard["choice"]["meaning"] for heard in chat.assistant.heard] == [
        None,
        "that_is_everything",
        "agree",
    ]
    assert chat.assistant.heard[0]["text"] == "The laser burned my cheek.\nNobody <called> me & back."


def test_a_person_before_anything_else(visit, script):
    page = visit(script=script)
    assert "booked a call" in page.ask_for_person()[-1]
    assert page.reference() in page.last_messages()[0]
    expect(page.page.get_by_role("link", name="Your record")).to_be_visible()
    page.screenshot(f"desktop-person{'' if script else '-no-script'}")


def test_used_answers_stay_and_say_which_was_given(visit, chat, script):
    chat.assistant.answer = officer
    page = visit(script=script)
    page.send("It hurt.")
    page.choose("That is everything")
    used = page.page.get_by_role("button", name="That is everything (your answer)")
    assert used.get_attribute("aria-disabled") == "true"
    used.click(force=True)
    assert page.items.count() == 6


def test_the_conversation_is_there_after_a_reload_and_tomorrow(visit, script):
    page = visit(script=script)
    page.send("It hurt.")
    said = page.last_messages(4)
    page.page.reload()
    page.ready()
    assert page.last_messages(4) == said
    again = page.page.context.new_page()
    again.goto(page.address)
    assert again.locator("#messages .text").all_inner_texts()[-4:] == said


def test_the_device_can_forget_the_conversation(visit, script):
    page = visit(script=script)
    page.send("It hurt.")
    page.page.get_by_text("Using a shared computer").click()
    page.screenshot(f"desktop-end{'' if script else '-no-script'}")
    page.page.get_by_role("button", name="End and clear this chat on this device").click()
    expect(page.page.get_by_text("The chat is cleared from this device.")).to_be_visible()
    assert "It hurt." not in page.page.content()
    assert page.page.evaluate("sessionStorage.length") in {0, 1}
    page.ready()
    page.send("Another story.")
    assert "It hurt." not in page.page.content()


def test_without_a_script_a_new_message_is_found_by_asking(visit, chat):
    page = visit(script=False)
    page.send("It hurt.")
    page.say_in_another_tab("From another tab.")
    page.page.get_by_role("link", name="Check for new messages").click()
    assert page.last_messages(2)[0] == "From another tab."


def test_without_a_script_a_mistake_is_explained_and_nothing_is_lost(visit):
    page = visit(script=False)
    page.box.fill("é" * 50_001)
    page.page.get_by_role("button", name="Send").click()
    expect(page.page.get_by_text("longer than 50,000 characters")).to_be_visible()
    assert len(page.box.input_value()) == 50_001
    expect(page.box).to_be_focused()
    assert page.page.title().startswith("There is a problem")
