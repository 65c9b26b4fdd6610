"""`flask calendar`: refreshing and checking the calendar file."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from backend.calendars import commands, load
from backend.calendars.commands import calendar_commands, find_problems
from backend.calendars.vendor import make_document, write_document

SAT_21_NOV_2026 = date(2026, 11, 21)


@pytest.fixture
def a_file(tmp_path, monkeypatch):
    path = tmp_path / "uk.json"
    write_document(make_document(today=SAT_21_NOV_2026), path)
    monkeypatch.setattr(load, "CALENDAR_FILE", path)
    monkeypatch.setattr(commands, "CALENDAR_FILE", path)
    monkeypatch.setattr(commands, "_today", lambda: SAT_21_NOV_2026)
    return path


def without(path, day: str) -> None:
    document = json.loads(path.read_text())
    del document["nations"]["ENG"][day]
    write_document(document, path)


def test_a_fresh_file_is_fit(a_file):
    result = CliRunner().invoke(calendar_commands, ["check"])
    assert result.exit_code == 0
    assert "ENG: up to 2028-12-31" in result.output


def test_a_file_that_ends_within_a_year_is_reported(a_file):
    assert find_problems(today=date(2028, 1, 1)) == []
    assert "The ENG calendar ends on 2028-12-31, less than a year ahead." in find_problems(today=date(2028, 1, 2))


def test_a_missing_holiday_fails_the_check_and_says_the_cure(a_file):
    without(a_file, "2026-12-28")
    result = CliRunner().invoke(calendar_commands, ["check"])
    assert result.exit_code == 1
    assert "ENG 2026-12-28 Boxing Day bank holiday: missing here" in result.output
    assert "flask calendar refresh" in result.output


def test_refreshing_says_what_changed_and_the_new_file_is_used_at_once(a_file):
    without(a_file, "2026-12-28")
    assert date(2026, 12, 28) not in load.load_calendar("ENG").holidays
    result = CliRunner().invoke(calendar_commands, ["refresh"])
    assert "ENG 2026-12-28 Boxing Day bank holiday: missing here" in result.output
    assert date(2026, 12, 28) in load.load_calendar("ENG").holidays


def test_a_holiday_that_the_source_dropped_is_reported(a_file):
    document = json.loads(a_file.read_text())
    document["nations"]["SCT"]["2027-07-07"] = "A day off"
    write_document(document, a_file)
    assert "SCT 2027-07-07 A day off: no longer in the source" in find_problems(today=SAT_21_NOV_2026)
