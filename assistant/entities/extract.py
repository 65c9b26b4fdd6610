"""All entities of one message."""

from __future__ import annotations

from datetime import date

from assistant.entities.amounts import money
from assistant.entities.contact import emails, phones
from assistant.entities.dates import dates
from assistant.entities.found import Found, without_overlaps
from assistant.entities.numbers import codes, point_numbers, references
from assistant.entities.people import names, relationships


def entities(text: str, *, today: date, kind: str | None = None) -> list[Found]:
    """Every entity of a text seen from `today`; `kind` is the open question's, if there is one."""
    exact = [*emails(text), *phones(text), *money(text)]
    if kind == "digits":
        exact += codes(text)
    # "2 April 2024" is also letters and digits, so dates come before references.
    exact += _beside(dates(text, today), exact)
    exact += _beside(list(references(text)), exact)
    return without_overlaps([*exact, *relationships(text), *names(text), *point_numbers(text)])


def _beside(more: list[Found], taken: list[Found]) -> list[Found]:
    """Those finds that touch none already taken."""
    return [found for found in more if all(found.end <= other.start or found.start >= other.end for other in taken)]
