"""A call: one conversation from its first ring, whatever comes twice, and when it has gone quiet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from backend.errors import NotFound
from backend.services.calls import begin, call_of, client_id, conversation_of, line_is_open, quiet_calls
from backend.services.context import Context
from backend.services.conversations import open_conversation
from backend.services.exchanges import answer_once, take
from backend.services.transfers import caller_gone
from backend.store.database import Database
from backend.store.tables import Call, CallTurn, Conversation
from tests.builders import MONDAY
from tests.channels.phone.calling import MOBILE, a_caller, a_context, pass_time, rows


@pytest.fixture
def context(database: Database) -> Context:
    return a_context(database)


def test_a_call_begins_with_a_greeted_conversation_and_its_first_exchange(context: Context) -> None:
    exchange = begin(context, sid="CA1", provider="exclusive-health", number=MOBILE)
    (call,) = rows(context, Call)
    (conversation,) = rows(context, Conversation)
    assert (exchange.number, exchange.provider, exchange.conversation_id) == (0, "exclusive-health", conversation.id)
    assert (exchange.began_at, exchange.asked_at, exchange.answer) == (MONDAY, None, None)
    assert (call.number, call.state, call.next_turn, call.ended_at) == (MOBILE, {}, 1, None)
    assert (conversation.channel, conversation.provider) == ("phone", "exclusive-health")


def test_a_withheld_number_is_kept_as_none(context: Context) -> None:
    a_caller(context, number=None)
    assert call_of(context, "CA1").number is None


def test_the_same_ring_again_is_the_same_call_with_its_answer(context: Context) -> None:
    first = begin(context, sid="CA1", provider="lumiere", number=MOBILE)
    answer_once(context, first, state={"spoken": 2}, answer="<Response>Hello</Response>")
    again = begin(context, sid="CA1", provider="lumiere", number=MOBILE)
    assert (again.number, again.conversation_id) == (0, first.conversation_id)
    assert again.answer == "<Response>Hello</Response>"
    assert len(rows(context, Conversation)) == 1


def test_two_calls_from_one_number_are_two_conversations(context: Context) -> None:
    one, other = a_caller(context, sid="CA1"), a_caller(context, sid="CA2")
    assert one.conversation != other.conversation


def test_a_ring_that_comes_many_times_at_once_is_one_call(context: Context) -> None:
    with ThreadPoolExecutor(8) as pool:
        ringing = [pool.submit(begin, context, sid="CA1", provider="lumiere", number=MOBILE) for _ in range(8)]
        conversations = {ring.result().conversation_id for ring in ringing}
    assert conversations == {conversation_of(context, "CA1")}
    assert [len(rows(context, table)) for table in (Call, CallTurn, Conversation)] == [1, 1, 1]


def test_a_ring_whose_first_request_died_half_way_goes_on_with_its_conversation(context: Context) -> None:
    opened = open_conversation(context, provider="lumiere", client_id=client_id("CA1", "call"), channel="phone")
    assert a_caller(context).conversation == opened.id


def test_a_provider_there_is_not_has_no_calls(context: Context) -> None:
    with pytest.raises(NotFound):
        begin(context, sid="CA1", provider="nobody", number=None)
    assert rows(context, Conversation) == []


def test_a_call_that_never_began_is_not_found(context: Context) -> None:
    with pytest.raises(NotFound, match="no such call"):
        call_of(context, "CA1")
    with pytest.raises(NotFound, match="no such call"):
        conversation_of(context, "CA1")


def test_the_id_of_a_message_is_the_same_for_the_same_part_of_the_same_call_only() -> None:
    ids = [client_id("CA1", "1"), client_id("CA1", "1"), client_id("CA1", "1/person"), client_id("CA11", "")]
    assert (ids[0] == ids[1], len(set(ids))) == (True, 3)


def test_the_line_is_open_until_the_call_is_over(context: Context) -> None:
    caller = a_caller(context)
    with context.database.read() as session:
        assert line_is_open(session, caller.conversation)
    caller_gone(context, caller.sid)
    with context.database.read() as session:
        assert not line_is_open(session, caller.conversation)


def test_a_chat_has_no_line(context: Context) -> None:
    chat = open_conversation(context, provider="lumiere")
    with context.database.read() as session:
        assert not line_is_open(session, chat.id)


def _quiet(context: Context) -> dict[str, float]:
    """The calls in which nothing happened in the last ten minutes, and for how many minutes."""
    found = quiet_calls(context, before=context.now() - timedelta(minutes=10))
    return {call.sid: (context.now() - call.since).total_seconds() / 60 for call in found}


def test_a_call_is_quiet_since_what_happened_in_it_last(context: Context) -> None:
    a_caller(context, sid="CA1")
    pass_time(context, minutes=10)
    assert _quiet(context) == {}
    pass_time(context, minutes=1)
    assert _quiet(context) == {"CA1": 11}
    exchange = take(context, sid="CA1", number=1, heard={"speech": "Hello"})
    pass_time(context, minutes=2)
    answer_once(context, exchange, state={"spoken": 4}, answer="<Response/>")
    pass_time(context, minutes=9)
    assert _quiet(context) == {}
    pass_time(context, minutes=2)
    assert _quiet(context) == {"CA1": 11}


def test_a_quiet_call_is_told_with_how_far_it_had_got(context: Context) -> None:
    exchange = begin(context, sid="CA1", provider="lumiere", number=None)
    answer_once(context, exchange, state={"held": ["One part."]}, answer="<Response/>")
    pass_time(context, minutes=20)
    (call,) = quiet_calls(context, before=context.now())
    assert (call.state, call.since) == ({"held": ["One part."]}, MONDAY)


def test_a_call_that_is_over_is_not_quiet(context: Context) -> None:
    caller_gone(context, a_caller(context, sid="CA1").sid)
    a_caller(context, sid="CA2")
    pass_time(context, minutes=11)
    assert list(_quiet(context)) == ["CA2"]
