"""`flask calendar refresh` and `flask calendar check`."""

from __future__ import annotations

from datetime import UTC, date, datetime

import click

from backend.calendars.load import CALENDAR_FILE, SHORTEST_HORIZON, load_calendar
from backend.calendars.vendor import differences, make_document, write_document
from backend.core.working_days import Jurisdiction


@click.group("calendar")
def calendar_commands() -> None:
    """Public holidays, from which every due date is worked out."""


@calendar_commands.command("refresh")
def refresh() -> None:
    """Write the calendar file again from the installed `holidays` package."""
    document = make_document(today=_today())
    for jurisdiction in Jurisdiction:
        for line in differences(load_calendar(jurisdiction), document):
            click.echo(line)
    write_document(document, CALENDAR_FILE)
    click.echo(f"Written from holidays {document['source_version']}, up to {document['covers_to']}.")


@calendar_commands.command("check")
def check() -> None:
    """Say what the file covers; fail when it ends within a year or differs from the package."""
    problems = find_problems(today=_today())
    for jurisdiction in Jurisdiction:
        calendar = load_calendar(jurisdiction)
        click.echo(f"{jurisdiction}: up to {calendar.covers_to}, version {calendar.version}")
    if problems:
        raise click.ClickException("\n".join([*problems, "To put it right, run `flask calendar refresh`."]))


def find_problems(*, today: date) -> list[str]:
    """One sentence for everything that makes the calendar file unfit for new due dates."""
    document = make_document(today=today)
    problems = []
    for jurisdiction in Jurisdiction:
        calendar = load_calendar(jurisdiction)
        if calendar.covers_to - today < SHORTEST_HORIZON:
            problems.append(f"The {jurisdiction} calendar ends on {calendar.covers_to}, less than a year ahead.")
        problems += differences(calendar, document)
    return problems


def _today() -> date:
    return datetime.now(UTC).date()
