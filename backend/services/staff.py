"""Staff accounts, and whether somebody of a provider is there now."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.core.actor import Actor, ActorKind
from backend.errors import Conflict, HeardError, NotFound
from backend.services.context import Context
from backend.store.tables import Staff, StaffProvider, StaffSession

PRESENT = timedelta(minutes=2)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
FIRST_EMAIL = "staff@heard.localhost"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for one another

# About 0.1 s of one core and 46 MiB a try, three times OWASP's floor; two at once are the most we pay for.
_HASHER = PasswordHasher(time_cost=3, memory_cost=47104, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Account:
    """A new account and its password, which is shown this once."""

    email: str
    password: str


def create_account(context: Context, *, email: str, name: str, password: str, providers: Iterable[str]) -> None:
    """One more account; HeardError says what is wrong with the e-mail, the name, the password or the providers."""
    email, name = email.strip().lower(), " ".join(name.split())
    slugs = sorted({context.policy(provider).slug for provider in providers})
    _check(email, name, slugs)
    _check_password(password)
    hashed = hash_password(password)
    with context.database.write() as session:
        if session.scalars(select(Staff.id).where(Staff.email == email)).first() is not None:
            raise Conflict(f"There is an account for {email} already.")
        staff = Staff(email=email, name=name, password_hash=hashed)
        session.add(staff)
        session.flush()
        session.add_all(StaffProvider(staff_id=staff.id, provider=slug) for slug in slugs)


def _check(email: str, name: str, providers: list[str]) -> None:
    if "@" not in email or " " in email:
        raise HeardError("Please give an e-mail address such as amina@clinic.example.")
    if not name:
        raise HeardError("Please give the name that complainants will see.")
    if not providers:
        raise HeardError("An account belongs to at least one provider.")


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise HeardError(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")


def change_password(context: Context, *, email: str, password: str) -> None:
    """Another password, and every browser that used the old one is signed out."""
    _check_password(password)
    hashed = hash_password(password)
    with context.database.write() as session:
        staff = _account(session, email)
        staff.password_hash = hashed
        _end_sessions(context, session, staff)


def close_account(context: Context, *, email: str) -> None:
    """Nobody signs in with it any more; its name stays on what was done with it."""
    with context.database.write() as session:
        staff = _account(session, email)
        staff.active = False
        _end_sessions(context, session, staff)


def _account(session: Session, email: str) -> Staff:
    found = session.scalars(select(Staff).where(Staff.email == email.strip().lower())).one_or_none()
    if found is None:
        raise NotFound(f"There is no account for {email}.")
    return found


def _end_sessions(context: Context, session: Session, staff: Staff) -> None:
    theirs = (StaffSession.staff_id == staff.id, StaffSession.ended_at.is_(None))
    session.execute(update(StaffSession).where(*theirs).values(ended_at=context.now()))


def first_account(context: Context, *, name: str = "Duty officer") -> Account | None:
    """The first account, for every provider, with a password that is shown once; None when there is one already."""
    with context.database.read() as session:
        if session.scalars(select(Staff.id).limit(1)).first() is not None:
            return None
    account = Account(FIRST_EMAIL, new_password())
    create_account(context, email=account.email, name=name, password=account.password, providers=context.policies)
    return account


def new_password() -> str:
    """Twenty random letters and digits in four groups: 98 bits that can be copied by hand."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def hash_password(password: str) -> str:
    """What is stored of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def password_fits(hashed: str, password: str) -> bool:
    """Whether this is the password; takes as long whether it is or not."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(hashed, password)
        except VerificationError:
            return False


def staff_actor(session: Session, staff: Staff) -> Actor:
    """The member of staff as one who acts, with the providers they work for."""
    mine = select(StaffProvider.provider).where(StaffProvider.staff_id == staff.id)
    return Actor(ActorKind.STAFF, str(staff.id), frozenset(session.scalars(mine)))


def signed_in_staff(context: Context, session: Session, provider: str) -> bool:
    """Whether anybody who works for the provider is signed in and was seen in the last two minutes."""
    wanted = (
        StaffSession.ended_at.is_(None),
        StaffSession.seen_at > context.now() - PRESENT,
        StaffProvider.provider == provider,
        Staff.active.is_(True),
    )
    found = (
        select(StaffSession.staff_id)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .join(StaffProvider, StaffProvider.staff_id == Staff.id)
        .where(*wanted)
    )
    return session.scalars(found.limit(1)).first() is not None
