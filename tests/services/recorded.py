"""Recordings for tests: calls in which something was recorded, and Twilio's own end of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from backend.services import recordings
from backend.services.context import Context
from backend.store.database import Database
from backend.store.tables import Recording
from backend.telephone import Telephone
from tests.builders import a_case, with_settings
from tests.channels.phone.calling import Caller, a_caller, a_context, rows
from tests.twilio_api.server import ACCOUNT_SID, AUTH_TOKEN, TwilioApi, twilio_api

RECORDED = "RE" + "1" * 32
SOUND = b"ID3 the treatment room was dirty " * 40


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    """Twilio, which has the recording."""
    with twilio_api() as running:
        running.recordings[RECORDED] = SOUND
        yield running


def a_recording_context(database: Database, **settings: str | bool | int | None) -> Context:
    """A context with a telephone account, and these settings for every provider."""
    return with_settings(replace(a_context(database), telephone_account=True), **settings)


def telephone_of(api: TwilioApi, *, token: str = AUTH_TOKEN) -> Telephone:
    """The telephone of an account at this server."""
    return Telephone(ACCOUNT_SID, token, public_url="https://heard.test", http=api.client(), api_url=api.url)


def a_recorded_caller(context: Context, *, sid: str = RECORDED, point: int | None = 2, case: bool = True) -> Caller:
    """A caller who left a recording, with a case."""
    caller = a_caller(context)
    if case:
        a_case(context, conversation=caller.conversation)
    recordings.keep(context, caller.conversation, sid=sid, url="https://api.twilio.test/x", seconds=12, point=point)
    return caller


def the_recording(context: Context) -> Recording:
    """The one recording there is."""
    (found,) = rows(context, Recording)
    return found
