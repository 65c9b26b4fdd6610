"""No promise is spoken without a row that holds us to it, and no row is owed that was never spoken."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from backend.config import ROOT
from backend.core.obligations import ObligationKind
from backend.mail import Mail
from backend.services.effects import EFFECTS
from backend.services.handoff import ask_for_person
from backend.services.presenting import spoken_moment
from backend.services.transfers import dial_over
from backend.store.database import Database
from backend.store.tables import Alert, Case, ObligationRow, Outbox
from backend.worker import work_once
from tests.builders import LINE
from tests.services.promising_lines import NO_PROMISE, PROMISES, PROMISING, lines
from tests.services.seat import Seat, a_seat, an_entity, rows, somebody_is_there

KEPT_OTHERWISE = {"alert", "timer"}
EMAIL = an_entity("email", "j@a.test")


def test_every_line_that_promises_names_what_holds_us_to_it() -> None:
    known = {*PROMISES, *NO_PROMISE}
    unknown = {line: text for line, text in lines() if PROMISING.search(text) and line not in known}
    assert unknown == {}, "Back the line by an obligation, or reword it; then add it to promising_lines.py."


def test_the_table_names_only_lines_that_are_there_and_promise() -> None:
    promising = {line for line, text in lines() if PROMISING.search(text)}
    assert {*PROMISES, *NO_PROMISE} - promising == set()
    assert set(PROMISES.values()) <= {*ObligationKind, *KEPT_OTHERWISE}


def _all(seat: Seat) -> None:
    seat.until("copy")
    seat.choose("copy_page")


def _concern(seat: Seat, answer: str) -> None:
    seat.say("A small worry about the waiting room", intent="raise_concern")
    seat.choose("that_is_everything")
    seat.choose(answer)


def _yes_to(operation: str, state: str = "open") -> Callable[[Seat], None]:
    def do(seat: Seat) -> None:
        seat.tell()
        with seat.context.database.write() as session:
            session.query(Case).one().state = state
        seat.say("I want that now please", operation=operation)
        seat.choose("yes")

    return do


def _for_someone_else(seat: Seat) -> None:
    seat.until("fact.for_whom")
    seat.choose("someone_else")
    seat.choose("skip")
    seat.choose("not_yet")


def _copy(seat: Seat, meaning: str, address: str, *entities: dict[str, object]) -> None:
    seat.until("copy")
    seat.choose(meaning)
    seat.say(address, entities=entities)


def _heard_wrong_twice(seat: Seat, meaning: str) -> None:
    seat.until("point")
    for _ in range(2):
        seat.choose("change")
        seat.say("My cheek is lumpy, I said.")
    seat.choose(meaning)


def _wait(seat: Seat) -> None:
    somebody_is_there(seat.context)
    ask_for_person(seat.context, seat.id)


def _wait_in_vain(seat: Seat) -> None:
    _wait(seat)
    seat.clock.pass_time(minutes=3)
    work_once(seat.context, Mail(None))


def _give_up(seat: Seat) -> None:
    seat.assistant.away = True
    seat.post()
    seat.clock.pass_time(seconds=7)
    seat.runner.run_one(seat.turn)


WORDS = "Something to say about this matter"
SAID_BY: dict[str, Callable[[Seat], object]] = {
    "case_opened": lambda seat: None,
    "form_link_by_person": lambda seat: None,
    "status": lambda seat: seat.say("status", operation="status"),
    "receipt": _all,
    "all_done": lambda seat: (_all(seat), seat.say("thanks", intent="thanks")),
    "points_right": lambda seat: seat.until("code"),
    "copy_by_email": lambda seat: _copy(seat, "copy_email", "j@a.test", EMAIL),
    "copy_by_post": lambda seat: _copy(seat, "copy_post", "1 High Street, Leeds"),
    "authority_noted": _for_someone_else,
    "needs_noted": lambda seat: seat.say("Large print, please", operation="needs"),
    "language_noted": lambda seat: seat.say("En français", operation="language"),
    "offer_noted": lambda seat: (seat.until("offer"), seat.choose("accept")),
    "records_noted": lambda seat: seat.say(WORDS, operation="records"),
    "grievance_noted": lambda seat: seat.say(WORDS, operation="grievance"),
    "patient_safety_noted": lambda seat: seat.say(WORDS, operation="patient-safety"),
    "reopen_noted": lambda seat: seat.say(WORDS, operation="reopen"),
    "external_noted": lambda seat: seat.say(WORDS, operation="external"),
    "handoff.waiting": _wait,
    "handoff.still_waiting": lambda seat: (_wait(seat), ask_for_person(seat.context, seat.id)),
    "handoff.call_back": lambda seat: ask_for_person(seat.context, seat.id),
    "handoff.call_back_quietly": lambda seat: seat.say(WORDS, operation="records"),
    "handoff.carrying_on": lambda seat: (_wait(seat), seat.choose("carry_on")),
    "handoff.wait_over": _wait_in_vain,
    "safety.emergency": lambda seat: seat.post("I can't breathe and my throat is closing up"),
    "safety.self_harm": lambda seat: seat.post("I want to kill myself"),
    "safety.abuse": lambda seat: seat.post("the nurse hit me and I am afraid of him"),
}
BEFORE_A_CASE: dict[str, Callable[[Seat], object]] = {
    "carrying_on_kept": lambda seat: (seat.post("I want to kill myself"), seat.choose("safe_carry_on")),
    "concern_upgraded": lambda seat: _concern(seat, "yes"),
    "concern_kept": lambda seat: _concern(seat, "no"),
    "turns.kept": _give_up,
}
THREE_STAGES: dict[str, Callable[[Seat], object]] = {
    "settled_noted": _yes_to("settled"),
    "withdraw_noted": _yes_to("withdraw"),
    "escalate_noted": _yes_to("escalate"),
    "escalated": _yes_to("escalate", state="answered"),
}
ON_THE_PHONE: dict[str, Callable[[Seat], object]] = {
    "copy_by_text": lambda seat: (seat.until("copy"), seat.choose("copy_text"), seat.choose("yes")),
    "copy_read": lambda seat: (seat.until("copy"), seat.choose("copy_read")),
    "copy_email_asked": lambda seat: (seat.until("copy"), seat.choose("copy_email")),
    "copy_post_asked": lambda seat: (seat.until("copy"), seat.choose("copy_post"), seat.choose("person_asks")),
    "recording_next": lambda seat: _heard_wrong_twice(seat, "record_this"),
    "call_instead_noted": lambda seat: _heard_wrong_twice(seat, "call_instead"),
    "handoff.call_back_voice": lambda seat: ask_for_person(seat.context, seat.id),
    "handoff.call_back_quietly_voice": lambda seat: seat.say(WORDS, operation="records"),
    "handoff.carrying_on_voice": lambda seat: (_wait(seat), seat.choose("carry_on")),
    "handoff.wait_over_voice": _wait_in_vain,
    "handoff.not_taken": lambda seat: (_wait(seat), dial_over(seat.context, seat.id)),
    "safety.emergency_voice": SAID_BY["safety.emergency"],
    "safety.self_harm_voice": SAID_BY["safety.self_harm"],
    "safety.abuse_voice": SAID_BY["safety.abuse"],
    "turns.kept_voice": _give_up,
}
ELSEWHERE = {  # read on a page or in an e-mail beside its row, or a part of a line above
    "after.ask.settled",
    "after.no_independent_route",
    "talk.language",
    "tell.owner_changed",
    "handoff.staff_silent",
    "handoff.staff_silent_voice",
    "phone.ending_at_risk",
    "safety.people_open",
    "safety.people_closed",
}


@pytest.mark.parametrize("key", [*SAID_BY, *BEFORE_A_CASE, *THREE_STAGES])
def test_what_is_promised_is_owed(database: Database, key: str) -> None:
    seat = a_seat(database, provider="exclusive-health" if key in THREE_STAGES else "lumiere")
    if key in SAID_BY:
        seat.tell()
    (SAID_BY | BEFORE_A_CASE | THREE_STAGES)[key](seat)
    _must_be_owed(seat, key)


@pytest.mark.parametrize("key", ON_THE_PHONE)
def test_what_is_promised_by_voice_is_owed(database: Database, key: str) -> None:
    seat = a_seat(database, caller="+447700900123", line_number=LINE)
    seat.tell()
    ON_THE_PHONE[key](seat)
    _must_be_owed(seat, key)


def _must_be_owed(seat: Seat, key: str) -> None:
    assert key.removesuffix("_voice") in [message.key for message in seat.messages()], "It was not said."
    (backing,) = {kind for line, kind in PROMISES.items() if line.endswith((f":{key}", f".{key}"))}
    if backing == "alert":
        assert rows(seat.context, Alert)
    elif backing == "timer":
        assert "wait_limit" in [row.kind for row in rows(seat.context, Outbox)]
    else:
        assert backing in seat.promised()


def test_every_line_the_conversation_can_say_is_tried() -> None:
    tried = {*SAID_BY, *BEFORE_A_CASE, *THREE_STAGES, *ON_THE_PHONE}
    pages = ("chat_page.", "emails.", "record_page.", "stages.", "states.")
    spoken = {line.partition(":")[2] for line in PROMISES} - ELSEWHERE
    assert {line for line in spoken if not line.startswith(pages) and not line.endswith(tuple(tried))} == set()


def test_a_promise_has_an_owner_a_time_and_a_clause(database: Database) -> None:
    seat = a_seat(database)
    seat.tell("My cheek is lumpy and it hurts.")
    seat.say("Large print, please", operation="needs")
    ask_for_person(seat.context, seat.id)
    for row in rows(seat.context, ObligationRow):
        assert row.owner_role and row.clause and row.due_at > seat.clock.at
        assert row.case_id is not None and row.state == "open"
    assert seat.events().count("promised") == len(rows(seat.context, ObligationRow))


def test_the_time_that_is_said_is_the_row_s(database: Database) -> None:
    seat = a_seat(database)
    ask_for_person(seat.context, seat.id)
    assert spoken_moment(seat.promised()["call_back"].due_at) in seat.messages()[-1].text


def test_what_was_promised_is_told_again_on_request(database: Database) -> None:
    seat = a_seat(database)
    seat.tell()
    seat.say("Large print, please", operation="needs")
    seat.assistant.operation = "promises"
    turn = seat.post("What have you promised me?")
    seat.runner.run_one(turn)
    stored = seat.stored_turn().result
    assert stored is not None
    told = stored["says"][0]["values"]["promises"]
    assert all(row.what in told for row in rows(seat.context, ObligationRow))


def test_every_effect_of_the_intake_is_carried_out() -> None:
    named: set[str] = set()
    for path in (ROOT / "backend" / "core" / "intake").glob("*.py"):
        named |= set(re.findall(r'\.doing\("(\w+)"', path.read_text(encoding="utf-8")))
    assert named | {"settle", "withdraw", "escalate"} == set(EFFECTS)
