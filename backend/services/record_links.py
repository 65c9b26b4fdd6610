"""Links to a person's own record: a secret of 256 bits, kept as a hash, for thirty days, revocable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.proofs import london_date
from backend.errors import Conflict, HeardError, Mistyped
from backend.services.context import Context
from backend.services.outbox import intend
from backend.services.tokens import new_token, token_hash
from backend.services.walls import case_of
from backend.store.events import append_event, case_stream
from backend.store.tables import Case, Event, RecordLink

LINK_LASTS = timedelta(days=30)
ISSUED = "link_issued"
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,250}\.[^@\s,;<>\".]{2,63}")


def make_link(context: Context, session: Session, case: Case, *, lasts: timedelta = LINK_LASTS) -> str:
    """The address of a new link to the case's record; its secret is nowhere else but in this address."""
    token = new_token()
    now = context.now()
    session.add(
        RecordLink(
            token_hash=token_hash(token),
            case_id=case.id,
            kind="link",
            checked=False,
            made_at=now,
            ends_at=now + lasts,
        )
    )
    return f"{context.public_url}/record/{token}"


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """A link for a letter, shown this once: its address, and the last day on which it opens anything."""

    address: str
    until: date


def print_link(context: Context, actor: Actor, reference: str, *, once: str) -> PrintedLink:
    """A new link to be posted, for the form that carries `once`; the same form sent again makes no second one."""
    with context.database.write() as session:
        case = case_of(session, actor, reference, lock=True)
        _only_once(session, case, once)
        _issued(context, session, case, actor, how="post", once=once)
        address = make_link(context, session, case)
        return PrintedLink(address, london_date(context.now() + LINK_LASTS))


def email_link(context: Context, actor: Actor, reference: str, *, to: str, once: str) -> None:
    """A new link by e-mail: made when the e-mail is sent, and never shown to staff."""
    address = to.strip()
    if not _ADDRESS.fullmatch(address):
        raise Mistyped("Please write one full e-mail address, such as name@example.org.", field="to")
    with context.database.write() as session:
        case = case_of(session, actor, reference, lock=True)
        _only_once(session, case, once)
        _issued(context, session, case, actor, how="email", once=once)
        now = context.now()
        body = {"case": case.id, "to": address}
        intend(session, "record_link_email", dedupe_key=f"link:{case.id}:{once}", body=body, due_at=now, now=now)


def _only_once(session: Session, case: Case, once: str) -> None:
    if not once:
        raise HeardError("This form is not complete. Please open the case and try again.")
    earlier = select(Event).where(Event.stream == case_stream(case.id), Event.kind == ISSUED)
    if any(event.body.get("once") == token_hash(once) for event in session.scalars(earlier)):
        raise Conflict("This form has made its link already, and a link is shown only once. Please make a new one.")


def _issued(context: Context, session: Session, case: Case, actor: Actor, *, how: str, once: str) -> None:
    append_event(
        session,
        stream=case_stream(case.id),
        kind=ISSUED,
        at=context.now(),
        actor=actor,
        reason=how,
        body={"once": token_hash(once)},
    )


def revoke_links(
    context: Context, session: Session, case: Case, *, actor: Actor, reason: str, keep: str | None = None
) -> int:
    """Ends every link to the case's record and every page opened by one, but for the page with the hash `keep`.

    Gives how many were ended. The caller holds the case.
    """
    now = context.now()
    wanted = (RecordLink.case_id == case.id, RecordLink.revoked_at.is_(None), RecordLink.ends_at > now)
    rows = [row for row in session.scalars(select(RecordLink).where(*wanted)) if row.token_hash != keep]
    for row in rows:
        row.revoked_at = now
    append_event(
        session,
        stream=case_stream(case.id),
        kind="links_revoked",
        at=now,
        actor=actor,
        reason=reason,
        body={"count": len(rows)},
    )
    return len(rows)
