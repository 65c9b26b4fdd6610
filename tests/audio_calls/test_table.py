"""The figures of a run."""

from __future__ import annotations

from tests.audio_calls.exchange import Exchange
from tests.audio_calls.table import Held, Row, answers_given_up, failures, missed, table

TOLD = Exchange("It is all saved.", "fact.when", 'said "On Monday."', "Monday")
GOOD = Held("good", (TOLD, TOLD), (), "")
BAD = Held("bad", (TOLD,), ("the date was not told",), "silence", ("fact.when",))


def row(voice: str, good: int, bad: int = 0) -> Row:
    """A voice with so many good and bad calls."""
    return Row(voice, (GOOD,) * good + (BAD,) * bad, (("On Monday.", "Monday"),))


def test_a_line_for_each_voice() -> None:
    assert table([row("flite rms", 3, 1)]).splitlines() == [
        "voice     | calls | completed | word errors | exchanges per call | dead ends",
        "flite rms | 4     | 3 (75%)   | 50.0%       | 1.8                | 1        ",
    ]


def test_a_failure_is_told_with_its_last_exchange() -> None:
    assert failures(row("flite rms", 1, 1)) == [
        "flite rms, bad: dead end: silence; the date was not told\n"
        '  line: It is all saved.\n  caller (fact.when) said "On Monday.", arrived as: Monday'
    ]
    assert answers_given_up(row("flite rms", 1, 2)) == "flite rms: answers given up: fact.when 2"


def test_each_voice_has_its_target() -> None:
    assert missed([row("flite rms", 9, 1), row("flite slt", 3, 1), row("espeak-ng en-gb", 5)]) == []
    assert missed([row("flite rms", 8, 1), row("flite slt", 2, 1), row("espeak-ng en-gb", 5, 1)]) == [
        "flite rms: 8 of 9 calls were complete; 90% must be.",
        "flite slt: 2 of 3 calls were complete; 75% must be.",
        "espeak-ng en-gb: 1 calls came to a dead end; none may.",
    ]
