"""Links and sessions of the record page, at the services themselves."""

from __future__ import annotations

import pytest

from backend.errors import Conflict, NotAllowed, NotSignedIn, TooMany
from backend.services.context import SYSTEM, Context
from backend.services.conversations import open_conversation
from backend.services.record_links import make_link, revoke_links
from backend.services.record_sessions import open_from_chat, session_of, show_second_fact, swap_link
from backend.services.tokens import token_hash
from backend.store.database import Database
from backend.store.queries import lock_case
from backend.store.tables import Event, RecordLink
from tests.builders import Clock, a_case, a_conversation, make_context, stored_case


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
