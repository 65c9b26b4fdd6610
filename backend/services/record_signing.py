"""A person agrees to, and signs, one named version of their record on its page (L.R65, L.R66)."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from backend.core.intake.point_keys import points_key
from backend.errors import HeardError
from backend.services.agreement import agree, sign
from backend.services.context import Context
from backend.services.record_holding import Held, hold, require_version
from backend.services.record_sessions import ON_THE_PAGE
from backend.store.queries import last_agreement

HOW = "page"
_LONGEST_NAME = 200
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # control and direction marks


def agree_record(context: Context, case_id: int, *, version: int) -> None:
    """The person's yes to this version; said twice it is stored once. The chat asks for neither again."""
    with context.database.write() as session:
        held = hold(session, case_id)
        require_version(held, version)
        if not held.record.story_done:
            raise HeardError("Please tell us first that this is everything; then you can read it and agree.")
        if not _has(session, held, "agreed"):
            agree(context, session, held.case, version=version, how=HOW, actor=ON_THE_PAGE)
        asked = {key: value for key, value in held.case.progress.items() if key != "agreement"}
        held.case.progress = {**asked, "points": points_key(held.record)}


def sign_record(context: Context, case_id: int, *, version: int, name: str) -> None:
    """Their typed full name under the version they agreed to; the chat does not ask for it again."""
    name = " ".join(_UNSEEN.sub(" ", name).split())
    if len(name) < 2 or not any(character.isalpha() for character in name):
        raise HeardError("Please type your full name to sign.")
    if len(name) > _LONGEST_NAME:
        raise HeardError(f"Please type a name of at most {_LONGEST_NAME} characters.")
    with context.database.write() as session:
        held = hold(session, case_id)
        require_version(held, version)
        if not _has(session, held, "agreed"):
            raise HeardError("Please agree to your record first; then you can sign it.")
        if not _has(session, held, "signed"):
            sign(context, session, held.case, version=version, how=HOW, name=name, actor=ON_THE_PAGE)
        held.case.progress = {**held.case.progress, "sign": "signed"}


def _has(session: Session, held: Held, kind: str) -> bool:
    """Whether the record as it stands was agreed to, or signed."""
    last = last_agreement(session, held.case.id, kind)
    return last is not None and last.version == held.case.record_version
