"""A caller put through to a person: who has them follows what happened on the line, once, and no wish is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.core.actor import Actor
from backend.errors import Conflict
from backend.services.calls import call_of
from backend.services.context import Context
from backend.services.handoff import ask_for_person
from backend.services.takeover import acknowledge_alert, reply, take_over
from backend.services.transfers import accepted, by_telephone, caller_gone, dial_over, whisper_words
from backend.services.turns import Incoming, receive
from backend.store.database import Database
from backend.store.tables import Alert, Case, ObligationRow
from tests.builders import a_staff
from tests.channels.phone.calling import Caller, a_caller, a_context, a_waiting_caller, rows


@pytest.fixture
def context(database: Database) -> Context:
    return a_context(database)


@pytest.fixture
def caller(context: Context) -> Caller:
    return a_waiting_caller(context)


def _call_backs(context: Context) -> int:
    return len(rows(context, ObligationRow, ObligationRow.kind == "call_back"))


def _take_in_console(caller: Caller, ben: Actor | None = None, version: int | None = None) -> None:
    ben = ben or a_staff(caller.context, name="Ben Okri")
    version = caller.stored.owner_version if version is None else version
    take_over(caller.context, ben, caller.conversation, expected_version=version)


def test_a_call_that_is_taken_by_key_is_with_staff_on_their_telephone(caller: Caller) -> None:
    assert accepted(caller.context, caller.conversation)
    assert by_telephone(caller.stored)
    assert caller.events()[-1] == "staff_join"


def test_the_key_pressed_again_takes_the_call_once(caller: Caller) -> None:
    assert accepted(caller.context, caller.conversation)
    assert accepted(caller.context, caller.conversation)
    assert caller.events().count("staff_join") == 1


def test_a_call_that_was_taken_in_the_console_meanwhile_stays_there(caller: Caller) -> None:
    _take_in_console(caller)
    assert not accepted(caller.context, caller.conversation)
    dial_over(caller.context, caller.conversation)
    assert (caller.owner, by_telephone(caller.stored)) == ("staff", False)
    assert _call_backs(caller.context) == 0


def test_a_colleague_in_the_console_is_told_when_the_call_was_taken_by_telephone(caller: Caller) -> None:
    ben, version = a_staff(caller.context, name="Ben Okri"), caller.stored.owner_version
    accepted(caller.context, caller.conversation)
    with pytest.raises(Conflict):
        _take_in_console(caller, ben, version)
    with pytest.raises(Conflict):
        reply(caller.context, ben, caller.conversation, text="Hello", client_id="one")


def test_a_caller_who_does_not_wait_is_not_taken(context: Context) -> None:
    caller = a_caller(context)
    assert not accepted(context, caller.conversation)
    assert caller.owner == "bot"


def test_nobody_took_the_call_so_a_call_back_is_booked_and_said_with_what_can_be_done_now(caller: Caller) -> None:
    dial_over(caller.context, caller.conversation)
    assert (caller.owner, _call_backs(caller.context)) == ("bot", 1)
    last = caller.messages()[-1]
    assert last.key == "handoff.not_taken"
    assert "12 pm on Monday 23 November 2026" in last.text
    assert [choice["meaning"] for choice in last.choices] == ["leave_message", "carry_on"]


def test_the_end_of_a_dial_told_twice_books_and_says_one_thing(caller: Caller) -> None:
    dial_over(caller.context, caller.conversation)
    dial_over(caller.context, caller.conversation)
    assert _call_backs(caller.context) == 1
    assert [m.key for m in caller.messages()].count("handoff.not_taken") == 1


def test_after_a_talk_the_assistant_has_the_caller_again_and_nobody_rings_back(caller: Caller) -> None:
    accepted(caller.context, caller.conversation)
    dial_over(caller.context, caller.conversation)
    assert (caller.owner, _call_backs(caller.context)) == ("bot", 0)
    assert caller.events()[-1] == "hand_back"


def test_a_key_pressed_after_the_wait_was_over_takes_nothing(caller: Caller) -> None:
    dial_over(caller.context, caller.conversation)
    assert not accepted(caller.context, caller.conversation)
    assert caller.owner == "bot"


def test_a_caller_who_hangs_up_waiting_is_called_back(caller: Caller) -> None:
    caller_gone(caller.context, caller.sid)
    assert (caller.owner, _call_backs(caller.context)) == ("bot", 1)
    assert caller.events()[-1] == "call_ended"
    assert call_of(caller.context, caller.sid).ended_at == caller.context.now()


@pytest.mark.parametrize("where", ["telephone", "console"])
def test_a_caller_who_hangs_up_with_staff_is_handed_back_and_not_called_back(caller: Caller, where: str) -> None:
    if where == "telephone":
        accepted(caller.context, caller.conversation)
    else:
        _take_in_console(caller)
    caller_gone(caller.context, caller.sid)
    assert (caller.owner, _call_backs(caller.context)) == ("bot", 0)
    assert caller.events()[-2:] == ["hand_back", "call_ended"]


def test_the_end_of_a_call_told_twice_ends_it_once(caller: Caller) -> None:
    caller_gone(caller.context, caller.sid)
    caller_gone(caller.context, caller.sid)
    assert caller.events().count("call_ended") == 1
    assert _call_backs(caller.context) == 1


def test_words_without_a_case_are_kept_for_staff_as_a_dropped_call(context: Context) -> None:
    caller = a_caller(context, says=["Hello, I had"])
    caller_gone(context, caller.sid)
    assert (caller.stored.contact, rows(context, Case)) == ("dropped_call", [])


def test_a_caller_who_said_nothing_leaves_nothing_for_staff(context: Context) -> None:
    caller = a_caller(context)
    caller_gone(context, caller.sid)
    assert caller.stored.contact is None


def test_a_caller_with_a_case_is_no_dropped_call(caller: Caller) -> None:
    receive(caller.context, caller.conversation, Incoming("one", text="Are you there?"))
    caller_gone(caller.context, caller.sid)
    assert caller.stored.contact is None


def test_after_the_call_a_wish_for_a_person_is_a_call_back_for_nobody_can_be_joined(context: Context) -> None:
    caller = a_caller(context)
    caller_gone(context, caller.sid)
    ask_for_person(context, caller.conversation)
    assert (caller.owner, caller.messages()[-1].key) == ("bot", "handoff.call_back")


def test_staff_hear_whose_line_it_is_and_the_reference(caller: Caller) -> None:
    (case,) = rows(caller.context, Case)
    said = whisper_words(caller.context, caller.conversation)
    assert "A caller to Lumiere" in said
    assert ", ".join(case.reference) in said or " ".join(case.reference) in said
    assert "Urgent" not in said


def test_staff_hear_that_it_is_urgent_until_somebody_has_seen_the_alert(context: Context) -> None:
    caller = a_caller(context)
    receive(context, caller.conversation, Incoming("one", text="I want to kill myself"))
    assert whisper_words(context, caller.conversation).startswith("Urgent.")
    for alert in rows(context, Alert):
        acknowledge_alert(context, a_staff(context), alert.id)
    assert "Urgent" not in whisper_words(context, caller.conversation)


def test_a_key_pressed_many_times_at_once_takes_the_call_once(caller: Caller) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: accepted(caller.context, caller.conversation), range(8)))
    assert all(taken)
    assert caller.events().count("staff_join") == 1


def test_a_call_taken_by_key_and_in_the_console_at_once_is_with_one_of_them(caller: Caller) -> None:
    ben, version = a_staff(caller.context, name="Ben Okri"), caller.stored.owner_version
    with ThreadPoolExecutor(2) as pool:
        by_key = pool.submit(accepted, caller.context, caller.conversation)
        in_console = pool.submit(_take_in_console, caller, ben, version)
    refused = in_console.exception() is not None
    assert [by_key.result(), refused] == [by_telephone(caller.stored)] * 2
    assert caller.owner == "staff"


def test_the_end_of_a_call_told_many_times_at_once_ends_it_once(caller: Caller) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: caller_gone(caller.context, caller.sid), range(8)))
    assert caller.events().count("call_ended") == 1
    assert _call_backs(caller.context) == 1


def test_a_call_taken_as_the_caller_hangs_up_leaves_nobody_waiting(caller: Caller) -> None:
    with ThreadPoolExecutor(2) as pool:
        taken = pool.submit(accepted, caller.context, caller.conversation)
        pool.submit(caller_gone, caller.context, caller.sid).result()
    assert caller.owner == "bot"
    assert _call_backs(caller.context) == (0 if taken.result() else 1)
