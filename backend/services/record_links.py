"""Links to a person's own record: a secret of 256 bits, kept as a hash, for thirty days, revocable."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.services.context import Context
from backend.services.tokens import new_token, token_hash
from backend.store.events import append_event, case_stream
from backend.store.tables import Case, RecordLink

LINK_LASTS = timedelta(days=30)


def make_link(context: Context, session: Session, case: Case) -> str:
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
            ends_at=now + LINK_LASTS,
        )
    )
    return f"{context.public_url}/record/{token}"


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
