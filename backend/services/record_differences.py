"""What has changed in a record since the version that a page showed, and who changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.actor import ActorKind
from backend.core.record import Record, from_data
from backend.services.context import Context
from backend.services.presenting import spoken_moment
from backend.services.record_lines import ChangeLine, change_lines
from backend.services.record_reading import language_of
from backend.store.tables import Case, RecordVersion


@dataclass(frozen=True, slots=True)
class Difference:
    """From the version that was seen to the one there is now; `who` changed it last, at `at`."""

    seen: int
    now: int
    who: str
    at: str
    lines: Sequence[ChangeLine]


def difference(context: Context, case_id: int, *, seen: int) -> Difference:
    """What is different between this version and the newest."""
    with context.database.read() as session:
        case = session.get_one(Case, case_id)
        language = language_of(session, case)
        before, after = _version(session, case, seen), _version(session, case, case.record_version)
        by_staff = after is not None and after.actor.startswith(f"{ActorKind.STAFF}:")
        return Difference(
            seen=seen,
            now=case.record_version,
            who=context.wording.say(language, f"record_page.who_{'staff' if by_staff else 'you'}"),
            at=spoken_moment(after.at) if after else "",
            lines=change_lines(context, case, _record(before), _record(after), language),
        )


def _version(session: Session, case: Case, version: int) -> RecordVersion | None:
    wanted = (RecordVersion.case_id == case.id, RecordVersion.version == version)
    return session.scalars(select(RecordVersion).where(*wanted)).one_or_none()


def _record(stored: RecordVersion | None) -> Record:
    return from_data(stored.document) if stored else Record()
