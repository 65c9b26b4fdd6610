"""Staff take a conversation over, reply, and hand it back; never a silent send, never two at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.core.ownership import Owner
from backend.errors import Conflict, HeardError, NotFound
from backend.services import takeover
from backend.services.context import Context
from backend.services.duties import mark_kept
from backend.services.transcripts import read_transcript
from backend.store.database import Database
from backend.store.queries import messages_after
from backend.store.tables import Alert, Event, Message, ObligationRow
from tests.builders import Clock, a_case, a_conversation, a_staff, make_context, stored_conversation


def test_the_person_is_told_who_joined(database: Database) -> None:
    context = make_context(database)
    amina, conversation = a_staff(context), a_conversation(context)
    takeover.take_over(context, amina, conversation, expected_version=1)
    row = stored_conversation(context, conversation)
    assert (row.owner, str(row.staff_id), row.owner_version) == (Owner.STAFF, amina.id, 2)
    last = _messages(context, conversation)[-1]
    assert last.sender == "system"
    assert last.text.startswith("Amina Yusuf from the complaints team is here.")


def test_pressing_take_over_twice_is_taking_over_once(database: Database) -> None:
    context = make_context(database)
    amina, conversation = a_staff(context), a_conversation(context)
    takeover.take_over(context, amina, conversation, expected_version=1)
    takeover.take_over(context, amina, conversation, expected_version=1)
    assert stored_conversation(context, conversation).owner_version == 2


def test_of_two_who_take_over_at_once_one_is_told_who_has_it(database: Database) -> None:
    context = make_context(database)
    both = [a_staff(context, name="Amina Yusuf"), a_staff(context, name="Ben Okri")]
    conversation = a_conversation(context)

    def take(actor):  # type: ignore[no-untyped-def]
        try:
            takeover.take_over(context, actor, conversation, expected_version=1)
        except Conflict as error:
            return str(error)
        return None

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(take, both))
    assert said.count(None) == 1
    (refused,) = [words for words in said if words]
    assert refused in {"Amina Yusuf has this conversation now.", "Ben Okri has this conversation now."}
    joined = [message for message in _messages(context, conversation) if message.key == "console.said_joined"]
    assert len(joined) == 1


def test_a_colleague_can_take_over_when_they_have_seen_who_has_it(database: Database) -> None:
    context = make_context(database)
    amina, ben, conversation = a_staff(context), a_staff(context, name="Ben Okri"), a_conversation(context)
    takeover.take_over(context, amina, conversation, expected_version=1)
    takeover.take_over(context, ben, conversation, expected_version=2)
    assert str(stored_conversation(context, conversation).staff_id) == ben.id
    with pytest.raises(Conflict, match="Ben Okri has this conversation now"):
        takeover.reply(context, amina, conversation, text="Hello", client_id="1")


def test_a_reply_carries_the_name_and_is_sent_once(database: Database) -> None:
    context = make_context(database)
    amina, conversation = a_staff(context), a_conversation(context)
    takeover.take_over(context, amina, conversation, expected_version=1)
    for _ in range(2):
        takeover.reply(context, amina, conversation, text=" Hello, I am Amina. ", client_id="same")
    sent = [message for message in _messages(context, conversation) if message.sender == "staff"]
    assert [(message.text, message.staff_name) for message in sent] == [("Hello, I am Amina.", "Amina Yusuf")]


@pytest.mark.parametrize("owner", [Owner.BOT, Owner.WAITING])
def test_staff_who_do_not_have_it_send_nothing(database: Database, owner: Owner) -> None:
    context = make_context(database)
    amina, conversation = a_staff(context), a_conversation(context)
    with database.write() as session:
        session.merge(stored_conversation(context, conversation)).owner = owner
    before = len(_messages(context, conversation))
    with pytest.raises(Conflict, match="Take over first; nothing has been sent"):
        takeover.reply(context, amina, conversation, text="Hello", client_id="1")
    assert len(_messages(context, conversation)) == before


def test_a_reply_needs_words(database: Database) -> None:
    context = make_context(database)
    amina, conversation = a_staff(context), a_conversation(context)
    takeover.take_over(context, amina, conversation, expected_version=1)
    with pytest.raises(HeardError):
        takeover.reply(context, amina, conversation, text="  ", client_id="1")


def test_handing_back_needs_a_reason_and_tells_the_person(database: Database) -> None:
    context = make_context(database)
    amina, conversation = a_staff(context), a_conversation(context)
    takeover.take_over(context, amina, conversation, expected_version=1)
    with pytest.raises(HeardError, match="why"):
        takeover.hand_back(context, amina, conversation, reason=" ", expected_version=2)
    takeover.hand_back(context, amina, conversation, reason="answered her question", expected_version=2)
    row = stored_conversation(context, conversation)
    assert (row.owner, row.staff_id) == (Owner.BOT, None)
    last = _messages(context, conversation)[-1]
    assert "The automated assistant is back." in last.text
    assert [choice["meaning"] for choice in last.choices] == ["carry_on"]
    assert "answered her question" not in "".join(m.text for m in _messages(context, conversation))
    assert "answered her question" in {event.reason for event in _events(context, conversation)}


def test_an_alert_is_acknowledged_by_one_named_person(database: Database) -> None:
    context = make_context(database)
    amina, ben, conversation = a_staff(context), a_staff(context, name="Ben Okri"), a_conversation(context)
    alert = _alert(context, conversation)
    takeover.acknowledge_alert(context, amina, alert)
    takeover.acknowledge_alert(context, amina, alert)
    with pytest.raises(Conflict, match="Amina Yusuf has acknowledged"):
        takeover.acknowledge_alert(context, ben, alert)
    assert [event.kind for event in _events(context, conversation)].count("alert_acknowledged") == 1
    (seen,) = read_transcript(context, amina, conversation).alerts
    assert (seen.acknowledged_by, seen.acknowledged_at) == ("Amina Yusuf", context.now())


def test_a_promise_is_marked_kept_with_how(database: Database) -> None:
    context = make_context(database)
    amina, ben = a_staff(context), a_staff(context, name="Ben Okri")
    a_case(context)
    with database.read() as session:
        promise = session.query(ObligationRow).filter_by(kind="form_link").one().id
    with pytest.raises(HeardError, match="how"):
        mark_kept(context, amina, promise, note=" ")
    row = mark_kept(context, amina, promise, note="link sent by post")
    assert (row.state, row.ended_at) == ("kept", context.now())
    with pytest.raises(Conflict, match="Amina Yusuf has marked"):
        mark_kept(context, ben, promise, note="again")


def test_another_providers_things_are_not_there(database: Database) -> None:
    context = make_context(database)
    stranger = a_staff(context, name="Cara Lund", providers=["exclusive-health"])
    conversation = a_conversation(context)
    a_case(context, conversation=conversation)
    alert = _alert(context, conversation)
    with database.read() as session:
        promise = session.query(ObligationRow).filter_by(kind="reply").one().id
    for attempt in (
        lambda: takeover.take_over(context, stranger, conversation, expected_version=1),
        lambda: takeover.reply(context, stranger, conversation, text="Hello", client_id="1"),
        lambda: takeover.hand_back(context, stranger, conversation, reason="none", expected_version=1),
        lambda: takeover.acknowledge_alert(context, stranger, alert),
        lambda: mark_kept(context, stranger, promise, note="done"),
        lambda: read_transcript(context, stranger, conversation),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert stored_conversation(context, conversation).owner == Owner.BOT


def test_reading_is_noted_once_in_half_an_hour(database: Database) -> None:
    clock = Clock()
    context = make_context(database, now=clock)
    amina, conversation = a_staff(context), a_conversation(context)
    for minutes in (0, 10, 19, 2):
        clock.pass_time(minutes=minutes)
        read_transcript(context, amina, conversation)
    viewed = [event for event in _events(context, conversation) if event.kind == "viewed"]
    assert [event.actor for event in viewed] == [f"staff:{amina.id}"] * 2


def _messages(context: Context, conversation: str) -> list[Message]:
    with context.database.read() as session:
        found = messages_after(session, conversation, 0)
        session.expunge_all()
        return found


def _events(context: Context, conversation: str) -> list[Event]:
    with context.database.read() as session:
        found = session.query(Event).filter_by(stream=f"conversation:{conversation}").all()
        session.expunge_all()
        return found


def _alert(context: Context, conversation: str) -> int:
    with context.database.write() as session:
        alert = Alert(
            provider="lumiere",
            conversation_id=conversation,
            kind="emergency",
            cues=[],
            message_seq=1,
            at=context.now(),
        )
        session.add(alert)
        session.flush()
        return alert.id
