"""Listening: for staff of its provider alone, from Twilio as it is there, and noted with the name of who listened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.errors import HeardError, NotFound, Unavailable
from backend.services.context import Context
from backend.services.listening import listen
from backend.services.transcripts import read_transcript
from backend.store.database import Database
from backend.store.tables import Event
from backend.telephone import Telephone
from tests.builders import a_staff
from tests.channels.phone.calling import pass_time, rows
from tests.services.recorded import (
    RECORDED,
    SOUND,
    a_recorded_caller,
    a_recording_context,
    telephone_of,
    the_recording,
)
from tests.twilio_api.server import ACCOUNT_SID, AUTH_TOKEN, TwilioApi


@pytest.fixture
def context(database: Database) -> Context:
    context = a_recording_context(database, recordings_kept_days=30)
    a_recorded_caller(context)
    return context


def _listened(context: Context) -> list[Event]:
    return rows(context, Event, Event.kind == "listened")


def test_the_sound_comes_from_twilio_with_the_accounts_own_credentials(context: Context, api: TwilioApi) -> None:
    found = listen(context, a_staff(context), telephone_of(api), RECORDED)
    assert b"".join(found.chunks) == SOUND
    assert (found.length, found.part) == (str(len(SOUND)), None)
    found.close()
    (asked,) = api.asked
    assert asked["Authorization"].startswith("Basic ")


def test_a_player_may_ask_for_a_part(context: Context, api: TwilioApi) -> None:
    found = listen(context, a_staff(context), telephone_of(api), RECORDED, part="bytes=4-9")
    assert (b"".join(found.chunks), found.part) == (SOUND[4:10], f"bytes 4-9/{len(SOUND)}")


def test_who_listened_is_noted_on_the_case_once_for_many_parts(context: Context, api: TwilioApi) -> None:
    amina, ben = a_staff(context), a_staff(context, name="Ben Hart")
    for part in (None, "bytes=0-9", "bytes=10-19"):
        listen(context, amina, telephone_of(api), RECORDED, part=part).close()
    listen(context, ben, telephone_of(api), RECORDED).close()
    pass_time(context, minutes=31)
    listen(context, amina, telephone_of(api), RECORDED).close()
    noted = _listened(context)
    assert [event.actor for event in noted] == [f"staff:{who.id}" for who in (amina, ben, amina)]
    assert {event.stream for event in noted} == {f"case:{the_recording(context).case_id}"}
    assert noted[0].body == {"recording": RECORDED, "kind": "point", "point": 2}


@pytest.mark.parametrize("sid", [RECORDED, "RE0", "../Calls", ""])
def test_anothers_recording_is_not_there_and_nothing_is_asked_of_twilio(
    context: Context, api: TwilioApi, sid: str
) -> None:
    stranger = a_staff(context, providers=["exclusive-health"])
    with pytest.raises(NotFound, match="There is no such recording"):
        listen(context, stranger, telephone_of(api), sid)
    assert (api.asked, _listened(context)) == ([], [])


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("no account", "No telephone account is set"),
        ("gone", "Twilio does not have this recording any more"),
        ("wrong token", "Twilio does not give the recording now"),
        ("down", "Twilio does not give the recording now"),
        ("nobody there", "Twilio does not give the recording now"),
    ],
)
def test_what_cannot_be_heard_says_so_and_is_not_noted(
    context: Context, api: TwilioApi, trouble: str, sentence: str
) -> None:
    telephone = telephone_of(api, token="x" * 32 if trouble == "wrong token" else AUTH_TOKEN)
    api.refuses = 503 if trouble == "down" else None
    if trouble == "gone":
        api.recordings.clear()
    if trouble == "no account":
        telephone = Telephone(None, None, public_url="https://heard.test")
    if trouble == "nobody there":
        telephone = Telephone(ACCOUNT_SID, AUTH_TOKEN, public_url="https://heard.test", api_url="http://127.0.0.1:9")
    with pytest.raises(HeardError, match=sentence) as raised:
        listen(context, a_staff(context), telephone, RECORDED)
    assert type(raised.value) is (NotFound if trouble == "gone" else Unavailable)
    assert _listened(context) == []


def test_from_the_day_of_its_deletion_nobody_listens(context: Context, api: TwilioApi) -> None:
    pass_time(context, days=30)
    with pytest.raises(NotFound, match="was deleted"):
        listen(context, a_staff(context), telephone_of(api), RECORDED)
    assert api.asked == []


def test_a_recording_of_a_call_without_a_case_is_noted_on_the_call(context: Context, api: TwilioApi) -> None:
    with context.database.write() as session:
        row = session.merge(the_recording(context))
        row.case_id = None
    listen(context, a_staff(context), telephone_of(api), RECORDED).close()
    (noted,) = _listened(context)
    assert noted.stream == f"conversation:{the_recording(context).conversation_id}"


def test_it_is_not_said_to_be_playable_without_an_account(context: Context) -> None:
    amina, conversation = a_staff(context), the_recording(context).conversation_id
    for account, why in ((True, ""), (False, "no_account")):
        shown = read_transcript(replace(context, telephone_account=account), amina, conversation)
        assert [line.why_not for line in shown.recordings] == [why]
