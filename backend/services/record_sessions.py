"""A browser that has the record open: from a link and a second fact, or from the chat that is telling it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.core.actor import Actor, ActorKind
from backend.errors import Conflict, NotAllowed, NotSignedIn, TooMany
from backend.services.context import Context
from backend.services.record_links import revoke_links
from backend.services.second_fact import WINDOW, Shown, check_second_fact
from backend.services.tokens import new_token, token_hash
from backend.store.events import append_event, case_stream
from backend.store.queries import lock_case, lock_conversation
from backend.store.tables import Case, RecordLink

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
_WORTH_WRITING = timedelta(minutes=5)  # a page that is read every second is not stored every second
ON_THE_PAGE = Actor(ActorKind.PERSON, "record_page")


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One browser's session: which case, and whether the second fact was shown."""

    case_id: int
    checked: bool


def swap_link(context: Context, token: str) -> str | None:
    """The secret of a new session in which nothing is shown yet; None for a link that is unknown or over."""
    with context.database.write() as session:
        link = _living(context, session, token, kind="link")
        return _new_session(context, session, link.case_id, checked=False) if link else None


def open_from_chat(context: Context, conversation_id: str) -> str:
    """The secret of a session for the person who is telling it; the caller has checked that it is they."""
    with context.database.write() as session:
        conversation = lock_conversation(session, conversation_id)
        if conversation.case_id is None:
            raise Conflict("There is no record yet. It begins with the first thing you tell us in the chat.")
        case = lock_case(session, conversation.case_id)
        _opened(context, session, case, "from the chat")
        return _new_session(context, session, case.id, checked=True)


def session_of(context: Context, token: str) -> OwnSession | None:
    """The living session with this secret; its use keeps it open, up to the longest time."""
    with context.database.read() as session:
        row = _living(context, session, token, kind="session")
        if row is None:
            return None
        found = OwnSession(row.case_id, row.checked)
        ends_at = _ends(row, context.now())
        stale = row.checked and ends_at - row.ends_at >= _WORTH_WRITING
    if stale:
        with context.database.write() as session:
            if row := _living(context, session, token, kind="session"):
                row.ends_at = ends_at
    return found


def show_second_fact(context: Context, token: str, text: str) -> str:
    """The secret of a new session that is open, in place of the one that was not; every refusal says the same."""
    with context.database.write() as session:
        row = _living(context, session, token, kind="session")
        if row is None:
            raise NotSignedIn("This page is closed.")
        case = lock_case(session, row.case_id)
        shown = check_second_fact(context, session, case, reference=case.reference, text=text)
        opened = _open(context, session, row, case) if shown is Shown.MATCHED else None
    if opened is not None:
        return opened
    if shown is Shown.TOO_OFTEN:
        minutes = int(WINDOW.total_seconds() // 60)
        raise TooMany(f"That was tried too often. Please wait {minutes} minutes and try again.")
    raise NotAllowed("That does not match what we have. Please look at it and try again.")


def end_session(context: Context, token: str) -> None:
    """The page is closed; its secret opens nothing any more."""
    with context.database.write() as session:
        row = _living(context, session, token, kind="session")
        if row is not None:
            row.revoked_at = context.now()


def revoke_all_but(context: Context, token: str) -> None:
    """The person ends every link to their record and every page but this one."""
    with context.database.write() as session:
        row = _living(context, session, token, kind="session")
        if row is not None and row.checked:
            case = lock_case(session, row.case_id)
            revoke_links(context, session, case, actor=ON_THE_PAGE, reason="record page", keep=row.token_hash)


def _living(context: Context, session: Session, token: str, *, kind: str) -> RecordLink | None:
    row = session.get(RecordLink, token_hash(token))
    if row is None or row.kind != kind or row.revoked_at is not None or row.ends_at <= context.now():
        return None
    return row


def _new_session(context: Context, session: Session, case_id: int, *, checked: bool) -> str:
    now = context.now()
    over = (RecordLink.case_id == case_id, RecordLink.kind == "session", RecordLink.ends_at <= now)
    session.execute(delete(RecordLink).where(*over))
    token = new_token()
    row = RecordLink(
        token_hash=token_hash(token), case_id=case_id, kind="session", checked=checked, made_at=now, ends_at=now + IDLE
    )
    session.add(row)
    return token


def _ends(row: RecordLink, now: datetime) -> datetime:
    return min(now + IDLE, row.made_at + LONGEST)


def _open(context: Context, session: Session, row: RecordLink, case: Case) -> str:
    """A new secret from here on: the old one was known to whoever had the link."""
    row.revoked_at = context.now()
    _opened(context, session, case, "link and second fact")
    return _new_session(context, session, case.id, checked=True)


def _opened(context: Context, session: Session, case: Case, how: str) -> None:
    append_event(
        session,
        stream=case_stream(case.id),
        kind="record_opened",
        at=context.now(),
        actor=ON_THE_PAGE,
        reason=how,
    )
