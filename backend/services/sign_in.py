"""Sign staff in and out; a signed-in browser is a row, and ending the row ends it (ASVS 5.0: 7.2.4, 7.3.1, 7.3.2)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.errors import NotSignedIn, TooMany
from backend.services.attempts import count_attempt, forget_attempts
from backend.services.context import Context
from backend.services.staff import LONGEST_PASSWORD, hash_password, password_fits, staff_actor
from backend.services.tokens import new_token, token_hash
from backend.store.tables import Staff, StaffSession

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 100  # many colleagues may share one address
_SEEN_EVERY = timedelta(seconds=20)  # a page that asks often writes seldom


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff at a browser: who they are, what they may see, and the token of their forms."""

    staff_id: int
    name: str
    actor: Actor
    csrf: str


def sign_in(context: Context, *, email: str, password: str, address: str) -> str:
    """A new session's secret; NotSignedIn is the same for an unknown account and a wrong password."""
    email = email.strip().lower()
    key = _key("sign-in", email)
    _count_try(context, key, _key("sign-in-from", address))
    staff_id, hashed = _account(context, email)
    fits = len(password) <= LONGEST_PASSWORD and password_fits(hashed, password)
    if staff_id is None or not fits:
        raise NotSignedIn("That e-mail address and password do not go together. Please try again.")
    return _begin(context, staff_id, key)


def _account(context: Context, email: str) -> tuple[int | None, str]:
    """The account's id and its password's hash; for an unknown one a hash that takes as long to try."""
    wanted = select(Staff.id, Staff.password_hash).where(Staff.email == email, Staff.active.is_(True))
    with context.database.read() as session:
        found = session.execute(wanted).one_or_none()
    return (found.id, found.password_hash) if found else (None, _nobody())


def _count_try(context: Context, account: str, address: str) -> None:
    """Counts the try before it is made, so that tries at the same moment are counted too."""
    with context.database.write() as session:
        allowed = [
            count_attempt(context, session, account, most=MOST_PER_ACCOUNT, window=WINDOW),
            count_attempt(context, session, address, most=MOST_PER_ADDRESS, window=WINDOW),
        ]
    if not all(allowed):
        minutes = int(WINDOW.total_seconds() // 60)
        raise TooMany(f"There have been too many tries. Please wait {minutes} minutes and try again.")


def _begin(context: Context, staff_id: int, key: str) -> str:
    token, now = new_token(), context.now()
    with context.database.write() as session:
        forget_attempts(session, key)
        session.add(
            StaffSession(token_hash=token_hash(token), staff_id=staff_id, csrf=new_token(), started_at=now, seen_at=now)
        )
    return token


def _key(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()}"


_NOBODY: list[str] = []


def _nobody() -> str:
    """A hash that no password fits."""
    if not _NOBODY:
        _NOBODY.append(hash_password(new_token()))
    return _NOBODY[0]


def signed_in(context: Context, token: str | None, *, idle: timedelta = timedelta()) -> SignedIn:
    """Who this is, seen again now; NotSignedIn when the session is over, idle for 30 minutes or 12 hours old.

    A page that asks by itself gives as `idle` how long nobody has touched it.
    """
    now = context.now()
    with context.database.read() as session:
        row = session.get(StaffSession, token_hash(token)) if token else None
        if row is None or row.ended_at is not None:
            raise NotSignedIn("Please sign in.")
        staff = session.get_one(Staff, row.staff_id)
        over = _is_over(row, now=now, idle=idle) or not staff.active
        unseen = now - row.seen_at >= _SEEN_EVERY
        who = SignedIn(staff.id, staff.name, staff_actor(session, staff), row.csrf)
    if over:
        sign_out(context, token)
        raise NotSignedIn("You have been signed out, because nobody used this page for a while. Please sign in.")
    if unseen:
        _see(context, token_hash(token or ""), now)
    return who


def _is_over(row: StaffSession, *, now: datetime, idle: timedelta) -> bool:
    return now - row.started_at >= LONGEST or max(now - row.seen_at, idle) >= IDLE


def _see(context: Context, hashed: str, now: datetime) -> None:
    with context.database.write() as session:
        row = _row(session, hashed)
        if row is not None and row.ended_at is None:
            row.seen_at = max(row.seen_at, now)


def sign_out(context: Context, token: str | None) -> None:
    """Ends the session, here and now."""
    with context.database.write() as session:
        row = _row(session, token_hash(token or ""))
        if row is not None and row.ended_at is None:
            row.ended_at = context.now()


def _row(session: Session, hashed: str) -> StaffSession | None:
    return session.get(StaffSession, hashed, with_for_update=True)
