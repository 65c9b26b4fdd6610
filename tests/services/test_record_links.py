"""Links and sessions of the record page, at the services themselves."""

from __future__ import annotations

import re

import pytest

from backend.errors import Conflict, Mistyped, NotAllowed, NotFound, NotSignedIn, TooMany
from backend.services.context import SYSTEM, Context
from backend.services.conversations import open_conversation
from backend.services.deliveries import DELIVERIES
from backend.services.record_links import email_link, make_link, print_link, revoke_links
from backend.services.record_sessions import open_from_chat, session_of, show_second_fact, swap_link
from backend.services.tokens import token_hash
from backend.store.database import Database
from backend.store.queries import lock_case
from backend.store.tables import Event, Outbox, RecordLink
from tests.builders import Clock, a_case, a_conversation, a_staff, make_context, stored_case


@pytest.fixture
def clock() -> Clock:
    """The time it is."""
    return Clock()


@pytest.fixture
def context(database: Database, clock: Clock) -> Context:
    """What the services need."""
    return make_context(database, now=clock)


def a_link(context: Context, reference: str) -> str:
    """The secret of a new link."""
    with context.database.write() as session:
        case = lock_case(session, stored_case(context, reference).id)
        return make_link(context, session, case).removeprefix("http://localhost:8000/record/")


def rows(context: Context, kind: str) -> list[RecordLink]:
    """The stored links or sessions."""
    with context.database.read() as session:
        return session.query(RecordLink).filter_by(kind=kind).all()


def test_a_link_has_256_bits_and_only_its_hash_is_stored(context):
    secret = a_link(context, a_case(context))
    assert len(secret) == 43
    (row,) = rows(context, "link")
    assert row.token_hash == token_hash(secret)
    assert (row.ends_at - row.made_at).days == 30
    assert not row.checked


def test_two_links_are_never_the_same(context):
    reference = a_case(context)
    assert a_link(context, reference) != a_link(context, reference)


def test_a_session_is_no_link_and_a_link_is_no_session(context):
    link = a_link(context, a_case(context))
    session = swap_link(context, link)
    assert swap_link(context, session) is None
    assert session_of(context, link) is None
    assert session_of(context, session).checked is False


def test_sessions_that_are_over_are_not_kept(context, clock):
    link = a_link(context, a_case(context))
    for _ in range(3):
        swap_link(context, link)
        clock.pass_time(hours=2, minutes=1)
    swap_link(context, link)
    assert len(rows(context, "session")) == 1


def test_refusals_count_and_the_right_answer_forgets_them(context):
    link = a_link(context, a_case(context))
    for _ in range(2):
        secret = swap_link(context, link)
        for _ in range(4):
            with pytest.raises(NotAllowed):
                show_second_fact(context, secret, "nobody")
        assert show_second_fact(context, secret, "Joan Ash")
    secret = swap_link(context, link)
    for _ in range(5):
        with pytest.raises(NotAllowed):
            show_second_fact(context, secret, "nobody")
    with pytest.raises(TooMany):
        show_second_fact(context, secret, "Joan Ash")


def test_a_secret_that_opens_nothing_is_not_even_asked(context):
    with pytest.raises(NotSignedIn):
        show_second_fact(context, "A" * 43, "Joan Ash")


def test_revoking_ends_links_and_open_pages_of_that_case_alone(context):
    mine, other = a_case(context), a_case(context)
    open_page = show_second_fact(context, swap_link(context, a_link(context, mine)), "Joan Ash")
    others_page = show_second_fact(context, swap_link(context, a_link(context, other)), "Joan Ash")
    with context.database.write() as session:
        case = lock_case(session, stored_case(context, mine).id)
        # the link, and the page; the session before the second fact was over already
        assert revoke_links(context, session, case, actor=SYSTEM, reason="test") == 2
    assert session_of(context, open_page) is None
    assert session_of(context, others_page).case_id == stored_case(context, other).id


def test_the_chat_opens_its_own_case(context):
    chat = a_conversation(context)
    reference = a_case(context, conversation=chat)
    assert session_of(context, open_from_chat(context, chat)).case_id == stored_case(context, reference).id


def test_a_chat_that_told_nothing_opens_nothing(context):
    with pytest.raises(Conflict, match="no record yet"):
        open_from_chat(context, open_conversation(context, provider="lumiere").id)


def test_every_opening_is_an_event(context):
    chat = a_conversation(context)
    reference = a_case(context, conversation=chat)
    open_from_chat(context, chat)
    show_second_fact(context, swap_link(context, a_link(context, reference)), "Joan Ash")
    with context.database.read() as session:
        found = session.query(Event).filter_by(kind="record_opened").order_by(Event.seq)
        assert [event.reason for event in found] == ["from the chat", "link and second fact"]


def test_a_link_that_staff_send_by_mail_is_made_when_it_is_sent(context):
    amina, reference = a_staff(context), a_case(context)
    email_link(context, amina, reference, to=" joan@example.org ", once="form-1")
    assert rows(context, "link") == []
    sent = Kept()
    with context.database.read() as session:
        [task] = session.query(Outbox).filter_by(kind="record_link_email")
    DELIVERIES["record_link_email"](context, sent, task.body, task.dedupe_key)
    assert sent.to == "joan@example.org"
    secret = re.search(r"http://localhost:8000/record/(\S{43})\n", sent.body)[1]
    assert [row.token_hash for row in rows(context, "link")] == [token_hash(secret)]
    assert "lumpy" not in sent.body + sent.subject


def test_one_form_makes_one_link_whichever_way_it_goes(context):
    amina, reference = a_staff(context), a_case(context)
    print_link(context, amina, reference, once="form-1")
    for again in (
        lambda: print_link(context, amina, reference, once="form-1"),
        lambda: email_link(context, amina, reference, to="joan@example.org", once="form-1"),
    ):
        with pytest.raises(Conflict, match="only once"):
            again()
    assert len(rows(context, "link")) == 1


@pytest.mark.parametrize(
    "to", ["", "joan", "joan@home", "a@b.org, c@d.org", "Joan <joan@example.org>", "a@b.org\nBcc: c@d.org"]
)
def test_what_is_no_single_address_is_refused(context, to):
    amina, reference = a_staff(context), a_case(context)
    with pytest.raises(Mistyped):
        email_link(context, amina, reference, to=to, once="form-1")


def test_another_providers_record_gets_no_link(context):
    stranger = a_staff(context, name="Cara Lund", providers=["exclusive-health"])
    with pytest.raises(NotFound):
        print_link(context, stranger, a_case(context), once="form-1")


class Kept:
    """The last e-mail handed over."""

    def send(self, *, to: str, sender: str, subject: str, body: str, message_id: str) -> None:
        self.to, self.subject, self.body = to, subject, body
