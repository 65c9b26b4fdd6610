"""A cookie counts only for requests that come from our own page."""

from __future__ import annotations

import pytest

from tests.channels.web_chat.form_page import FormPage

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
OWN = [
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    {"Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-origin"},
]
OTHERS = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:9999"},
    {"Origin": "https://localhost"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
]


@pytest.fixture
def page(chat):
    return FormPage(chat.app.test_client()).send("It hurt.")


def conversation_of(page):
    return page.client.get_cookie("heard-lumiere").value.partition(".")[0]


@pytest.mark.parametrize("headers", OWN)
def test_the_page_s_script_may_write(page, headers):
    body = {"client_id": ID, "text": "More."}
    response = page.client.post(f"/chat/{conversation_of(page)}/messages", json=body, headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize("headers", [*OTHERS, {}, {"Origin": "null"}])
def test_others_may_not(page, chat, headers):
    for address, body in (("messages", {"client_id": ID, "text": "More."}), ("handoff", {})):
        response = page.client.post(f"/chat/{conversation_of(page)}/{address}", json=body, headers=headers)
        assert response.status_code == 403
    assert "More." not in page.open().messages


@pytest.mark.parametrize("headers", OTHERS)
def test_a_form_of_another_site_is_refused(page, headers):
    form = page._composer
    fields = form["fields"] | {"text": "More.", "do": "send"}
    assert page.client.post(form["action"], data=fields, headers=headers).status_code == 403
    assert page.client.post("/lumiere/chat/end", data={}, headers=headers).status_code == 403
    assert page.client.post("/lumiere/chat/start", json={}, headers=headers).status_code == 403
    assert "More." not in page.open().messages


def test_a_form_without_an_origin_needs_the_page_s_key(page):
    form = page._composer
    fields = form["fields"] | {"text": "More.", "do": "send"}
    assert page.client.post(form["action"], data=fields | {"key": "0" * 64}).status_code == 403
    assert page.client.post(form["action"], data=fields | {"client_id": ID}).status_code == 403
    assert page.client.post(form["action"], data=fields).status_code == 303


def test_the_script_begins_a_conversation_and_never_sees_its_secret(chat):
    client = chat.app.test_client()
    response = client.post("/lumiere/chat/start", json={}, headers=OWN[0])
    token = client.get_cookie("heard-lumiere").value.partition(".")[2]
    assert response.status_code == 200
    assert token not in response.text
    again = client.post("/lumiere/chat/start", json={}, headers=OWN[0])
    assert again.json["conversation"] == response.json["conversation"]


def test_a_token_needs_no_origin(talk):
    assert talk.say("It hurt.").status_code == 200


def test_a_token_in_the_header_is_not_helped_by_the_cookie(page):
    response = page.client.get(f"/chat/{conversation_of(page)}/messages", headers={"Authorization": "Bearer wrong"})
    assert response.status_code == 404
