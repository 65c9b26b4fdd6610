"""The public HTTP contract of the chat."""

from __future__ import annotations

import time
import uuid

from channels.web_chat import api
from tests.channels.web_chat.chat_app import says


def test_a_conversation_opens_with_its_greeting_and_its_token(client):
    response = client.post("/lumiere/chat/conversations", json={"client_id": str(uuid.uuid4()), "language": "en"})
    assert response.status_code == 201
    assert set(response.json) == {"conversation", "token", "language", "owner", "messages"}
    assert response.json["owner"] == "bot"
    assert "Lumiere Medispa" in response.json["messages"][0]["text"]
    assert "Set-Cookie" not in response.headers


def test_a_conversation_opens_with_no_body_at_all(client):
    assert client.post("/exclusive-health/chat/conversations").status_code == 201


def test_a_language_with_a_region_is_the_language(client):
    assert client.post("/lumiere/chat/conversations", json={"language": "en-GB"}).json["language"] == "en"


def test_a_provider_that_is_not_there_is_not_found(client):
    response = client.post("/nobody/chat/conversations", json={})
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def test_a_message_is_answered_with_what_was_written_to_it(talk):
    answer = talk.say("The laser burned my cheek.").json
    assert set(answer) == {"owner", "pending", "messages", "case"}
    assert answer["pending"] is False
    assert [message["text"] for message in answer["messages"]] == ["Thank you. I have that."]
    assert {"seq", "sender", "text", "lang", "at", "choices"} <= set(answer["messages"][0])


def test_the_same_message_again_gets_the_same_answer_and_is_kept_once(talk, chat):
    client_id = str(uuid.uuid4())
    first = talk.say("It hurt.", client_id).json
    chat.assistant.answer = lambda brief: [says("Another answer.")]
    assert talk.say("It hurt.", client_id.upper()).json == first
    assert [m["text"] for m in talk.messages()].count("It hurt.") == 1


def test_the_same_client_id_with_other_words_is_a_conflict(talk):
    client_id = str(uuid.uuid4())
    talk.say("It hurt.", client_id)
    assert talk.say("It did not hurt.", client_id).status_code == 409


def test_a_choice_is_named_by_its_id(talk, chat):
    chat.assistant.answer = lambda brief: [says("Is that right?", ("agree", "Yes"), ("change", "No"))]
    question = talk.say("It hurt.").json["messages"][0]
    assert [choice["meaning"] for choice in question["choices"]] == ["agree", "change"]
    assert talk.choose(question["choices"][0]["id"]).status_code == 200
    assert chat.assistant.heard[-1]["choice"] == {"meaning": "agree", "about": None}
    assert talk.choose("made-up").status_code == 409


def test_an_answer_that_takes_long_is_pending_and_comes_later(talk, chat, monkeypatch):
    monkeypatch.setattr(api, "ANSWER_SECONDS", 0.05)
    chat.assistant.gate.clear()
    client_id = str(uuid.uuid4())
    assert talk.say("It hurt.", client_id).json["pending"] is True
    chat.assistant.gate.set()
    later = finished(talk, client_id)
    assert later["messages"][-1]["text"] == "Thank you. I have that."
    assert talk.say("It hurt.", client_id).json == later


def finished(talk, client_id):
    for _ in range(100):
        answer = talk.say("It hurt.", client_id).json
        if not answer["pending"]:
            return answer
        time.sleep(0.05)
    raise AssertionError("The answer stayed pending.")


def test_without_the_assistant_the_words_are_kept_with_a_reference_and_a_date(talk, chat):
    chat.assistant.answer = lambda brief: []
    answer = talk.say("The laser burned my cheek.").json
    assert answer["case"]["reference"] in answer["messages"][-1]["text"]
    assert answer["case"]["due_on"]


def test_messages_after_a_number(talk):
    talk.say("It hurt.")
    everything = talk.messages()
    assert [m["seq"] for m in everything] == list(range(1, len(everything) + 1))
    assert talk.messages(after=2) == everything[2:]
    assert talk.messages(after=99999999999999999999) == []


def test_asking_for_a_person_says_what_happens_next(talk):
    answer = talk.post({}, to="handoff")
    assert answer.status_code == 200
    assert set(answer.json) == {"owner", "messages", "case"}
    assert answer.json["messages"], "Somebody who asks for a person is told what follows."
    assert answer.json["messages"][0]["seq"] > talk.greeting[-1]["seq"]
