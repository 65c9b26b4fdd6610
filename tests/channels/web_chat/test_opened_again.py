"""The answer that opens a conversation may be lost: asking again gives the first one, until something was said."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.channels.web_chat.talking import start


@pytest.fixture
def body():
    return {"client_id": str(uuid.uuid4()), "language": "en"}


def test_the_same_client_id_gives_the_same_conversation_and_a_token_that_opens_it(client, body):
    first, again = start(client, body=body), start(client, body=body)
    assert (again.id, again.greeting) == (first.id, first.greeting)
    assert again.say("It hurt.").status_code == 200


def test_the_first_answer_is_given_again_with_its_token(client, body):
    first, again = (client.post("/lumiere/chat/conversations", json=body) for _ in range(2))
    assert again.json == first.json


def test_posts_at_the_same_moment_give_one_conversation_and_every_answer_opens_it(chat, body):
    with ThreadPoolExecutor(4) as pool:
        talks = list(pool.map(lambda _: start(chat.app.test_client(), body=body), range(4)))
    assert len({(talk.id, talk.token) for talk in talks}) == 1
    assert [talk.say("It hurt.").status_code for talk in talks] == [200] * 4


def test_another_conversation_has_another_token(client, body):
    other = start(client, body={**body, "client_id": str(uuid.uuid4())})
    assert other.token != start(client, body=body).token


def test_after_something_was_said_the_client_id_opens_nothing(client, body):
    talk = start(client, body=body)
    talk.say("It hurt.")
    refused = client.post("/lumiere/chat/conversations", json=body)
    assert (refused.status_code, refused.mimetype) == (409, "application/problem+json")
    assert "go on with the one you have" in refused.json["detail"]
    assert talk.say("It still hurts.").status_code == 200


def test_after_a_person_was_asked_for_the_client_id_opens_nothing(client, body):
    start(client, body=body).post({}, to="handoff")
    assert client.post("/lumiere/chat/conversations", json=body).status_code == 409


def test_the_same_client_id_for_another_provider_is_a_conflict(client, body):
    start(client, body=body)
    refused = client.post("/exclusive-health/chat/conversations", json=body)
    assert refused.status_code == 409
    assert "Please send a new one" in refused.json["detail"]
