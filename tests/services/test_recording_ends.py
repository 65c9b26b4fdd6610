"""Recordings are deleted at Twilio on their day, by the worker, until they are gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from backend.mail import Mail
from backend.services.context import Context
from backend.store.database import Database
from backend.store.tables import Event, Outbox
from backend.telephone import Telephone
from backend.worker import work_once
from tests.builders import with_settings
from tests.channels.phone.calling import pass_time, rows
from tests.services.recorded import (
    RECORDED,
    a_recorded_caller,
    a_recording_context,
    telephone_of,
    the_recording,
)
from tests.twilio_api.server import AUTH_TOKEN, TwilioApi


@pytest.fixture
def context(database: Database) -> Context:
    context = a_recording_context(database, recordings_kept_days=30)
    a_recorded_caller(context)
    return context


def _work(context: Context, telephone: Telephone) -> None:
    work_once(context, Mail(None), telephone)


def _deletions(context: Context) -> list[Outbox]:
    return rows(context, Outbox, Outbox.kind == "recording_deletion")


def test_it_is_kept_to_its_day_and_then_deleted_with_an_event_on_the_case(context: Context, api: TwilioApi) -> None:
    pass_time(context, days=29, hours=13, minutes=59)  # the minute before midnight in London
    _work(context, telephone_of(api))
    assert (api.deleted, the_recording(context).deleted_at) == ([], None)
    pass_time(context, minutes=1)
    _work(context, telephone_of(api))
    assert (api.deleted, the_recording(context).deleted_at) == ([RECORDED], context.now())
    (gone,) = rows(context, Event, Event.kind == "recording_deleted")
    assert (gone.stream, gone.actor) == (f"case:{the_recording(context).case_id}", "system:heard")


def test_it_is_deleted_once_however_many_workers_look(context: Context, api: TwilioApi) -> None:
    pass_time(context, days=30)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: _work(context, telephone_of(api)), range(8)))
    assert api.deleted == [RECORDED]
    assert len(_deletions(context)) == len(rows(context, Event, Event.kind == "recording_deleted")) == 1


def test_what_twilio_has_no_more_counts_as_deleted(context: Context, api: TwilioApi) -> None:
    api.recordings.clear()
    pass_time(context, days=30)
    _work(context, telephone_of(api))
    assert (api.deleted, the_recording(context).deleted_at) == ([], context.now())


@pytest.mark.parametrize("trouble", ["wrong token", "down", "no account"])
def test_a_deletion_that_fails_is_tried_again_and_on_the_next_day_anew(
    context: Context, api: TwilioApi, trouble: str
) -> None:
    pass_time(context, days=30)
    telephone = telephone_of(api, token="x" * 32 if trouble == "wrong token" else AUTH_TOKEN)
    api.refuses = 500 if trouble == "down" else None
    if trouble == "no account":
        telephone = Telephone(None, None, public_url="https://heard.test")
    _work(context, telephone)
    (row,) = _deletions(context)
    assert (row.state, row.attempts, the_recording(context).deleted_at) == ("waiting", 1, None)
    with context.database.write() as session:
        session.merge(row).state = "dead"
    pass_time(context, days=1)
    api.refuses = None
    _work(context, telephone_of(api))
    assert api.deleted == [RECORDED]
    assert [deletion.state for deletion in _deletions(context)] == ["dead", "done"]


def test_until_the_provider_decides_it_is_kept(database: Database, api: TwilioApi) -> None:
    context = a_recording_context(database)
    a_recorded_caller(context)
    pass_time(context, days=4_000)
    _work(context, telephone_of(api))
    assert (api.deleted, the_recording(context).delete_on) == ([], None)


def test_a_setting_decided_later_holds_for_what_has_no_date_and_changes_none(context: Context, api: TwilioApi) -> None:
    a_recorded_caller_without_date = with_settings(context, recordings_kept_days=None)
    with context.database.write() as session:
        session.merge(the_recording(context)).delete_on = None
    _work(a_recorded_caller_without_date, telephone_of(api))
    assert the_recording(context).delete_on is None
    _work(with_settings(context, recordings_kept_days=10), telephone_of(api))
    assert the_recording(context).delete_on == date(2026, 12, 3)
    _work(with_settings(context, recordings_kept_days=500), telephone_of(api))
    assert the_recording(context).delete_on == date(2026, 12, 3)
