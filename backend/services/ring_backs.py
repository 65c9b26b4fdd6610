"""Ringing a person back from the console: our staff are rung first, take the call by key, and are then joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import Actor
from backend.core.reference import speak_reference
from backend.errors import Conflict, NotFound, Unavailable
from backend.services.context import SYSTEM, Context
from backend.services.outbox import intend
from backend.services.situations import record_of
from backend.services.telephone_numbers import international, line_number, transfer_number
from backend.services.walls import case_of
from backend.store.events import append_event, case_stream
from backend.store.tables import Call, Case, Conversation


class Ringer(Protocol):
    """Whatever begins calls."""

    def ring(self, *, to: str, sender: str, path: str) -> str:
        """Rings a number and gives the call's id."""


@dataclass(frozen=True, slots=True)
class RingBack:
    """Whom to join our staff with, and what staff hear first."""

    number: str
    caller_id: str
    whisper: str


def can_ring(context: Context, session: Session, case: Case) -> bool:
    """Whether all three numbers are known: the person's, our staff's and the line's own."""
    ours = transfer_number(context, case.provider) and line_number(context, case.provider)
    return bool(ours) and _number_of(session, case) is not None


def ring_back(context: Context, actor: Actor, reference: str, *, once: str) -> None:
    """Rings our staff's number now; the same form sent again rings once."""
    with context.database.write() as session:
        case = case_of(session, actor, reference, lock=True)
        if not can_ring(context, session, case):
            raise Conflict(
                "There is no number to ring, or the provider's own numbers are not set. Please ring by hand."
            )
        now = context.now()
        intend(session, "ring_back", dedupe_key=f"ring:{case.id}:{once}", body={"case": case.id}, due_at=now, now=now)
        append_event(session, stream=case_stream(case.id), kind="ring_back_asked", at=now, actor=actor)


def send_ring_back(context: Context, telephone: Ringer, body: Mapping[str, Any], key: str) -> None:
    """The call to our staff; what they hear is asked for at /phone/ring-back."""
    with context.database.read() as session:
        provider = session.get_one(Case, body["case"]).provider
    ours, line = transfer_number(context, provider), line_number(context, provider)
    if ours is None or line is None:
        raise Unavailable("The provider's own telephone numbers are not set. Please set them.")
    telephone.ring(to=ours, sender=line, path=f"/phone/ring-back/{body['case']}")


def ring_back_of(context: Context, case_id: int) -> RingBack:
    """What a call to our staff is for, or NotFound."""
    with context.database.read() as session:
        case = session.get(Case, case_id)
        if case is None or not can_ring(context, session, case):
            raise NotFound("There is nobody to ring back here.")
        provider = context.policy(case.provider).name.to("en")
        reference = speak_reference(case.reference)
        whisper = context.wording.say("en", "phone.ring_back", provider=provider, reference=reference)
        return RingBack(str(_number_of(session, case)), str(line_number(context, case.provider)), whisper)


def rang_back(context: Context, case_id: int, *, status: str) -> None:
    """How the call to the person ended; a member of staff says whether the promise was kept."""
    with context.database.write() as session:
        case = session.get_one(Case, case_id)
        append_event(
            session, stream=case_stream(case.id), kind="rang_back", at=context.now(), actor=SYSTEM, body={"how": status}
        )


def _number_of(session: Session, case: Case) -> str | None:
    """The number the person gave as a safe way to reach them, else the one they asked for a person from."""
    given = record_of(session, case).facts.get("contact")
    if given is not None and given.words:
        return international(given.words)  # a number among other words may be the one not to be rung
    rang = select(Call.number).join(Conversation, Conversation.id == Call.conversation_id)
    wanted = rang.where(Conversation.case_id == case.id, Call.number.is_not(None)).order_by(Call.began_at.desc())
    return session.scalars(wanted.limit(1)).first()
