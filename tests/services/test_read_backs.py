"""A point written down by staff and read back: agreed in the version that said so, and its promise kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.core.actor import Actor
from backend.errors import Conflict, HeardError, Mistyped, NotFound
from backend.services.case_file import read_case
from backend.services.context import Context
from backend.services.corrections import correct_point
from backend.services.phone_effects import BY_PHONE
from backend.services.read_backs import mark_read_back
from backend.store.database import Database
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Agreement, Event, ObligationRow
from tests.builders import MONDAY, a_case, a_staff, stored_case
from tests.channels.phone.calling import a_caller, a_context, pass_time, rows

WRITTEN = "There was blood on the bed."


@pytest.fixture
def context(database: Database) -> Context:
    return a_context(database)


@pytest.fixture
def amina(context: Context) -> Actor:
    return a_staff(context)


@pytest.fixture
def reference(context: Context) -> str:
    """A case whose second point was heard wrongly twice and recorded."""
    caller = a_caller(context)
    reference = a_case(context, conversation=caller.conversation)
    with context.database.write() as session:
        conversation = lock_conversation(session, caller.conversation)
        case = lock_case(session, stored_case(context, reference).id)
        BY_PHONE["write_down_point"](context, session, conversation, case, {"number": "2", "how": "recording"})
    return reference


def _promise(context: Context) -> ObligationRow:
    (row,) = rows(context, ObligationRow, ObligationRow.kind == "write_down")
    return row


def _write_down(context: Context, actor: Actor, reference: str) -> int:
    version = stored_case(context, reference).record_version
    reason = "from the recording"
    return correct_point(context, actor, reference, number=2, words=WRITTEN, expected_version=version, reason=reason)


def _mark(context: Context, actor: Actor, reference: str, **changed: object) -> None:
    given = {"point": 2, "read_by": "Nurse Lee", "read_on": context.now().date()}
    given["expected_version"] = stored_case(context, reference).record_version
    mark_read_back(context, actor, reference, _promise(context).id, **(given | changed))  # type: ignore[arg-type]


def test_the_promise_names_its_point(context: Context, reference: str) -> None:
    assert _promise(context).point == 2


def test_it_is_agreed_in_its_version_and_keeps_the_promise(context: Context, amina: Actor, reference: str) -> None:
    version = _write_down(context, amina, reference)
    pass_time(context, hours=1)
    _mark(context, amina, reference)
    (agreed,) = rows(context, Event, Event.kind == "point_agreed")
    assert (agreed.reason, agreed.actor, agreed.at) == ("read back by staff", f"staff:{amina.id}", context.now())
    hash_ = read_case(context, amina, reference).versions[-1].hash
    assert agreed.body == {
        "point": 2,
        "version": version,
        "hash": hash_,
        "obligation": _promise(context).id,
        "read_by": "Nurse Lee",
        "read_on": "2026-11-23",
    }
    kept = _promise(context)
    assert (kept.state, kept.ended_by, kept.ended_at) == ("kept", f"staff:{amina.id}", context.now())


def test_only_the_point_is_agreed_not_the_record(context: Context, amina: Actor, reference: str) -> None:
    _write_down(context, amina, reference)
    _mark(context, amina, reference)
    shown = read_case(context, amina, reference)
    assert (shown.agreed, rows(context, Agreement)) == (None, [])
    (one,) = shown.read_backs
    assert (one.point, one.read_by, one.read_on, one.recorded_by) == (2, "Nurse Lee", date(2026, 11, 23), "Amina Yusuf")
    assert one.stands


def test_a_point_changed_since_does_not_stand_as_agreed(context: Context, amina: Actor, reference: str) -> None:
    version = _write_down(context, amina, reference)
    _mark(context, amina, reference)
    correct_point(context, amina, reference, number=1, words="Another.", expected_version=version, reason="x")
    assert read_case(context, amina, reference).read_backs[0].stands
    correct_point(context, amina, reference, number=2, words="Else.", expected_version=version + 1, reason="x")
    assert not read_case(context, amina, reference).read_backs[0].stands


def test_whoever_rings_again_is_not_asked_about_it(context: Context, amina: Actor, reference: str) -> None:
    _write_down(context, amina, reference)
    before = stored_case(context, reference).progress.get("points_settled", "")
    _mark(context, amina, reference)
    assert stored_case(context, reference).progress["points_settled"] != before


def test_on_a_record_that_moved_on_nothing_is_agreed(context: Context, amina: Actor, reference: str) -> None:
    version = _write_down(context, amina, reference)
    correct_point(context, amina, reference, number=1, words="Another.", expected_version=version, reason="x")
    with pytest.raises(Conflict, match=f"you saw version {version}, it is now version {version + 1}"):
        _mark(context, amina, reference, expected_version=version)
    assert (rows(context, Event, Event.kind == "point_agreed"), _promise(context).state) == ([], "open")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"point": 0}, "point"),
        ({"point": 9}, "point"),
        ({"read_by": " "}, "read_by"),
        ({"read_by": "x" * 201}, "read_by"),
        ({"read_on": None}, "read"),
        ({"read_on": MONDAY.date() + timedelta(days=3)}, "read"),
        ({"read_on": MONDAY.date()}, "read"),
    ],
)
def test_what_cannot_have_been_is_refused(
    context: Context, amina: Actor, reference: str, changed: dict[str, object], field: str
) -> None:
    pass_time(context, days=1)
    _write_down(context, amina, reference)
    pass_time(context, days=1)
    with pytest.raises(Mistyped) as raised:
        _mark(context, amina, reference, **changed)
    assert raised.value.field == field
    assert _promise(context).state == "open"


def test_a_read_back_of_yesterday_is_kept_as_of_yesterday(context: Context, amina: Actor, reference: str) -> None:
    _write_down(context, amina, reference)
    pass_time(context, days=1)
    _mark(context, amina, reference, read_on=MONDAY.date())
    kept = _promise(context)
    assert kept.ended_at is not None and kept.ended_at.date() == MONDAY.date()


def test_it_is_marked_once_and_by_its_own_provider(context: Context, amina: Actor, reference: str) -> None:
    _write_down(context, amina, reference)
    stranger = a_staff(context, name="Sam Other", providers=["exclusive-health"])
    with pytest.raises(NotFound):
        _mark(context, stranger, reference)
    with pytest.raises(NotFound):
        _mark(context, amina, a_case(context))
    _mark(context, amina, reference)
    with pytest.raises(HeardError, match="marked already"):
        _mark(context, amina, reference)
