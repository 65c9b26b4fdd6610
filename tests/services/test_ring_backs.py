"""Ringing back: our staff first, by key, then the person; never a number that was only mentioned."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from backend.core.actor import Actor, ActorKind
from backend.errors import Conflict, NotFound
from backend.mail import Mail
from backend.services.context import Context
from backend.services.ring_backs import rang_back, ring_back, ring_back_of
from backend.store.database import Database
from backend.store.tables import Case, Event
from backend.telephone import Telephone
from backend.worker import work_once
from tests.builders import LINE, TRANSFER, a_case, a_staff, make_context, stored_case, with_numbers, with_settings
from tests.twilio_api.server import ACCOUNT_SID, AUTH_TOKEN, TwilioApi, twilio_api


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    with twilio_api() as running:
        yield running


@pytest.fixture
def context(database: Database) -> Context:
    return with_numbers(make_context(database))


@pytest.fixture
def officer(context: Context) -> Actor:
    return a_staff(context)


def _case(context: Context, *, contact: str) -> Case:
    return stored_case(context, a_case(context, facts={"contact": contact}))


def test_our_staff_are_rung_once_and_told_whom_it_is_about(context: Context, api: TwilioApi, officer: Actor) -> None:
    case = _case(context, contact="07700 900123")
    telephone = Telephone(ACCOUNT_SID, AUTH_TOKEN, public_url="https://heard.test", http=api.client())
    for _ in range(2):
        ring_back(context, officer, case.reference, once="form-1")
        work_once(context, Mail(None), telephone)
    (call,) = api.calls
    assert (call["To"], call["From"]) == (TRANSFER, LINE)
    assert call["Url"] == f"https://heard.test/phone/ring-back/{case.id}"
    found = ring_back_of(context, case.id)
    assert (found.number, found.caller_id) == ("+447700900123", LINE)
    assert ", ".join(case.reference) in found.whisper


@pytest.mark.parametrize("contact", ["please do not ring 07700 900123, write to me", "joan@ash.test", "1 Ash Lane"])
def test_a_number_that_was_only_mentioned_is_not_rung(context: Context, officer: Actor, contact: str) -> None:
    case = _case(context, contact=contact)
    with pytest.raises(Conflict, match="ring by hand"):
        ring_back(context, officer, case.reference, once="form-1")


def test_without_the_providers_numbers_nobody_is_rung(context: Context, officer: Actor) -> None:
    case = _case(context, contact="07700 900123")
    with pytest.raises(Conflict):
        ring_back(with_settings(context, line_number=None), officer, case.reference, once="form-1")


def test_staff_of_another_provider_ring_nobody(context: Context) -> None:
    case = _case(context, contact="07700 900123")
    stranger = a_staff(context, name="Sam Reid", providers=("exclusive-health",))
    assert stranger.kind is ActorKind.STAFF
    with pytest.raises(NotFound):
        ring_back(context, stranger, case.reference, once="form-1")


def test_how_the_call_ended_is_an_event_and_keeps_no_promise(context: Context) -> None:
    case = _case(context, contact="07700 900123")
    rang_back(context, case.id, status="no-answer")
    with context.database.read() as session:
        event = session.scalars(select(Event).where(Event.kind == "rang_back")).one()
        assert event.body == {"how": "no-answer"}
