"""The second fact: whoever comes back, by reference or by link, gives one thing that only they are likely to know."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto

from sqlalchemy.orm import Session

from backend.core.record import Record
from backend.services.attempts import count_attempt, forget_attempts
from backend.services.context import Context
from backend.services.situations import record_of
from backend.services.tokens import code_hash, same
from backend.store.tables import Case

TRIES = 5
WINDOW = timedelta(minutes=15)
TRIES_A_DAY = 20  # of ten thousand possible numbers
DAY = timedelta(days=1)
_SHORTEST_FACT = 4  # characters: shorter answers are guessed too easily
_FACTS = ("name", "contact", "appointment", "who_for")


class Shown(Enum):
    """What a try came to. A wrong fact, an unknown reference and a record without facts are all `NOT_MATCHED`."""

    MATCHED = auto()
    NOT_MATCHED = auto()
    TOO_OFTEN = auto()


def check_second_fact(context: Context, session: Session, case: Case | None, *, reference: str, text: str) -> Shown:
    """Whether the text is the case's four numbers or a fact on its record; one count of tries for every way in."""
    key = f"resume:{reference}"
    allowed = [
        count_attempt(context, session, key, most=TRIES, window=WINDOW),
        count_attempt(context, session, f"{key}:day", most=TRIES_A_DAY, window=DAY),
    ]
    if not all(allowed):
        return Shown.TOO_OFTEN
    if case is None or not _proves(context, session, case, text):
        return Shown.NOT_MATCHED
    forget_attempts(session, key)
    return Shown.MATCHED


def _proves(context: Context, session: Session, case: Case, text: str) -> bool:
    digits = "".join(character for character in text if character.isdigit())
    if case.code_hash and len(digits) == 4:
        return same(case.code_hash, code_hash(context.secret_key, case.reference, digits))
    return matches_fact(record_of(session, case), text)


def matches_fact(record: Record, text: str) -> bool:
    """Whether the text is one of the facts that only the person is likely to know."""
    said = _plain(text)
    given = (record.facts.get(key) for key in _FACTS)
    known = {_plain(word) for fact in given if fact for word in (fact.words, fact.value or "")}
    return len(said) >= _SHORTEST_FACT and said in {word for word in known if len(word) >= _SHORTEST_FACT}


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
