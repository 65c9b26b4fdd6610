"""The vendored calendar file: its shape, its source and its age."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.calendars.load import CALENDAR_FILE, SHORTEST_HORIZON, load_calendar, load_calendars
from backend.calendars.vendor import make_document
from backend.core.working_days import Jurisdiction

DOCUMENT = json.loads(CALENDAR_FILE.read_text(encoding="utf-8"))
CURE = "Run `uv lock --upgrade-package holidays`, `uv sync` and `flask calendar refresh`, and read the change."


def test_the_file_says_where_it_is_from():
    assert set(DOCUMENT) == {
        "about",
        "source",
        "source_version",
        "made_on",
        "covers_from",
        "covers_to",
        "nations",
    }
    assert set(DOCUMENT["nations"]) == {"ENG", "WLS", "SCT", "NIR"}


@pytest.mark.parametrize("nation", list(Jurisdiction))
def test_the_calendar_reaches_a_year_ahead(nation):
    ahead = load_calendar(nation).covers_to - datetime.now(UTC).date()
    assert ahead >= SHORTEST_HORIZON, f"The {nation} calendar ends in {ahead.days} days. {CURE}"


@pytest.mark.parametrize("nation", list(Jurisdiction))
def test_the_file_is_what_the_holidays_package_says(nation):
    made = make_document(today=date.fromisoformat(DOCUMENT["made_on"]))
    assert DOCUMENT["nations"][nation] == made["nations"][nation], CURE


def test_the_nations_differ_where_they_should():
    eng, wls, sct, nir = (load_calendar(nation).holidays for nation in ("ENG", "WLS", "SCT", "NIR"))
    assert dict(eng) == dict(wls)
    easter_monday, boyne, world_cup = date(2026, 4, 6), date(2026, 7, 13), date(2026, 6, 15)
    assert easter_monday in eng
    assert easter_monday not in sct
    assert boyne in nir
    assert boyne not in eng
    assert world_cup in sct
    assert world_cup not in eng


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2012, 6, 5), "Diamond Jubilee of Elizabeth II"),
        (date(2020, 5, 8), "May Day"),
        (date(2022, 6, 3), "Platinum Jubilee of Elizabeth II"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2026, 12, 28), "Boxing Day bank holiday"),
        (date(2027, 12, 27), "Christmas Day bank holiday"),
    ],
)
def test_one_off_and_substitute_days_are_there(day, name):
    assert load_calendar("ENG").holidays[day] == name


def test_an_unknown_nation_is_refused():
    with pytest.raises(ValueError, match="IOM"):
        load_calendar("IOM")


def test_all_four_load_and_each_has_its_own_version():
    calendars = load_calendars()
    assert set(calendars) == {"ENG", "WLS", "SCT", "NIR"}
    assert len({calendar.version for calendar in calendars.values()}) == 4
    assert load_calendar("ENG") is calendars["ENG"]


def test_every_holiday_lies_in_the_span_it_claims():
    for calendar in load_calendars().values():
        assert min(calendar.holidays) - calendar.covers_from < timedelta(days=7)
        assert max(calendar.holidays) <= calendar.covers_to
