"""What is wrong is refused with a sentence, and nothing changes."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.channels.web_chat.talking import start

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
BAD_MESSAGES = {
    "no client id": {"text": "Hello"},
    "a client id that is no UUID": {"client_id": "1", "text": "Hello"},
    "a client id in braces": {"client_id": "{" + ID + "}", "text": "Hello"},
    "a client id of another type": {"client_id": 7, "text": "Hello"},
    "neither text nor choice": {"client_id": ID},
    "both text and choice": {"client_id": ID, "text": "Hello", "choice": "abc"},
    "empty text": {"client_id": ID, "text": ""},
    "blank text": {"client_id": ID, "text": " \n\t "},
    "text that cannot be seen": {"client_id": ID, "text": "\u200b\u200d\ufeff\u2060\u00a0"},
    "text of another type": {"client_id": ID, "text": ["Hello"]},
    "a choice of another type": {"client_id": ID, "choice": {"id": "abc"}},
    "a choice with strange characters": {"client_id": ID, "choice": "a' OR 1=1"},
    "an unknown key": {"client_id": ID, "text": "Hello", "sender": "staff"},
    "a null byte": {"client_id": ID, "text": "Hel\0lo"},
    "half a surrogate pair": {"client_id": ID, "text": "Hello \ud83d"},
    "a list": [],
    "a string": "Hello",
    "null": None,
}
BAD_BYTES = {
    "not JSON": b"Hello",
    "cut off": b'{"client_id": "',
    "invalid UTF-8": b'{"client_id": "' + ID.encode() + b'", "text": "caf\xe9"}',
    "nested too deep": b"[" * 100_000,
    "a number too long": b'{"client_id": ' + b"9" * 5000 + b"}",
}


def assert_problem(response, status=400):
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["detail"].endswith("."), "The detail is a sentence."


@pytest.mark.parametrize("body", BAD_MESSAGES.values(), ids=BAD_MESSAGES.keys())
def test_a_bad_message_changes_nothing(talk, chat, body):
    assert_problem(talk.post(data=json.dumps(body).encode(), content_type="application/json"))
    assert talk.messages() == talk.greeting
    assert chat.assistant.heard == []


@pytest.mark.parametrize("raw", BAD_BYTES.values(), ids=BAD_BYTES.keys())
def test_bytes_that_are_no_message_change_nothing(talk, raw):
    assert_problem(talk.post(data=raw, content_type="application/json"))
    assert talk.messages() == talk.greeting


def test_a_form_is_not_json(talk):
    assert_problem(talk.post(data={"client_id": ID, "text": "Hello"}))


@pytest.mark.parametrize(
    "body", [{"client_id": "x"}, {"language": 5}, {"language": "../en"}, {"provider": "lumiere"}, [], None]
)
def test_a_bad_start_opens_nothing(client, body):
    response = client.post("/lumiere/chat/conversations", data=json.dumps(body), content_type="application/json")
    assert_problem(response)


def test_the_longest_text_is_taken_and_one_more_character_is_not(talk):
    assert talk.say("é" * 50_000).status_code == 200
    assert_problem(talk.say("é" * 50_001), 413)
    assert sum(m["sender"] == "customer" for m in talk.messages()) == 1


def test_the_longest_text_is_taken_with_every_character_escaped(talk):
    body = json.dumps({"client_id": ID, "text": "\U0001f622" * 50_000}).encode()
    assert talk.post(data=body, content_type="application/json").status_code == 200


def test_a_body_beyond_all_measure_is_refused_with_a_sentence(talk):
    assert_problem(talk.post(data=b"x" * 2_000_000, content_type="application/json"), 413)


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "٣", "1 OR 1=1"])
def test_a_bad_number_is_refused(talk, after):
    response = talk.client.get(f"/chat/{talk.id}/messages", query_string={"after": after}, headers=talk.headers)
    assert_problem(response)


def addresses(conversation):
    return [
        ("POST", f"/chat/{conversation}/messages"),
        ("GET", f"/chat/{conversation}/messages"),
        ("GET", f"/chat/{conversation}/events"),
        ("POST", f"/chat/{conversation}/handoff"),
    ]


def test_an_id_is_no_credential(talk):
    for method, address in addresses(talk.id):
        response = talk.client.open(address, method=method, json={"client_id": ID, "text": "Hello"})
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"] == "Bearer"
    assert talk.messages() == talk.greeting


def test_the_token_of_another_conversation_opens_nothing(talk):
    other = start(talk.client)
    for method, address in addresses(talk.id):
        assert_problem(
            talk.client.open(address, method=method, headers=other.headers, json={"client_id": ID, "text": "Hi"}), 404
        )


@pytest.mark.parametrize("wrong", ["", "Basic abc", "Bearer", "Bearer ", "Bearer é"])
def test_a_wrong_header_opens_nothing(talk, wrong):
    response = talk.client.get(f"/chat/{talk.id}/messages", headers={"Authorization": wrong})
    assert response.status_code in {401, 404}


@pytest.mark.parametrize("wrong", ["1", "%00", "../../etc", ID])
def test_an_id_that_is_none_is_not_found(talk, wrong):
    response = talk.client.get(f"/chat/{wrong}/messages", headers=talk.headers)
    assert response.status_code == 404


def test_a_wrong_and_an_unknown_id_answer_alike(talk):
    wrong = {"Authorization": "Bearer nothing"}
    known = talk.client.get(f"/chat/{talk.id}/messages", headers=wrong)
    unknown = talk.client.get(f"/chat/{uuid.uuid4()}/messages", headers=wrong)
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
