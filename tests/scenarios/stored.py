"""What is stored when a scenario is over: the case with its date and proof, the record, what is owed, what was said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.clocks import from_data, proof_as_sentence
from backend.core.record import FactState, Record, rest, texts, words_of
from backend.services.situations import record_of
from backend.store.events import conversation_stream
from backend.store.queries import current_clock, last_agreement
from backend.store.tables import Alert, Case, Conversation, Event, Message, ObligationRow, Recording
from tests.scenarios.phone_seat import PhoneSeat
from tests.scenarios.steps import LONDON, Stage
from tests.scenarios.texted import check_texts


def check_stored(stored: dict[str, Any], stage: Stage) -> None:
    """Everything a scenario expects in the end."""
    with stage.stack.context.database.read() as session:
        conversation = session.get_one(Conversation, stage.seat.conversation)
        _check_said(stored, session, stage)
        _check_danger(stored, session, stage)
        _check_owners(stored, session, stage)
        if stored.get("case", ...) is None:
            assert conversation.case_id is None, "A case was opened."
            assert conversation.contact == stored.get("contact")
            return
        assert conversation.case_id is not None, "No case was opened."
        _check_all(stored, session, session.get_one(Case, conversation.case_id))
    if "texts" in stored:
        check_texts(stored["texts"], stage.stack)


def _conversations(stage: Stage) -> list[str]:
    return stage.seat.conversations if isinstance(stage.seat, PhoneSeat) else [stage.seat.conversation]


def _check_said(stored: dict[str, Any], session: Session, stage: Stage) -> None:
    """What the person said, each thing once: a count, or the very words."""
    if "said" not in stored:
        return
    wanted = (Message.conversation_id.in_(_conversations(stage)), Message.sender == "customer")
    said = [message.text for message in session.scalars(select(Message).where(*wanted).order_by(Message.id))]
    expected = stored["said"]
    assert said == expected or len(said) == expected, f"{len(said)} messages were stored: {said}"


def _check_danger(stored: dict[str, Any], session: Session, stage: Stage) -> None:
    if "alerts" in stored:
        wanted = select(Alert.kind).where(Alert.conversation_id.in_(_conversations(stage))).order_by(Alert.id)
        assert list(session.scalars(wanted)) == stored["alerts"]


def _check_owners(stored: dict[str, Any], session: Session, stage: Stage) -> None:
    """Who had the conversation, one after the other."""
    if "owners" in stored:
        stream = conversation_stream(stage.seat.conversation)
        events = session.scalars(select(Event).where(Event.stream == stream).order_by(Event.id))
        assert [event.body["to"] for event in events if "to" in (event.body or {})] == stored["owners"]


def _check_all(stored: dict[str, Any], session: Session, case: Case) -> None:
    _check_case(stored, session, case)
    _check_record(stored, record_of(session, case))
    _check_owed(stored, session, case)
    _check_agreement(stored, session, case)
    kinds = set(session.scalars(select(Event.kind).where(Event.stream == f"case:{case.id}")))
    assert set(stored.get("events", [])) <= kinds, f"events are {sorted(kinds)}"
    if "recordings" in stored:
        kept = session.scalars(select(Recording).where(Recording.case_id == case.id).order_by(Recording.at))
        assert [{"point": each.point, "seconds": each.seconds} for each in kept] == stored["recordings"]


def _check_case(stored: dict[str, Any], session: Session, case: Case) -> None:
    found = {"kind": case.kind, "state": case.state, "stage": case.stage, "owner": case.owner_role}
    expected = stored.get("case", {})
    assert {key: found[key] for key in expected} == expected
    clock = current_clock(session, case)
    if "due_on" in stored:
        assert clock.due_on.isoformat() == stored["due_on"]
    if "proof" in stored:
        assert proof_as_sentence(from_data(clock.proof)) == stored["proof"]


def _check_record(stored: dict[str, Any], record: Record) -> None:
    if "points" in stored:
        assert [words_of(record, point) for point in record.points] == stored["points"]
    for key, words in stored.get("facts", {}).items():
        fact = record.facts.get(key)
        given = None if fact is None or fact.state is FactState.SKIPPED else fact.value or fact.words
        assert given == words, f"{key} is {fact}"
    if "rest" in stored:
        assert rest(record) == stored["rest"]
    if "told" in stored:
        assert texts(record) == stored["told"]
    if "offers" in stored:
        assert record.offers == stored["offers"]


def _check_owed(stored: dict[str, Any], session: Session, case: Case) -> None:
    rows = list(session.scalars(select(ObligationRow).where(ObligationRow.case_id == case.id)))
    owed = {row.kind: row for row in rows}
    for kind, expected in stored.get("obligations", {}).items():
        assert kind in owed, f"no obligation {kind}; there are {sorted(owed)}"
        assert owed[kind].owner_role == expected["owner"], kind
        due = owed[kind].due_at.astimezone(LONDON).isoformat(timespec="minutes")
        assert due.startswith(expected["by"]), f"{kind} is due at {due}"
        assert sum(row.kind == kind for row in rows) == expected.get("times", 1), f"{kind} is owed more than once"
    if stored.get("agreed_or_call_back"):
        assert "call_back" in owed or last_agreement(session, case.id) is not None, "It came to nothing."
    for kind in stored.get("not_owed", []):
        assert kind not in owed, f"{kind} is owed"


def _check_agreement(stored: dict[str, Any], session: Session, case: Case) -> None:
    agreed, signed = last_agreement(session, case.id), last_agreement(session, case.id, "signed")
    if "agreed" in stored:
        assert (agreed is not None and agreed.version == case.record_version) is stored["agreed"]
    if "signed" in stored:
        assert (signed.name if signed else None) == stored["signed"]
