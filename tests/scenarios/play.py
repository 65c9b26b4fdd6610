"""Plays a scenario file: whole conversations as data, the same file on every channel.

A scenario has `provider`, `at` (London time), `steps`, and what is `stored` at the end. A step is one of
`say: words`, `choose: meaning` (or `meaning/about`), `ask_for_person`, `skip_until: question`,
`wait: minutes`, `staff: sign_in | join | hand_back | {reply: words}`, `edit_record: {point: n, to: words}` or
`{fact: key, to: words}`, `come_back: {}` (a new conversation; `{reference}` in later words is the old one);
beside it may stand `hears: [keys]` (among others), `not_hears`, `asks: question key`, and `owner`.
What differs by channel is written `{web: this, phone: that}` anywhere, a step for one channel alone has
`only: phone`, and a scenario that one channel cannot have names its own in `channels`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from backend.core.clocks import from_data, proof_as_sentence
from backend.core.record import FactState, Record, rest, words_of
from backend.services.situations import record_of
from backend.services.turns import question_key
from backend.store.queries import current_clock, last_agreement
from backend.store.tables import Case, Conversation, Event, Message, ObligationRow
from tests.scenarios.phone_seat import PhoneSeat
from tests.scenarios.seat import WebSeat
from tests.scenarios.staff_seat import StaffSeat
from tests.stack import Stack

Seat = WebSeat | PhoneSeat
SEATS: dict[str, Callable[[Stack, str, str], Seat]] = {
    "web": lambda stack, provider, reference: WebSeat(stack.url, provider, reference=reference),
    "phone": PhoneSeat,
}
LONDON = ZoneInfo("Europe/London")
_MOST_SKIPS = 25


def play(scenario: dict[str, Any], stack: Stack, channel: str = "web") -> None:
    """Plays every step and checks what each says and what is stored in the end."""
    scenario = _on(channel, scenario)
    stack.clock.set(datetime.fromisoformat(scenario["at"]).replace(tzinfo=LONDON))
    staff = StaffSeat(stack, scenario["provider"])
    seat = SEATS[channel](stack, scenario["provider"], "")
    seat.open()
    for number, step in enumerate(scenario["steps"], start=1):
        if step.get("only", channel) != channel:
            continue
        seat = _do(step, seat, staff, stack)
        _check(step, seat, stack, place=f"step {number}: {_name(step)}")
    _check_stored(scenario.get("stored", {}), seat, stack)


def _on(channel: str, value: Any) -> Any:
    """The value as it is on this channel."""
    if isinstance(value, dict):
        if value and value.keys() <= SEATS.keys():
            return _on(channel, value[channel])
        return {key: _on(channel, each) for key, each in value.items()}
    return [_on(channel, each) for each in value] if isinstance(value, list) else value


def _name(step: dict[str, Any]) -> str:
    return str(next(iter(step.items())))


def _do(step: dict[str, Any], seat: Seat, staff: StaffSeat, stack: Stack) -> Seat:
    if "say" in step:
        seat.say(step["say"].replace("{reference}", seat.reference))
    elif "choose" in step:
        meaning, _, about = step["choose"].partition("/")
        seat.choose(meaning, about or None)
    elif "skip_until" in step:
        _skip(step["skip_until"], seat, stack)
    elif "ask_for_person" in step:
        seat.ask_for_person()
    elif "wait" in step:
        stack.clock.pass_time(minutes=step["wait"])
        stack.work()
        seat.look()
    elif "staff" in step:
        staff.do(step["staff"], seat.conversation)
        seat.look()
    elif "edit_record" in step:
        staff.edit_record(step["edit_record"], seat)
        seat.look()
    elif "come_back" in step:
        stack.clock.pass_time(hours=24)
        seat = seat.come_back()
        seat.open()
    else:
        raise AssertionError(f"There is no step {step}.")
    return seat


def _skip(question: str, seat: Seat, stack: Stack) -> None:
    for _ in range(_MOST_SKIPS):
        asked = question_key(stack.context, seat.conversation)
        if asked == seat.named(question):
            return
        seat.choose("skip")
    raise AssertionError(f"{question} was never asked.")


def _check(step: dict[str, Any], seat: Seat, stack: Stack, *, place: str) -> None:
    seat.settle()
    with stack.context.database.read() as session:
        seqs = [message["seq"] for message in seat.last["messages"]]
        wanted = (Message.conversation_id == seat.conversation, Message.seq.in_(seqs))
        keys = [m.key for m in session.scalars(select(Message).where(*wanted).order_by(Message.seq)) if m.key]
        owner = session.get_one(Conversation, seat.conversation).owner
    said = [key for key in keys if not key.startswith("ask.")]
    for key in step.get("hears", []):
        assert key in said, f"{place}: {key} was not said; said were {said}"
    for key in step.get("not_hears", []):
        assert key not in said, f"{place}: {key} was said"
    if "asks" in step:
        asked = question_key(stack.context, seat.conversation)
        assert asked == seat.named(step["asks"]), f"{place}: {asked} was asked"
    assert owner == step.get("owner", owner), place
    said_something = seat.last["messages"] or seat.last.get("spoken")
    assert said_something or step.get("silent") or "staff" in step or "edit_record" in step, f"{place}: silence"


def _check_stored(stored: dict[str, Any], seat: Seat, stack: Stack) -> None:
    with stack.context.database.read() as session:
        conversation = session.get_one(Conversation, seat.conversation)
        if stored.get("case", ...) is None:
            assert conversation.case_id is None, "A case was opened."
            assert conversation.contact == stored.get("contact")
            return
        assert conversation.case_id is not None, "No case was opened."
        case = session.get_one(Case, conversation.case_id)
        clock = current_clock(session, case)
        _check_case(stored.get("case", {}), case)
        if "due_on" in stored:
            assert clock.due_on.isoformat() == stored["due_on"]
        if "proof" in stored:
            assert proof_as_sentence(from_data(clock.proof)) == stored["proof"]
        _check_record(stored, record_of(session, case))
        owed = {row.kind: row for row in session.scalars(select(ObligationRow).where(ObligationRow.case_id == case.id))}
        for kind, expected in stored.get("obligations", {}).items():
            assert kind in owed, f"no obligation {kind}; there are {sorted(owed)}"
            assert owed[kind].owner_role == expected["owner"], kind
            assert owed[kind].due_at.astimezone(LONDON).isoformat(timespec="minutes") == expected["by"], kind
        agreed, signed = last_agreement(session, case.id), last_agreement(session, case.id, "signed")
        if "agreed" in stored:
            assert (agreed is not None and agreed.version == case.record_version) is stored["agreed"]
        if "signed" in stored:
            assert (signed.name if signed else None) == stored["signed"]
        kinds = set(session.scalars(select(Event.kind).where(Event.stream == f"case:{case.id}")))
        assert set(stored.get("events", [])) <= kinds, f"events are {sorted(kinds)}"


def _check_case(expected: dict[str, Any], case: Case) -> None:
    found = {"kind": case.kind, "state": case.state, "stage": case.stage, "owner": case.owner_role}
    assert {key: found[key] for key in expected} == expected


def _check_record(stored: dict[str, Any], record: Record) -> None:
    if "points" in stored:
        assert [words_of(record, point) for point in record.points] == stored["points"]
    for key, words in stored.get("facts", {}).items():
        fact = record.facts.get(key)
        given = None if fact is None or fact.state is FactState.SKIPPED else fact.value or fact.words
        assert given == words, f"{key} is {fact}"
    if "rest" in stored:
        assert rest(record) == stored["rest"]
    if "offers" in stored:
        assert record.offers == stored["offers"]
