"""What became of a call.

A call is complete when the caller got what they rang for:

- an answer to come: there is a case with its clock, every word of the story that arrived is kept and at least one point
  was made of it, the record is agreed (or kept as not yet agreed, where the caller left it for now or a person rings
  about a point that the line heard wrongly), and the caller was told the reference and the date of their answer;
- a person as well, for those who asked for one first: a call-back is owed, and they were told by when.

A dead end is a call that leaves the caller with nothing to do: it ends in an error or without a word about what is
saved, says the same words twice, falls silent, asks one question more than MOST_TRIES times, or goes on for more than
MOST_EXCHANGES exchanges. A call may end early and be no dead end, when its reference and what is saved were told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.obligations import ObligationKind
from backend.core.record import Record
from backend.core.spoken_dates import spoken_date
from backend.services.situations import record_of
from backend.store.queries import current_clock, last_agreement
from backend.store.tables import Call as CallRow
from backend.store.tables import Case, Conversation, ObligationRow
from tests.audio_calls.caller import Caller
from tests.audio_calls.exchange import Exchange
from tests.stack import Stack


def missing_from(stack: Stack, caller: Caller, call_sid: str, exchanges: Sequence[Exchange]) -> list[str]:
    """What the caller did not get, in words; nothing when the call is complete."""
    with stack.context.database.read() as session:
        call = session.get(CallRow, call_sid)
        conversation = session.get(Conversation, call.conversation_id) if call else None
        if conversation is None or conversation.case_id is None:
            return ["no case was opened"]
        case = session.get_one(Case, conversation.case_id)
        found = list(_missing_from_case(session, caller, case, exchanges))
        return [*found, *_missing_person(session, conversation, exchanges)] if caller.person_first else found


def _missing_from_case(session: Session, caller: Caller, case: Case, exchanges: Sequence[Exchange]) -> Iterator[str]:
    record, heard = record_of(session, case), _plain(exchange.heard for exchange in exchanges)
    clock = current_clock(session, case)
    if not record.points:
        yield "no point was stored"
    if lost := [part for part in _story(caller, exchanges) if _plain([part]) not in _kept(record)]:
        yield f"words were lost: {' / '.join(lost)}"
    agreed = last_agreement(session, case.id)
    if not _is_left(caller, exchanges) and (agreed is None or agreed.version != case.record_version):
        yield "the record was not agreed"
    if case.reference.lower() not in heard:
        yield "the reference was not told"
    if _plain([spoken_date(clock.due_on)]) not in heard:
        yield "the date was not told"


def _is_left(caller: Caller, exchanges: Sequence[Exchange]) -> bool:
    """Whether the record is left unagreed on purpose."""
    answer = caller.answers.get("agree")
    wants_it_later = answer is not None and answer.choose == "not_now"
    return wants_it_later or any(exchange.asked == "heard_wrong" for exchange in exchanges)


def _missing_person(session: Session, conversation: Conversation, exchanges: Sequence[Exchange]) -> Iterator[str]:
    wanted = (ObligationRow.conversation_id == conversation.id, ObligationRow.kind == ObligationKind.CALL_BACK)
    owed = session.scalars(select(ObligationRow).where(*wanted)).first()
    if owed is None:
        yield "no call-back was booked"
    elif not any("person" in exchange.heard and " by " in exchange.heard for exchange in exchanges):
        yield "the time of the call-back was not told"


def _story(caller: Caller, exchanges: Sequence[Exchange]) -> list[str]:
    """The parts of the story as they arrived, from the one that opened the case on."""
    told = [exchange for exchange in exchanges if any(f'"{part}"' in exchange.did for part in caller.story)]
    before = sum(exchange.asked == "tell" for exchange in told) - 1
    return [exchange.arrived for exchange in told[max(before, 0) :]]


def _kept(record: Record) -> str:
    return _plain(part.text for part in record.parts)


def _plain(texts: Iterable[str]) -> str:
    """Letters and digits alone, so that a reference said one character at a time is found."""
    return re.sub(r"[^a-z0-9]", "", " ".join(texts).lower())
