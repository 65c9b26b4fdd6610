"""The private API: the token, one operation a turn, and errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from flask.testing import FlaskClient

from backend.app import build_context, create_api
from backend.commands import alembic_config
from backend.config import Config, read_config
from backend.services.context import Context
from backend.services.conversations import open_conversation
from backend.services.leases import claim
from backend.services.turns import Incoming, receive

TOKEN = "a-service-token-for-tests-only-0123456789"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/heard.sqlite", "SECRET_KEY": "k" * 32, "SERVICE_TOKEN": TOKEN}
    return read_config(settings)


@pytest.fixture
def context(config: Config) -> Iterator[Context]:
    command.upgrade(alembic_config(config.database_url), "head")
    built = build_context(config)
    yield built
    built.database.close()


@pytest.fixture
def client(config: Config, context: Context) -> FlaskClient:
    return create_api(config, context=context).test_client()


def a_running_turn(context: Context, text: str = "You charged me twice for my treatment") -> str:
    opened = open_conversation(context, provider="lumiere")
    turn = receive(context, opened.id, Incoming("c1", text=text))
    assert claim(context, turn) is not None
    return turn


def test_an_answer_opens_the_case_and_asks_on(client: FlaskClient, context: Context) -> None:
    turn = a_running_turn(context)
    answer = client.post(
        f"/api/v1/turns/{turn}/answer", json={"intent": "complain_billing", "confidence": 0.9}, headers=HEADERS
    )
    assert answer.status_code == 200
    assert [say["key"] for say in answer.json["says"]] == ["case_opened", "form_link_by_person"]
    assert answer.json["question"]["key"] == "tell_more"


def test_the_same_operation_again_gets_the_same_answer(client: FlaskClient, context: Context) -> None:
    turn = a_running_turn(context)
    body = {"intent": "complain_billing", "confidence": 0.9}
    first = client.post(f"/api/v1/turns/{turn}/answer", json=body, headers=HEADERS)
    again = client.post(f"/api/v1/turns/{turn}/answer", json=body, headers=HEADERS)
    assert again.json == first.json


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}])
def test_without_the_token_nothing_is_done(client: FlaskClient, context: Context, headers: dict[str, str]) -> None:
    turn = a_running_turn(context)
    answer = client.post(f"/api/v1/turns/{turn}/answer", json={}, headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/v1/turns/none/answer", {}, 404),
        ("/api/v1/turns/{turn}/dance", {}, 404),
        ("/api/v1/turns/{turn}/answer", {"confidence": "very"}, 422),
        ("/api/v1/turns/{turn}/answer", [], 422),
    ],
)
def test_a_bad_request_is_a_problem_with_a_sentence(
    client: FlaskClient, context: Context, path: str, body: object, status: int
) -> None:
    turn = a_running_turn(context)
    answer = client.post(path.replace("{turn}", turn), json=body, headers=HEADERS)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json(force=True)["detail"].endswith(".")


def test_a_turn_that_is_over_is_refused(client: FlaskClient, context: Context) -> None:
    opened = open_conversation(context, provider="lumiere")
    turn = receive(context, opened.id, Incoming("c1", text="You charged me twice"))
    answer = client.post(f"/api/v1/turns/{turn}/answer", json={"intent": "complain_billing"}, headers=HEADERS)
    assert answer.status_code == 409


def test_the_openapi_document_names_the_operations(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert "/api/v1/turns/{turn}/{operation}" in document["paths"]
