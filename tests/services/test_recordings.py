"""Sound a caller leaves is kept once, with a case, and staff are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from backend.core.intake.situation import CaseKind
from backend.services import recordings
from backend.services.context import Context
from backend.store.database import Database
from backend.store.tables import Case, Event, Outbox, Recording
from tests.builders import MONDAY, a_case, stored_case, with_settings
from tests.channels.phone.calling import Caller, a_caller, a_context, rows


@pytest.fixture
def caller(database: Database) -> Caller:
    return a_caller(a_context(database))


def _keep(caller: Caller, *, sid: str = "RE1", url: str = "https://api.twilio.test/RE1", point: int | None = 2) -> None:
    recordings.keep(caller.context, caller.conversation, sid=sid, url=url, seconds=12, point=point)


def _told(context: Context) -> list[str]:
    return [row.dedupe_key for row in rows(context, Outbox) if row.body.get("why") == "recording"]


def _recorded(context: Context) -> list[Event]:
    return rows(context, Event, Event.kind == "recorded")


def test_a_recording_is_kept_with_the_case_and_its_point(caller: Caller) -> None:
    reference = a_case(caller.context, conversation=caller.conversation)
    _keep(caller)
    (kept,) = rows(caller.context, Recording)
    assert (kept.sid, kept.url, kept.seconds, kept.point) == ("RE1", "https://api.twilio.test/RE1", 12, 2)
    assert (kept.case_id, kept.conversation_id) == (stored_case(caller.context, reference).id, caller.conversation)
    assert (kept.kind, kept.at, kept.delete_on) == ("point", MONDAY, None)


def test_a_message_is_deleted_as_many_days_later_as_its_provider_decided(database: Database) -> None:
    caller = a_caller(with_settings(a_context(database), recordings_kept_days=90))
    _keep(caller, point=None)
    (kept,) = rows(caller.context, Recording)
    assert (kept.kind, kept.delete_on) == ("message", date(2027, 2, 21))


def test_a_recording_without_a_case_opens_one_with_its_clock(caller: Caller) -> None:
    _keep(caller, point=None)
    (case,) = rows(caller.context, Case)
    assert (case.kind, caller.stored.case_id) == (CaseKind.UNSORTED, case.id)
    assert rows(caller.context, Recording)[0].case_id == case.id


def test_staff_are_told_of_each_recording_once(caller: Caller) -> None:
    _keep(caller)
    _keep(caller)
    _keep(caller, sid="RE2")
    assert _told(caller.context) == ["recording:RE1", "recording:RE2"]
    assert [event.body["recording"] for event in _recorded(caller.context)] == ["RE1", "RE2"]


def test_the_same_recording_told_again_changes_nothing(caller: Caller) -> None:
    _keep(caller)
    _keep(caller, url="https://elsewhere.test/RE1", point=5)
    (kept,) = rows(caller.context, Recording)
    assert (kept.url, kept.point) == ("https://api.twilio.test/RE1", 2)


def test_the_same_recording_told_many_times_at_once_is_kept_once(caller: Caller) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: _keep(caller), range(8)))
    assert len(rows(caller.context, Recording)) == 1
    assert len(_told(caller.context)) == len(_recorded(caller.context)) == 1
