"""Over the real application: a request that Twilio did not sign is answered 403 and leaves no trace."""

from __future__ import annotations

from dataclasses import dataclass, replace

import httpx
import pytest
from flask import Flask

from backend.app import create_app
from backend.config import read_config
from backend.services.context import Context
from backend.store.database import Database
from backend.store.tables import Call, CallTurn, Conversation, Event, Message
from channels.phone.simulator.webhooks import Form, Webhooks
from channels.phone.twiml_lint import problems
from tests.builders import SECRET_KEY
from tests.channels.phone.calling import Caller, a_caller, a_context, rows

PUBLIC, TOKEN, SHARED = "https://heard.test", "a-twilio-token-for-tests-only", ("key_1", "a-shared-secret")
CALL = {"CallSid": "CA1", "From": "+447700900123", "CallStatus": "in-progress", "FromCity": ""}
PLACES = [
    "/phone/lumiere/incoming",
    "/phone/turn/1",
    "/phone/poll/1",
    "/phone/status",
    "/phone/fallback",
    "/phone/recorded",
]


@dataclass
class Line:
    """The application, what it stores, and requests to it as Twilio makes them."""

    app: Flask
    context: Context
    twilio: Webhooks

    def send(self, place: str, form: Form = CALL, **changed: object) -> httpx.Response:
        """One request, signed as this sender signs."""
        return replace(self.twilio, **changed).request(f"{PUBLIC}{place}", form)

    def unsigned(self, place: str, headers: dict[str, str]) -> httpx.Response:
        """One request with these headers and no signing."""
        return self.twilio.http.post(place, data=CALL, headers=headers)

    def stored(self) -> list[int]:
        """How many rows there are of whatever a call writes."""
        return [len(rows(self.context, table)) for table in (Call, CallTurn, Conversation, Message, Event)]


def _line(context: Context, **environ: str) -> Line:
    secrets = {"SECRET_KEY": SECRET_KEY, "SERVICE_TOKEN": SECRET_KEY, "PUBLIC_URL": PUBLIC}
    app = create_app(read_config(secrets | environ), context=context, ask=lambda brief: [])
    http = httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://inside")
    return Line(app, context, Webhooks("http://inside", PUBLIC, TOKEN, http))


def _signature_of(signed: httpx.Response) -> dict[str, str]:
    """The signature that a request was made with, to be played again."""
    return {"X-Twilio-Signature": signed.request.headers["X-Twilio-Signature"]}


@pytest.fixture
def context(sqlite_database: Database) -> Context:
    return a_context(sqlite_database)


@pytest.fixture
def line(context: Context) -> Line:
    return _line(context, TWILIO_AUTH_TOKEN=TOKEN, TWILIO_SHARED_KEYS="=".join(SHARED))


@pytest.fixture
def caller(context: Context) -> Caller:
    """A call in progress, so that every address has something to change."""
    return a_caller(context)


def test_a_signed_ring_is_answered_with_a_greeting_that_twilio_plays(line: Line) -> None:
    answer = line.send("/phone/lumiere/incoming")
    assert (answer.status_code, problems(answer.text)) == (200, [])
    assert 'action="/phone/turn/1"' in answer.text
    assert line.stored()[:3] == [1, 1, 1]


def test_a_shared_key_signs_as_well_as_the_accounts_token(line: Line) -> None:
    assert line.send("/phone/lumiere/incoming", shared_key=SHARED).status_code == 200


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "forged",
    [
        {"auth_token": "another-token"},
        {"shared_key": ("key_1", "another-secret")},
        {"shared_key": ("key_2", "a-shared-secret")},
    ],
    ids=["another token", "another secret", "an unknown key"],
)
def test_a_forged_request_is_refused_and_changes_nothing(
    line: Line, caller: Caller, place: str, forged: dict[str, object]
) -> None:
    before = line.stored()
    answer = line.send(place, CALL | {"Digits": "0", "CallStatus": "completed"}, **forged)
    assert answer.status_code == 403
    assert line.stored() == before
    assert "call_ended" not in caller.events()


@pytest.mark.parametrize("place", PLACES)
def test_a_request_without_a_signature_is_refused_and_changes_nothing(line: Line, caller: Caller, place: str) -> None:
    before = line.stored()
    assert line.unsigned(place, {}).status_code == 403
    assert line.stored() == before


def test_a_signature_of_another_address_is_refused(line: Line, caller: Caller) -> None:
    signed = line.send("/phone/status")
    assert signed.status_code == 204
    before = line.stored()
    assert line.unsigned("/phone/turn/1", _signature_of(signed)).status_code == 403
    assert line.stored() == before


def test_a_query_is_signed_in_the_order_it_was_sent(line: Line, caller: Caller) -> None:
    signed = line.send("/phone/turn/1?again=1&of=2")
    assert signed.status_code == 200
    assert line.unsigned("/phone/turn/1?of=2&again=1", _signature_of(signed)).status_code == 403
    assert line.unsigned("/phone/turn/1", _signature_of(signed)).status_code == 403


def test_the_public_address_is_signed_whatever_host_the_request_names(line: Line) -> None:
    signed = line.send("/phone/status")
    assert line.unsigned("/phone/status", _signature_of(signed) | {"Host": "elsewhere.test"}).status_code == 204


def test_while_no_token_is_set_nobody_is_answered(context: Context) -> None:
    line = _line(context)
    assert line.send("/phone/lumiere/incoming", auth_token="").status_code == 403
    assert line.stored() == [0, 0, 0, 0, 0]
