"""Whatever is promised in the conversation is promised for a day, and the day is the obligation's own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import yaml

from backend.config import ROOT
from backend.services.dated_lines import DATED
from backend.services.presenting import spoken_moment
from backend.store.database import Database
from backend.store.tables import ObligationRow, Turn
from tests.services.seat import Seat, a_seat, an_entity, rows

WORDING = ROOT / "assistant" / "translations" / "en"
EMAIL = an_entity("email", "j@a.test")


def _yes(operation: str) -> Callable[[Seat], None]:
    def do(seat: Seat) -> None:
        seat.tell()
        seat.say("I want that now please", operation=operation)
        seat.choose("yes")

    return do


def _copy(meaning: str, address: str, *entities: dict[str, object]) -> Callable[[Seat], None]:
    def do(seat: Seat) -> None:
        seat.tell()
        seat.until("copy")
        seat.choose(meaning)
        seat.say(address, entities=entities)

    return do


def _for_someone_else(seat: Seat) -> None:
    seat.tell()
    seat.until("fact.for_whom")
    for meaning in ("someone_else", "skip", "not_yet"):
        seat.choose(meaning)


def _said(seat: Seat, line: str) -> dict[str, str]:
    """The values the line was said with."""
    says = [say for turn in rows(seat.context, Turn) for say in (turn.result or {}).get("says", [])]
    return next(dict(say["values"]) for say in says if say["key"] == line)


WAYS: dict[str, Callable[[Seat], None]] = {
    "authority_noted": _for_someone_else,
    "copy_by_email": _copy("copy_email", "j@a.test", EMAIL),
    "copy_by_post": _copy("copy_post", "1 High Street"),
    "escalate_noted": _yes("escalate"),
    "form_link_by_person": lambda seat: seat.tell(),
    "language_noted": lambda seat: seat.say("Polish please", operation="language"),
    "needs_noted": lambda seat: seat.say("Large print please", operation="needs"),
    "settled_noted": _yes("settled"),
    "withdraw_noted": _yes("withdraw"),
}


@pytest.mark.parametrize(("line", "way"), WAYS.items(), ids=WAYS)
def test_the_line_names_the_obligation_s_day(database: Database, line: str, way: Callable[[Seat], None]) -> None:
    seat = a_seat(database, provider="exclusive-health" if line == "escalate_noted" else "lumiere")
    way(seat)
    dates = {spoken_moment(row.due_at) for row in rows(seat.context, ObligationRow) if row.kind == DATED[line]}
    assert _said(seat, line)["by"] in dates


def test_every_dated_line_says_its_date() -> None:
    texts = {
        key: value["text"]
        for path in sorted(WORDING.glob("*.yml"))
        for key, value in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }
    assert [line for line in DATED if "{by}" not in texts[line]] == []
    assert {key for key, text in texts.items() if re.search(r"\bby {by}", text)} >= set(DATED)
