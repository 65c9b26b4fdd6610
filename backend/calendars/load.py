"""Reads the vendored holidays of the United Kingdom's nations."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from backend.core.working_days import Calendar, Jurisdiction

CALENDAR_FILE = Path(__file__).with_name("uk.json")
SHORTEST_HORIZON = timedelta(days=365)  # with less than this ahead, a calendar is due to be refreshed


def load_calendar(jurisdiction: Jurisdiction | str) -> Calendar:
    """The calendar of one nation; a file that has been refreshed is read again."""
    return _load(Jurisdiction(jurisdiction), CALENDAR_FILE, CALENDAR_FILE.stat().st_mtime_ns)


def load_calendars() -> dict[str, Calendar]:
    """The calendars of all four nations, by jurisdiction."""
    return {jurisdiction.value: load_calendar(jurisdiction) for jurisdiction in Jurisdiction}


def calendar_from(document: dict[str, Any], jurisdiction: Jurisdiction) -> Calendar:
    """One nation's calendar out of the whole document."""
    holidays = document["nations"][jurisdiction.value]
    return Calendar(
        jurisdiction=jurisdiction,
        holidays={date.fromisoformat(day): name for day, name in holidays.items()},
        covers_from=date.fromisoformat(document["covers_from"]),
        covers_to=date.fromisoformat(document["covers_to"]),
    )


@lru_cache(maxsize=8)
def _load(jurisdiction: Jurisdiction, path: Path, _changed_at: int) -> Calendar:
    return calendar_from(json.loads(path.read_text(encoding="utf-8")), jurisdiction)
