"""What the worker carries out: the receipt by e-mail, alerts to staff, and the end of a wait."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy import select

from backend.core.obligations import ObligationKind, ObligationState
from backend.core.ownership import Owner, OwnerEvent
from backend.core.record import from_data
from backend.services.context import SYSTEM, Context
from backend.services.handoff import book_call_back
from backend.services.messages import write_message
from backend.services.ownership import transition
from backend.services.presenting import case_view, record_lines
from backend.services.promises import keep
from backend.services.record_links import LINK_LASTS, make_link
from backend.store.queries import current_record, lock_case, lock_conversation
from backend.store.tables import Case, Conversation, ObligationRow

Body = Mapping[str, Any]


class Sender(Protocol):
    """Whatever sends e-mail."""

    def send(self, *, to: str, sender: str, subject: str, body: str, message_id: str) -> None:
        """Hands one message over."""


def send_receipt(context: Context, mail: Sender, body: Body, key: str) -> None:
    """The copy of the record that was promised; once it is taken, the promise is kept."""
    language = "en"
    with context.database.write() as session:
        case = lock_case(session, body["case"])
        policy = context.policy(case.provider)
        stored = current_record(session, case)
        lines = record_lines(context, from_data(stored.document), language) if stored else {}
        text = context.wording.say(
            language,
            "emails.receipt_body",
            **case_view(context, session, case, language),
            version=case.record_version,
            record="\n".join([*lines.get("points", []), "", *lines.get("rest", []), "", *lines.get("facts", [])]),
            link=make_link(context, session, case),
            provider=policy.name.to(language),
        )
        subject = context.wording.say(language, "emails.receipt_subject", reference=case.reference)
        sender = policy.settings.text("sender_email") or "complaints@localhost"
    mail.send(to=body["to"], sender=sender, subject=subject, body=text, message_id=_message_id(key))
    with context.database.write() as session:
        for row in _open_copies(session, body["case"]):
            keep(context, session, row, actor=SYSTEM, reason="sent by e-mail")


def send_record_link(context: Context, mail: Sender, body: Body, key: str) -> None:
    """A new link to the person's own record; its secret is made here and is nowhere but in the e-mail."""
    language = "en"
    with context.database.write() as session:
        case = lock_case(session, body["case"])
        policy = context.policy(case.provider)
        link = make_link(context, session, case)
        values = {"reference": case.reference, "provider": policy.name.to(language)}
        sender = policy.settings.text("sender_email") or "complaints@localhost"
    subject = context.wording.say(language, "emails.link_subject", **values)
    text = context.wording.say(language, "emails.link_body", link=link, days=LINK_LASTS.days, **values)
    mail.send(to=body["to"], sender=sender, subject=subject, body=text, message_id=_message_id(key))


def _open_copies(session: Any, case_id: int) -> list[ObligationRow]:
    wanted = (
        ObligationRow.case_id == case_id,
        ObligationRow.kind == ObligationKind.COPY,
        ObligationRow.state == ObligationState.OPEN,
        ObligationRow.what.like("%e-mail%"),
    )
    return list(session.scalars(select(ObligationRow).where(*wanted)))


def send_staff_alert(context: Context, mail: Sender, body: Body, key: str) -> None:
    """Word to staff; the console shows it in any case, so without an address there is nothing more to do."""
    with context.database.read() as session:
        conversation = session.get_one(Conversation, body["conversation"])
        policy = context.policy(conversation.provider)
        case = session.get(Case, body["case"]) if body.get("case") else None
    to = policy.settings.text("alerts_email")
    if to is None:
        return
    what = context.wording.say("en", f"emails.why_{body['why']}")
    page = f"cases/{case.reference}" if case else f"conversations/{conversation.id}"
    text = context.wording.say("en", "emails.alert_body", what=what, link=f"{context.public_url}/staff/{page}")
    subject = context.wording.say("en", "emails.alert_subject", what=what)
    sender = policy.settings.text("sender_email") or "complaints@localhost"
    mail.send(to=to, sender=sender, subject=subject, body=text, message_id=_message_id(key))


def end_wait(context: Context, mail: Sender, body: Body, key: str) -> None:
    """Nobody joined in time: a call-back is booked and the assistant takes the conversation up again."""
    with context.database.write() as session:
        conversation = lock_conversation(session, body["conversation"])
        still_waiting = conversation.owner == Owner.WAITING and conversation.owner_version == body["version"]
        if not still_waiting:
            return
        transition(
            context,
            session,
            conversation,
            OwnerEvent.WAIT_OVER,
            expected_version=conversation.owner_version,
            actor=SYSTEM,
            reason="wait limit",
        )
        drafts = book_call_back(context, session, conversation, key="handoff.wait_over", reason="wait_limit")
        for draft in drafts:
            write_message(session, conversation, draft, at=context.now())


def _message_id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


DELIVERIES: dict[str, Callable[[Context, Sender, Body, str], None]] = {
    "receipt_email": send_receipt,
    "record_link_email": send_record_link,
    "staff_alert": send_staff_alert,
    "wait_limit": end_wait,
}
