"""Bad lines: nothing that was written is lost, doubled or out of order."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from channels.web_chat import api

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def page(visit):
    return visit()


def stored(chat, page):
    conversation_id, _, token = page.page.context.cookies()[0]["value"].partition(".")
    headers = {"Authorization": f"Bearer {token}"}
    messages = chat.app.test_client().get(f"/chat/{conversation_id}/messages", headers=headers).json["messages"]
    return [message["text"] for message in messages if message["sender"] == "customer"]


def test_words_sent_offline_wait_and_are_kept_once(page, chat):
    page.send("First.")
    page.page.context.set_offline(True)
    page.box.fill("Written in a tunnel.")
    page.page.get_by_role("button", name="Send").click()
    expect(page.page.get_by_text("Not sent yet. Trying again…").first).to_be_visible()
    page.screenshot("desktop-offline")
    page.page.context.set_offline(False)
    expect(page.items.nth(5)).to_be_visible(timeout=10_000)
    expect(page.page.get_by_text("Not sent yet. Trying again…")).to_have_count(0)
    assert stored(chat, page) == ["First.", "Written in a tunnel."]


def test_an_answer_that_was_lost_on_the_way_is_fetched_and_nothing_is_doubled(page, chat):
    page.send("First.")
    lost = iter([True, True, False])

    def lose(route):
        route.fetch()  # the server has it; the browser never hears
        route.abort() if next(lost) else route.continue_()

    page.page.route("**/messages", lose)
    page.box.fill("It hurt.")
    page.page.get_by_role("button", name="Send").click()
    expect(page.items.nth(5)).to_be_visible(timeout=15_000)
    page.page.wait_for_timeout(1500)
    assert stored(chat, page) == ["First.", "It hurt."]
    assert page.last_messages(2) == ["It hurt.", "Thank you. I have that."]
    assert page.items.count() == 6


def test_a_server_that_fails_is_asked_again_with_the_same_id(page, chat):
    page.send("First.")
    bodies = []

    def fail_first(route):
        bodies.append(route.request.post_data_json)
        route.fulfill(status=502, body="no") if len(bodies) < 3 else route.continue_()

    page.page.route("**/messages", fail_first)
    page.send("It hurt.")
    assert len({body["client_id"] for body in bodies}) == 1
    assert stored(chat, page) == ["First.", "It hurt."]


def test_too_many_chats_from_one_place_are_told_what_to_do_and_the_words_go_out_later(page, chat):
    tries = []
    sentence = "Very many chats were started. If you are in danger now, call 999."

    def refuse_first(route):
        tries.append(route.request.post_data_json)
        route.fulfill(status=429, json={"detail": sentence}) if len(tries) < 2 else route.continue_()

    page.page.route("**/chat/start", refuse_first)
    page.box.fill("It hurt.")
    page.page.get_by_role("button", name="Send").click()
    expect(page.page.get_by_role("alert")).to_contain_text("call 999")
    expect(page.items.nth(3)).to_be_visible(timeout=15_000)
    assert tries == [{"text": "It hurt."}] * 2
    assert stored(chat, page) == ["It hurt."]


def test_messages_written_while_an_answer_is_made_are_stored_at_once_and_in_order(page, chat):
    page.send("First.")
    chat.assistant.gate.clear()
    for text in ("One.", "Two.", "Three."):
        page.box.fill(text)
        page.page.keyboard.press("Enter")
    page.page.wait_for_timeout(2000)
    assert stored(chat, page) == ["First.", "One.", "Two.", "Three."]
    chat.assistant.gate.set()
    expect(page.items.nth(9)).to_be_visible(timeout=15_000)
    assert page.page.locator(".customer .text").all_inner_texts() == ["First.", "One.", "Two.", "Three."]


def test_an_answer_that_takes_long_comes_by_itself(page, chat, monkeypatch):
    monkeypatch.setattr(api, "ANSWER_SECONDS", 0.2)
    chat.assistant.gate.clear()
    page.box.fill("It hurt.")
    page.page.keyboard.press("Enter")
    expect(page.page.get_by_text("The answer is on its way")).to_be_visible()
    chat.assistant.gate.set()
    page.wait_for("Thank you. I have that.")
    expect(page.page.get_by_text("The answer is on its way")).to_have_count(0, timeout=10_000)


def test_without_a_stream_the_page_asks_from_time_to_time(page, chat):
    page.page.route("**/events*", lambda route: route.fulfill(status=503, body="{}"))
    page.send("First.")
    page.say_in_another_tab("From another tab.")
    page.wait_for("From another tab.")


def test_words_that_were_on_their_way_survive_a_reload(page, chat):
    page.send("First.")
    page.page.route("**/messages", lambda route: route.abort())
    page.box.fill("It hurt.")
    page.page.keyboard.press("Enter")
    page.box.fill("Half a sentence")
    expect(page.page.get_by_text("Not sent yet. Trying again…").first).to_be_visible()
    page.page.unroute("**/messages")
    page.page.reload()
    expect(page.items.nth(5)).to_be_visible(timeout=10_000)
    assert stored(chat, page) == ["First.", "It hurt."]
    assert page.last_messages(2) == ["It hurt.", "Thank you. I have that."]
    assert page.box.input_value() == "Half a sentence"


def test_what_the_server_will_not_take_goes_back_into_the_box(page, chat):
    page.send("First.")
    page.box.fill("é" * 50_001)
    page.page.get_by_role("button", name="Send").click()
    expect(page.page.get_by_text("longer than 50,000 characters")).to_be_visible()
    assert len(page.box.input_value()) == 50_001
    assert stored(chat, page) == ["First."]


def test_a_conversation_cleared_in_another_tab_begins_anew_here(page):
    page.send("First.")
    page.page.context.clear_cookies()
    page.box.fill("It hurt.")
    page.page.get_by_role("button", name="Send").click()
    expect(page.page.get_by_text("This chat is no longer open on this device.")).to_be_visible()
    assert page.box.input_value() == "It hurt."
    page.page.get_by_role("button", name="Send").click()
    expect(page.items.locator(".text").get_by_text("First.")).to_have_count(0)
    page.wait_for("Thank you. I have that.")
    assert page.last_messages(2) == ["It hurt.", "Thank you. I have that."]


def test_nothing_is_asked_of_another_host_and_no_policy_is_broken(visit, base):
    page = visit()
    asked, complaints = [], []
    page.page.on("request", lambda request: asked.append(request.url))
    page.page.on("console", lambda message: complaints.append(message.text))
    page.page.on("pageerror", lambda error: complaints.append(str(error)))
    page.page.reload()
    page.ready()
    page.send("It hurt.")
    page.ask_for_person()
    assert asked
    assert all(url.startswith(base) for url in asked)
    assert complaints == []
