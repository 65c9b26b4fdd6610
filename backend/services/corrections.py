"""Staff correct a fact or a point of the record: a new version, with who did it and why."""

from __future__ import annotations

from collections.abc import Callable

from backend.core.actor import Actor
from backend.core.intake.facts import BY_KEY
from backend.core.record import Fact, FactState, Record, RecordError, change_point, give_fact
from backend.errors import Conflict, HeardError, NotFound
from backend.services.cases import save_record
from backend.services.context import Context
from backend.services.situations import record_of
from backend.services.walls import case_of

LONGEST_WORDS = 5_000


def correct_fact(
    context: Context,
    actor: Actor,
    reference: str,
    *,
    key: str,
    words: str,
    value: str | None = None,
    expected_version: int,
    reason: str,
) -> int:
    """The fact is now this choice of its question, these words, or both; the record's new version."""
    question = BY_KEY.get(key)
    if question is None:
        raise NotFound("There is no such answer in the record.")
    if value is not None and value not in question.choices:
        raise HeardError("Please choose one of the answers.")
    said = words.strip()
    if not said and value is None:
        raise HeardError("Please write what the record should say.")
    fact = Fact(_short(said), FactState.GIVEN, value)
    return _correct(
        context,
        actor,
        reference,
        lambda record: give_fact(record, key, fact),
        expected_version=expected_version,
        reason=reason,
    )


def correct_point(
    context: Context,
    actor: Actor,
    reference: str,
    *,
    number: int,
    words: str,
    expected_version: int,
    reason: str,
) -> int:
    """The point now says these words, and its earlier ones stay in the rest of the story; the new version."""
    if not words.strip():
        raise HeardError("Please write what the point should say.")
    said = _short(words.strip())
    return _correct(
        context,
        actor,
        reference,
        lambda record: change_point(record, number, said, source="staff"),
        expected_version=expected_version,
        reason=reason,
    )


def _correct(
    context: Context,
    actor: Actor,
    reference: str,
    change: Callable[[Record], Record],
    *,
    expected_version: int,
    reason: str,
) -> int:
    """Saves the change on the version it was made for; on a newer one, Conflict and nothing is lost."""
    if not reason.strip():
        raise HeardError("Please write why the record is corrected.")
    with context.database.write() as session:
        case = case_of(session, actor, reference, lock=True)
        if case.record_version != expected_version:
            raise Conflict(
                f"The record was changed meanwhile: you saw version {expected_version}, "
                f"it is now version {case.record_version}. Nothing of yours has been saved yet."
            )
        before = record_of(session, case)
        try:
            after = change(before)
        except RecordError as error:
            raise HeardError(str(error)) from error
        if after == before:
            return case.record_version
        return save_record(context, session, case, after, actor=actor, reason=reason.strip())


def _short(words: str) -> str:
    if len(words) > LONGEST_WORDS:
        raise HeardError(f"That is longer than {LONGEST_WORDS:,} characters.")
    return words
