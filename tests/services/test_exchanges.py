"""An exchange of a call is kept once, decided once and answered once, whoever repeats it and however many at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.errors import NotFound
from backend.services.calls import call_of
from backend.services.context import Context
from backend.services.exchanges import Exchange, answer_once, decide_once, left_open, take
from backend.store.database import Database
from backend.store.tables import CallTurn
from tests.builders import MONDAY
from tests.channels.phone.calling import a_caller, a_context, pass_time, rows

HEARD = {"speech": "My cheek is lumpy", "confidence": 0.91, "digits": ""}


@pytest.fixture
def context(database: Database) -> Context:
    """A call whose greeting was said, and which waits for its first answer."""
    context = a_context(database)
    a_caller(context)
    _answer(context, _take(context, 0), "<greeting/>")
    return context


def _take(context: Context, number: int, heard: dict[str, object] = HEARD) -> Exchange:
    return take(context, sid="CA1", number=number, heard=heard)


def _answer(context: Context, exchange: Exchange, answer: str, **state: object) -> str:
    return answer_once(context, exchange, state=state, answer=answer)


def test_what_came_in_is_kept_and_what_comes_again_changes_nothing(context: Context) -> None:
    first = _take(context, 1)
    again = _take(context, 1, {"speech": "Something else"})
    assert again == first
    assert (first.heard, first.answer, first.decided) == (HEARD, None, None)
    assert len(rows(context, CallTurn)) == 2


def test_an_exchange_begins_with_the_call_as_it_stood(context: Context) -> None:
    pass_time(context, seconds=8)
    _answer(context, _take(context, 1), "<first/>", spoken=3, held=["A part."])
    pass_time(context, seconds=9)
    exchange = _take(context, 2)
    assert (exchange.state, exchange.number) == ({"spoken": 3, "held": ["A part."]}, 2)
    assert exchange.began_at == MONDAY
    assert exchange.asked_at is not None and (exchange.asked_at - MONDAY).total_seconds() == 8


def test_an_exchange_is_decided_once(context: Context) -> None:
    exchange = _take(context, 1)
    assert decide_once(context, exchange, {"send": {"text": "One."}}) == {"send": {"text": "One."}}
    assert decide_once(context, exchange, {"send": None}) == {"send": {"text": "One."}}
    assert _take(context, 1).decided == {"send": {"text": "One."}}


def test_an_exchange_is_answered_once_and_the_call_goes_on_from_there(context: Context) -> None:
    exchange = _take(context, 1)
    assert _answer(context, exchange, "<one/>", spoken=3) == "<one/>"
    assert _answer(context, exchange, "<two/>", spoken=9) == "<one/>"
    assert _take(context, 1).answer == "<one/>"
    call = call_of(context, "CA1")
    assert (call.state, call.next_turn) == ({"spoken": 3}, 2)


def test_an_exchange_ahead_of_the_call_is_its_next_one(context: Context) -> None:
    exchange = _take(context, 7)
    assert (exchange.number, exchange.heard) == (1, HEARD)
    assert _take(context, 7, {"digits": "1"}) == exchange
    _answer(context, exchange, "<one/>")
    assert _take(context, 7, {"digits": "1"}).number == 2


def test_an_exchange_of_before_gets_the_answer_it_had(context: Context) -> None:
    _answer(context, _take(context, 1), "<one/>", spoken=3)
    _answer(context, _take(context, 2), "<two/>", spoken=5)
    assert _take(context, 1, {"digits": "0"}).answer == "<one/>"
    assert call_of(context, "CA1").state == {"spoken": 5}


def test_a_late_answer_to_the_greeting_does_not_take_the_call_back(database: Database) -> None:
    context = a_context(database)
    a_caller(context)
    greeting = _take(context, 0)  # its process is slow; the line's fallback goes on with the next exchange meanwhile
    _answer(context, _take(context, 1), "<one/>", spoken=3)
    assert _answer(context, greeting, "<greeting/>", spoken=2) == "<greeting/>"
    call = call_of(context, "CA1")
    assert (call.state, call.next_turn) == ({"spoken": 3}, 2)


def test_what_was_not_answered_is_left_open(context: Context) -> None:
    assert left_open(context, "CA1") is None
    exchange = _take(context, 1)
    decide_once(context, exchange, {"send": None})
    found = left_open(context, "CA1")
    assert found is not None
    assert (found.number, found.heard, found.decided) == (1, HEARD, {"send": None})
    _answer(context, exchange, "<one/>")
    assert left_open(context, "CA1") is None


def test_what_another_call_left_open_is_not_this_ones(context: Context) -> None:
    a_caller(context, sid="CA2")
    assert left_open(context, "CA1") is None
    assert left_open(context, "CA3") is None


def test_a_call_that_never_began_has_no_exchanges(context: Context) -> None:
    with pytest.raises(NotFound, match="no such call"):
        take(context, sid="CA9", number=1, heard=HEARD)


def test_the_same_exchange_many_times_at_once_is_kept_once(context: Context) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: _take(context, 1, {"speech": f"Try {n}"}), range(8)))
    assert all(exchange == found[0] for exchange in found)
    assert len(rows(context, CallTurn)) == 2


def test_those_who_decide_at_once_all_go_on_with_one_decision(context: Context) -> None:
    exchange = _take(context, 1)
    with ThreadPoolExecutor(8) as pool:
        decided = list(pool.map(lambda n: decide_once(context, exchange, {"try": n}), range(8)))
    assert all(each == decided[0] for each in decided)
    assert _take(context, 1).decided == decided[0]


def test_those_who_answer_at_once_all_say_the_same(context: Context) -> None:
    exchange = _take(context, 1)
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda n: _answer(context, exchange, f"<try-{n}/>", tried=n), range(8)))
    (answer,) = answers
    call = call_of(context, "CA1")
    assert (answer, call.next_turn) == (f"<try-{call.state['tried']}/>", 2)
