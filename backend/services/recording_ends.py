"""The end of recordings: each is deleted at Twilio on its day, tried again until it is, and then said to be gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from sqlalchemy import literal, select

from backend.core.proofs import london_date
from backend.services.context import SYSTEM, Context
from backend.services.listening import held, stream_of
from backend.services.outbox import intend
from backend.services.recordings import deletion_day
from backend.store.events import append_event
from backend.store.tables import Conversation, Outbox, Recording


class Recorder(Protocol):
    """Whatever stops and deletes recordings."""

    def stop_recording(self, *, call: str) -> None:
        """Ends the recording of a call that goes on."""

    def delete_recording(self, sid: str) -> None:
        """Deletes one recording for good."""


def end_recordings(context: Context) -> None:
    """Dates what has none since its provider decided, and intends the deletion of what is kept no longer."""
    _give_dates(context)
    today = london_date(context.now())
    for sid in _due(context, today):
        with context.database.write() as session:
            held(session, sid)
            now = context.now()
            key = f"{_key(today)}{sid}"
            intend(session, "recording_deletion", dedupe_key=key, body={"recording": sid}, due_at=now, now=now)


def _give_dates(context: Context) -> None:
    settings = {slug: policy.settings for slug, policy in context.policies.items()}
    decided = [slug for slug, its in settings.items() if its.number("recordings_kept_days") is not None]
    undated = (Recording.delete_on.is_(None), Recording.deleted_at.is_(None))
    wanted = select(Recording.sid, Conversation.provider).join(Conversation).where(*undated)
    with context.database.read() as session:
        found = session.execute(wanted.where(Conversation.provider.in_(decided))).all()
    for sid, provider in found:
        with context.database.write() as session:
            row = held(session, sid)
            if row.delete_on is None:
                row.delete_on = deletion_day(context, provider, row.at)


def _due(context: Context, today: date) -> list[str]:
    """What is to go and has no intention of today's: one that failed yesterday is intended anew."""
    intended = select(Outbox.id).where(Outbox.dedupe_key == literal(_key(today)).concat(Recording.sid)).exists()
    wanted = (Recording.delete_on <= today, Recording.deleted_at.is_(None), ~intended)
    with context.database.read() as session:
        return list(session.scalars(select(Recording.sid).where(*wanted)))


def _key(day: date) -> str:
    return f"recording_deletion:{day.isoformat()}:"


def delete_recording(context: Context, telephone: Recorder, body: Mapping[str, Any], key: str) -> None:
    """Deletes a recording at Twilio; what is gone there already counts as deleted."""
    sid = body["recording"]
    with context.database.read() as session:
        if session.get_one(Recording, sid).deleted_at is not None:
            return
    telephone.delete_recording(sid)
    with context.database.write() as session:
        row = held(session, sid)
        if row.deleted_at is not None:
            return
        row.deleted_at = context.now()
        body = {"recording": sid, "kind": row.kind, "point": row.point}
        append_event(
            session, stream=stream_of(row), kind="recording_deleted", at=row.deleted_at, actor=SYSTEM, body=body
        )


def stop_recording(context: Context, telephone: Recorder, body: Mapping[str, Any], key: str) -> None:
    """Stops the recording of a call whose caller refused it."""
    telephone.stop_recording(call=body["call"])
