"""The pattern language: names, gaps, slips, order and exceptions."""

from __future__ import annotations

from typing import Any

import pytest

from backend.core.patterns import BadPatterns, read_patterns
from backend.core.plain_words import read


def document(*entries: dict[str, Any]) -> dict[str, Any]:
    words = {"who": ["me", "him"], "pair": ["<who> and <who>"]}
    return {"same": {}, "joined": [], "endings": [], "words": words, "patterns": list(entries)}


def entry(*pattern: str, id: str = "one", **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "abuse", "note": "", "pattern": list(pattern), **more}


def found(text: str, made: dict[str, Any]) -> bool:
    (pattern,) = read_patterns(document(made))
    return any(pattern.find(read(text, pattern.spelling)))


def test_a_pattern_is_whole_words():
    assert found("he hit me", entry("hit"))
    assert not found("he hits a white wall", entry("hit"))


def test_a_name_stands_for_its_words_and_may_use_another():
    assert found("it hit him hard", entry("hit <who>"))
    assert not found("it hit it", entry("hit <who>"))
    assert found("me and him", entry("<pair>"))


def test_a_gap_holds_only_so_many_words():
    assert found("cannot really get breath", entry("cannot <0-2>breath"))
    assert not found("cannot really ever get breath", entry("cannot <0-2>breath"))


@pytest.mark.parametrize("typed", ["breathe", "brethe", "breahte", "breathhe", "breatje", "breathes"])
def test_one_slip_is_forgiven(typed):
    assert found(f"cannot {typed}", entry("cannot breathe~"))


@pytest.mark.parametrize("typed", ["brth", "wreathe", "beat"])
def test_more_than_a_slip_is_another_word(typed):
    assert not found(f"cannot {typed}", entry("cannot breathe~"))


def test_not_followed_by_means_the_whole_next_word():
    exception = entry("choking(?! (?:on|with a))")
    assert not found("choking on it", exception)
    assert found("choking once again", exception)
    assert not found("choking with a laugh", exception)
    assert found("choking with anger", exception)


def test_parts_that_belong_together_may_stand_in_any_order_but_in_one_sentence():
    together = {"id": "one", "kind": "abuse", "note": "", "together": [["not", "<who>", "food"]]}
    assert found("food was not for him", together)
    assert found("not a thing for him, no food", together)
    assert not found("Not him. The food was good", together)


def test_words_near_by_make_it_something_else():
    assert not found("the bill hit me", entry("hit me", without=["bill"]))
    assert found("he hit me", entry("hit me", without=["bill"]))


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([entry("(")], "The pattern one cannot be read"),
        ([entry("<nobody>")], "The pattern one cannot be read: 'nobody'"),
        ([entry("(?! (?:on")], "not closed"),
        ([entry("a"), entry("b")], "same id"),
    ],
)
def test_a_bad_pattern_is_named(entries, message):
    with pytest.raises(BadPatterns, match=message):
        read_patterns(document(*entries))
