"""Limits: generous, told in a sentence with what to do instead, and never in the way of danger."""

from __future__ import annotations

import uuid

import pytest
from limits import RateLimitItemPerMinute

from channels.web_chat import limiting
from tests.channels.web_chat.form_page import FormPage
from tests.channels.web_chat.talking import start
from tests.channels.web_chat.test_refusals import assert_problem

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

DANGER = "I am going to kill myself tonight."


@pytest.fixture(autouse=True)
def low_limits(monkeypatch):
    for name in ("OPENINGS", "MESSAGES", "HANDOFFS"):
        monkeypatch.setattr(limiting, name, RateLimitItemPerMinute(2, namespace=name))


@pytest.fixture
def client(chat):
    return client_at(chat, "8.8.8.8")


def client_at(chat, address):
    client = chat.app.test_client(use_cookies=False)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def assert_too_many(response):
    assert_problem(response, 429)
    assert 0 < int(response.headers["Retry-After"]) <= 60
    return response.json["detail"]


@pytest.mark.parametrize(
    ("provider", "other_way"),
    [("exclusive-health", "call Exclusive Health on 0161 711 0885"), ("lumiere", "tell anyone who works at Lumiere")],
)
def test_too_many_conversations_of_one_address_are_told_another_way(chat, client, provider, other_way):
    for _ in range(2):
        start(client, provider)
    detail = assert_too_many(client.post(f"/{provider}/chat/conversations"))
    assert "try again in 1 min" in detail and other_way in detail and "999" in detail
    start(client_at(chat, "8.8.4.4"), provider)


def test_addresses_of_one_ipv6_customer_count_together(chat):
    for end in ("1", "2"):
        start(client_at(chat, f"2a00:1450:1:2::{end}"))
    assert client_at(chat, "2a00:1450:1:2::3").post("/lumiere/chat/conversations").status_code == 429
    start(client_at(chat, "2a00:1450:1:3::1"))


def test_a_request_from_this_machine_or_its_own_network_is_not_counted(chat):
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", ""):
        for _ in range(3):
            start(client_at(chat, address))


def test_too_many_messages_are_told_when_to_send_them_again(talk):
    for _ in range(2):
        assert talk.say("It hurt.").status_code == 200
    detail = assert_too_many(talk.say("It hurt."))
    assert "What you sent before is kept" in detail
    assert sum(message["sender"] == "customer" for message in talk.messages()) == 2


def test_danger_is_heard_whatever_the_limit(talk):
    for _ in range(3):
        talk.say("It hurt.")
    answer = talk.say(DANGER)
    assert answer.status_code == 200 and "Retry-After" not in answer.headers
    assert "116 123" in answer.json["messages"][0]["text"]


def test_a_message_sent_again_for_its_answer_is_no_new_one(talk):
    client_id = str(uuid.uuid4())
    assert [talk.say("It hurt.", client_id).status_code for _ in range(5)] == [200] * 5
    assert talk.say("It still hurts.").status_code == 200


def test_a_form_without_scripts_keeps_the_words_in_its_box_and_danger_is_heard(chat):
    def page():
        client = chat.app.test_client()
        client.environ_base["REMOTE_ADDR"] = "8.8.8.8"
        return FormPage(client)

    for _ in range(2):
        page().send("It hurt.")
    refused = page().send("It hurt very much.")
    assert (refused.response.status_code, refused.page.texts["text"]) == (429, "It hurt very much.")
    assert int(refused.response.headers["Retry-After"]) > 0
    assert "999" in refused.response.text
    assert any("116 123" in message for message in page().send(DANGER).messages)


def test_the_script_opens_a_chat_for_danger_whatever_the_limit(client):
    for _ in range(2):
        start(client)
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert_too_many(client.post("/lumiere/chat/start", json={"text": "It hurt."}, headers=own))
    assert_too_many(client.post("/lumiere/chat/start", json={"text": ["odd"]}, headers=own))
    assert client.post("/lumiere/chat/start", json={"text": DANGER}, headers=own).status_code == 200


def test_conversations_are_limited_each_for_itself(talk, chat):
    for _ in range(3):
        talk.say("It hurt.")
    other = start(client_at(chat, "8.8.8.8"))
    assert other.say("It hurt.").status_code == 200


def test_asking_for_a_person_again_and_again_says_that_it_was_heard(talk):
    for _ in range(2):
        assert talk.post({}, to="handoff").status_code == 200
    assert "we have kept that" in assert_too_many(talk.post({}, to="handoff"))
