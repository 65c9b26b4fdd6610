"""The worker: claims due outbox rows, carries them out, and watches over waiting conversations."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.config import Config
from backend.errors import Unavailable
from backend.mail import Mail, MailError
from backend.services.context import Context
from backend.services.deliveries import DELIVERIES
from backend.services.outgoing import BY_TELEPHONE
from backend.services.recording_ends import end_recordings
from backend.services.silence import ask_again_for_silent_staff
from backend.store.tables import Heartbeat, Outbox
from backend.telephone import Telephone, TelephoneError
from channels.phone.hanging_up import end_lost_calls

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 48
_WAITS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
_EVERY = 1.0  # seconds between looks


def run_worker(context: Context, config: Config) -> None:
    """Works until it is told to stop."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    mail = Mail(config.smtp_url)
    telephone = Telephone(config.twilio_account_sid, config.twilio_auth_token, public_url=config.public_url)
    while not stopping.wait(_EVERY):
        try:
            work_once(context, mail, telephone)
        except Exception:  # noqa: BLE001 - the boundary of this process: it must live on
            log.exception("the worker failed at a task; it will be tried again")


def work_once(context: Context, mail: Mail, telephone: Telephone | None = None) -> int:
    """Carries out everything that is due now; how many rows that were."""
    ask_again_for_silent_staff(context)
    end_lost_calls(context)
    end_recordings(context)
    done = 0
    while (row := _claim(context)) is not None:
        _carry_out(context, mail, telephone or Telephone(None, None, public_url=context.public_url), row)
        done += 1
    _beat(context)
    return done


def _claim(context: Context) -> Outbox | None:
    now = context.now()
    with context.database.write() as session:
        due = (
            Outbox.state == "waiting",
            Outbox.due_at <= now,
            (Outbox.locked_until.is_(None)) | (Outbox.locked_until < now),
        )
        found = select(Outbox).where(*due).order_by(Outbox.due_at).limit(1).with_for_update(skip_locked=True)
        row = session.scalars(found).first()
        if row is not None:
            row.attempts += 1
            row.locked_until = now + LEASE
        return row


def _carry_out(context: Context, mail: Mail, telephone: Telephone, row: Outbox) -> None:
    try:
        if row.kind in BY_TELEPHONE:
            BY_TELEPHONE[row.kind](context, telephone, row.body, row.dedupe_key)
        else:
            DELIVERIES[row.kind](context, mail, row.body, row.dedupe_key)
    except (MailError, TelephoneError, Unavailable) as error:
        _later(context, row, str(error))
        return
    except Exception as error:  # noqa: BLE001 - the boundary of one task: it must not hold up the others for ever
        log.exception("outbox %s (%s) failed", row.id, row.kind)
        _later(context, row, f"It failed ({type(error).__name__}).")
        return
    with context.database.write() as session:
        kept = session.get_one(Outbox, row.id)
        kept.state, kept.done_at, kept.locked_until = "done", context.now(), None


def _later(context: Context, row: Outbox, why: str) -> None:
    """Tried again after a growing wait; after the last it is shown to staff as dead."""
    wait = _WAITS[min(row.attempts - 1, len(_WAITS) - 1)]
    with context.database.write() as session:
        kept = session.get_one(Outbox, row.id)
        kept.last_error, kept.locked_until = why, None
        kept.state = "dead" if kept.attempts >= MOST_ATTEMPTS else "waiting"
        kept.due_at = context.now() + wait
    log.warning("outbox %s (%s) not carried out: %s", row.id, row.kind, why)


def _beat(context: Context) -> None:
    """Says that a worker is alive; one that starts at the same moment may have said so first."""
    try:
        with context.database.write() as session:
            session.merge(Heartbeat(name="worker", at=context.now()))
    except IntegrityError:
        log.info("another worker said first that it is alive")
