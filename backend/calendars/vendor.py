"""Makes the calendar file from the `holidays` package, which agrees with gov.uk/bank-holidays."""

from __future__ import annotations

import json
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import holidays as package

from backend.calendars.load import calendar_from
from backend.core.working_days import Calendar, Jurisdiction

FIRST_YEAR = 2012
# gov.uk publishes this year and the two after it; later dates of the package are its own forecast.
YEARS_AHEAD = 2


def make_document(*, today: date) -> dict[str, Any]:
    """All four nations' holidays from 2012 to the end of the second year after this one."""
    last_year = today.year + YEARS_AHEAD
    return {
        "about": "Public holidays of the nations of the United Kingdom, by date.",
        "source": "Python package holidays, UK, with subdiv; it follows https://www.gov.uk/bank-holidays",
        "source_version": version("holidays"),
        "made_on": today.isoformat(),
        "covers_from": date(FIRST_YEAR, 1, 1).isoformat(),
        "covers_to": date(last_year, 12, 31).isoformat(),
        "nations": {nation.value: _nation(nation, last_year) for nation in Jurisdiction},
    }


def write_document(document: dict[str, Any], path: Path) -> None:
    """Writes the file whole or not at all."""
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def differences(ours: Calendar, document: dict[str, Any]) -> list[str]:
    """One line for each holiday of our span that the document has and ours lacks, or the reverse."""
    theirs = calendar_from(document, ours.jurisdiction)
    new = {day: name for day, name in theirs.holidays.items() if ours.covers_from <= day <= ours.covers_to}
    lines = [f"{ours.jurisdiction} {day} {new[day]}: missing here" for day in new.keys() - ours.holidays.keys()]
    gone = ours.holidays.keys() - new.keys()
    lines += [f"{ours.jurisdiction} {day} {ours.holidays[day]}: no longer in the source" for day in gone]
    return sorted(lines)


def _nation(jurisdiction: Jurisdiction, last_year: int) -> dict[str, str]:
    # Without subdiv the package gives only the days that all nations share.
    years = range(FIRST_YEAR, last_year + 1)
    found = package.country_holidays("GB", subdiv=jurisdiction.value, years=years, language="en_GB")
    return {day.isoformat(): _name(name) for day, name in sorted(found.items())}


def _name(name: str) -> str:
    """The holiday's name; "Boxing Day (observed)" is called a bank holiday, as people say it."""
    last = name.split("; ")[-1]
    return last.replace("New Year Holiday", "2nd January").replace(" (observed)", " bank holiday")
