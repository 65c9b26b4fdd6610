"""Texts to a mobile its owner has confirmed: a reference and a link that asks for a second fact, nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.obligations import ObligationKind, ObligationState
from backend.errors import Unavailable
from backend.services.context import SYSTEM, Context
from backend.services.outbox import intend
from backend.services.promises import keep
from backend.services.record_links import make_link
from backend.services.telephone_numbers import line_number
from backend.store.queries import lock_case
from backend.store.tables import Conversation, ObligationRow, TextMessage

LINK_LASTS = timedelta(days=7)
# Reports come in any order and more than once; a later state is never taken back for an earlier one.
_ORDER = ("accepted", "scheduled", "queued", "sending", "sent", "delivered", "undelivered", "failed", "canceled")
_FAILED = frozenset({"undelivered", "failed", "canceled"})
_TEXT_PROMISE = "promises.copy_text"


class Texter(Protocol):
    """Whatever sends texts."""

    def text(self, *, to: str, sender: str, body: str) -> str:
        """Hands one text over and gives its id."""


def send_record_text(context: Context, telephone: Texter, body: Mapping[str, Any], key: str) -> None:
    """The link to the record that was promised by text."""
    with context.database.write() as session:
        case = lock_case(session, body["case"])
        sender = line_number(context, case.provider)
        if sender is None:
            raise Unavailable("The provider's line_number is not set, so no text can be sent. Please set it.")
        link = make_link(context, session, case, lasts=LINK_LASTS)
        text = context.wording.say("en", "texts.record_link", reference=case.reference, link=link)
    sid = telephone.text(to=body["to"], sender=sender, body=text)
    with context.database.write() as session:
        made = {"case_id": body["case"], "kind": "record_text", "status": _ORDER[0], "at": context.now()}
        session.add(TextMessage(sid=sid, **made))


def heard_of_text(context: Context, *, sid: str, status: str, error_code: str | None) -> None:
    """How a text fares: delivered keeps its promise; failed is told to staff, who find another way."""
    if status not in _ORDER:
        return
    with context.database.write() as session:
        row = session.get(TextMessage, sid, with_for_update=True)
        if row is None or _ORDER.index(status) <= _ORDER.index(row.status):
            return
        row.status, row.error_code = status, error_code
        if status == "delivered":
            for promise in _open_texts(context, session, row.case_id):
                keep(context, session, promise, actor=SYSTEM, reason="the text was delivered")
        elif status in _FAILED and row.case_id is not None:
            _tell_staff(context, session, row)


def _open_texts(context: Context, session: Session, case_id: int | None) -> list[ObligationRow]:
    wanted = (
        ObligationRow.case_id == case_id,
        ObligationRow.kind == ObligationKind.COPY,
        ObligationRow.state == ObligationState.OPEN,
        ObligationRow.what == context.wording.say("en", _TEXT_PROMISE),
    )
    return list(session.scalars(select(ObligationRow).where(*wanted)))


def _tell_staff(context: Context, session: Session, row: TextMessage) -> None:
    wanted = select(Conversation.id).where(Conversation.case_id == row.case_id)
    conversation = session.scalars(wanted.order_by(Conversation.opened_at.desc()).limit(1)).first()
    body = {"conversation": conversation, "case": row.case_id, "why": "text_failed"}
    now = context.now()
    intend(session, "staff_alert", dedupe_key=f"text:{row.sid}", body=body, due_at=now, now=now)
