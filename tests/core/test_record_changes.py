"""What is different between two versions of a record."""

from __future__ import annotations

from dataclasses import replace

from backend.core.points import Span, split_at_sentences
from backend.core.record import (
    Fact,
    FactState,
    Record,
    add_part,
    add_point,
    answer_offers,
    change_point,
    give_fact,
    join_point,
    remove_point,
    with_points,
)
from backend.core.record_changes import Change, Changed, changes

STORY = "One thing. Two things. Three things."


def told() -> Record:
    record = replace(add_part(Record(), STORY, source="web"), story_done=True)
    return with_points(record, [(s,) for s in split_at_sentences(STORY, Span(1, 0, len(STORY)))])


def test_the_same_record_has_no_changes():
    assert changes(told(), told()) == ()


def test_a_changed_point_shows_both_wordings_once():
    after = change_point(told(), 2, "Two other things.", source="page")
    assert changes(told(), after) == (Change(Changed.POINT, "2", "Two things.", "Two other things."),)


def test_a_point_that_only_moved_up_is_not_a_change():
    assert changes(told(), remove_point(told(), 1)) == (Change(Changed.POINT, "1", "One thing.", None),)


def test_an_added_point_is_new():
    after = add_point(told(), "Four.", source="page")
    assert changes(told(), after) == (Change(Changed.POINT, "4", None, "Four."),)


def test_joined_points_show_what_became_of_each():
    assert changes(told(), join_point(told(), 2)) == (
        Change(Changed.POINT, "1", "One thing.", "One thing. Two things."),
        Change(Changed.POINT, "2", "Two things.", None),
    )


def test_facts_and_offers_show_what_they_were():
    before = give_fact(told(), "when", Fact("in May", FactState.HEARD))
    after = give_fact(before, "when", Fact("in June", FactState.GIVEN))
    after = give_fact(after, "name", Fact("", FactState.SKIPPED))
    after = answer_offers(after, offered=["call"], accepted="call")
    assert changes(before, after) == (
        Change(Changed.FACT, "when", "in May", "in June"),
        Change(Changed.FACT, "name", None, ""),
        Change(Changed.OFFER, "call", None, "accepted"),
    )


def test_words_beside_the_points_are_shown_too():
    assert changes(told(), add_part(told(), "By the way.", source="page")) == (
        Change(Changed.STORY, "", None, "By the way."),
    )


def test_starting_over_shows_everything_that_went():
    assert [change.was for change in changes(told(), Record())] == ["One thing.", "Two things.", "Three things."]
