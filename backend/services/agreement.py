"""Agree and sign a named version of the record; any edit after it is a new version, not yet agreed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.errors import Conflict
from backend.services.context import Context
from backend.store.events import append_event, case_stream
from backend.store.queries import current_record
from backend.store.tables import Agreement, Case


def agree(context: Context, session: Session, case: Case, *, version: int, how: str, actor: Actor) -> Agreement:
    """The person's yes to this version; Conflict when the record has moved on."""
    return _store(context, session, case, "agreed", version=version, how=how, name=None, actor=actor)


def sign(
    context: Context, session: Session, case: Case, *, version: int, how: str, name: str, actor: Actor
) -> Agreement:
    """Their typed name under this version (Electronic Communications Act 2000, section 7)."""
    return _store(context, session, case, "signed", version=version, how=how, name=name, actor=actor)


def _store(
    context: Context,
    session: Session,
    case: Case,
    kind: str,
    *,
    version: int,
    how: str,
    name: str | None,
    actor: Actor,
) -> Agreement:
    stored = current_record(session, case)
    if stored is None or stored.version != version:
        raise Conflict("Your record has changed since this version. Please read what has changed first.")
    agreement = Agreement(
        case_id=case.id,
        version=version,
        hash=stored.hash,
        kind=kind,
        how=how,
        name=name,
        statement=context.wording.say("en", f"agreement.{kind}"),
        at=context.now(),
    )
    session.add(agreement)
    session.flush()
    append_event(
        session,
        stream=case_stream(case.id),
        kind=kind,
        at=context.now(),
        actor=actor,
        reason=how,
        body={"version": version, "hash": stored.hash},
    )
    return agreement
