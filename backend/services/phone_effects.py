"""What the telephone's own answers oblige: a point agreed by voice, a part recorded, a copy by text or by a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from backend.core.obligations import ObligationKind
from backend.core.question import Say
from backend.services.context import SYSTEM, Context
from backend.services.conversations import person
from backend.services.outbox import intend
from backend.services.promises import Promise, promise
from backend.services.side_duties import next_open_day_end
from backend.store.events import append_event, case_stream
from backend.store.tables import Case, Conversation

Values = Mapping[str, str]


def _agree_point(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> list[Say]:
    """One point was read back and agreed; the record's version names what stood then (L.R65)."""
    append_event(
        session,
        stream=case_stream(case.id),
        kind="point_agreed",
        at=context.now(),
        actor=person(conversation.id),
        reason="phone",
        body={"point": int(values["number"]), "version": case.record_version},
    )
    return []


def _write_down_point(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> list[Say]:
    """A person writes the point down and reads it back; until then it is not agreed."""
    key, point = f"write_down_{values['how']}", int(values["number"])
    _promise(context, session, conversation, case, ObligationKind.WRITE_DOWN, key, values, point=point)
    return []


def _copy_by_person(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> list[Say]:
    _promise(context, session, conversation, case, ObligationKind.COPY, f"copy_{values['how']}", values)
    return []


def _copy_by_text(
    context: Context, session: Session, conversation: Conversation, case: Case, values: Values
) -> list[Say]:
    """A neutral text with a link that asks for a second fact; nothing about the complaint is in it."""
    now = context.now()
    body = {"case": case.id, "to": values["number"]}
    key = f"text:{case.id}:{case.record_version}:{values['number']}"
    intend(session, "record_text", dedupe_key=key, body=body, due_at=now, now=now)
    _promise(context, session, conversation, case, ObligationKind.COPY, "copy_text", values)
    return []


def _promise(
    context: Context,
    session: Session,
    conversation: Conversation,
    case: Case,
    kind: ObligationKind,
    key: str,
    values: Values,
    *,
    point: int | None = None,
) -> None:
    what = context.wording.say("en", f"promises.{key}", **values)
    due_at = next_open_day_end(context, case, days=1)
    made = Promise(kind, what, case.owner_role, due_at, "decision: provider", point)
    promise(context, session, made, provider=case.provider, case=case, conversation=conversation, actor=SYSTEM)


BY_PHONE: dict[str, Callable[[Context, Session, Conversation, Case, Values], list[Say]]] = {
    "agree_point": _agree_point,
    "write_down_point": _write_down_point,
    "copy_by_person": _copy_by_person,
    "copy_by_text": _copy_by_text,
}
