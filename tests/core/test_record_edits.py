"""A person's edits of their own record: whatever they do, no word of theirs is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.points import Span, split_at_sentences
from backend.core.record import FactState, Record, RecordError, add_part, record_hash, with_points, words_of
from backend.core.record_edits import Edit, EditKind, apply_edit, place_of, rest_spans

STORY = "One thing. Two things. Three things."


def told(story: str = STORY) -> Record:
    record = replace(add_part(Record(), story, source="web"), story_done=True)
    return with_points(record, [(s,) for s in split_at_sentences(story, Span(1, 0, len(story)))])


def all_words(record: Record) -> str:
    """Every character of the record that is no space, in its points and beside them, in no order."""
    parts = {part.number: part.text for part in record.parts}
    spans = [span for point in record.points for span in point.spans] + rest_spans(record)
    return "".join(sorted("".join("".join(parts[s.part][s.start : s.end].split()) for s in spans)))


def test_the_same_words_make_no_new_record():
    record = told()
    assert apply_edit(record, Edit(EditKind.CHANGE_POINT, "2", "Two  things. ")) is record


def test_the_words_of_a_removed_point_can_be_made_a_point_again():
    record = apply_edit(told(), Edit(EditKind.REMOVE_POINT, "2"))
    (span,) = rest_spans(record)
    again = apply_edit(record, Edit(EditKind.POINT_FROM_REST, place_of(span)))
    assert words_of(again, again.points[-1]) == "Two things."


@pytest.mark.parametrize("place", ["", "1:0-5", "9:0-1", "1:11-22; drop", "x"])
def test_only_a_place_in_the_rest_can_be_made_a_point(place):
    record = apply_edit(told(), Edit(EditKind.REMOVE_POINT, "2"))
    with pytest.raises(RecordError):
        apply_edit(record, Edit(EditKind.POINT_FROM_REST, place))


def test_words_said_in_danger_are_never_made_a_point():
    record = add_part(told(), "Said in danger.", source="web", apart=True)
    (span,) = rest_spans(record)
    with pytest.raises(RecordError):
        apply_edit(record, Edit(EditKind.POINT_FROM_REST, place_of(span)))


@pytest.mark.parametrize("about", ["", "0", "99", "-1", "1e9", "١", "9" * 30])
def test_a_point_that_is_not_there_is_refused(about):
    with pytest.raises(RecordError):
        apply_edit(told(), Edit(EditKind.REMOVE_POINT, about))


@pytest.mark.parametrize(
    "edit",
    [
        Edit(EditKind.CHANGE_FACT, "when"),
        Edit(EditKind.CHANGE_FACT, "no_such_fact", "x"),
        Edit(EditKind.CHANGE_FACT, "for_whom", "x", "not_a_choice"),
        Edit(EditKind.TAKE_OUT_FACT, "no_such_fact"),
        Edit(EditKind.ADD_POINT, text=" \n"),
        Edit(EditKind.ADD_WORDS),
    ],
)
def test_an_edit_that_says_nothing_is_refused(edit):
    with pytest.raises(RecordError):
        apply_edit(told(), edit)


def test_nothing_needed_is_a_question_left_out():
    record = apply_edit(told(), Edit(EditKind.CHANGE_FACT, "needs", "Nothing needed", "none_needed"))
    assert record.facts["needs"].state is FactState.SKIPPED


@given(
    st.lists(
        st.tuples(
            st.sampled_from([EditKind.SPLIT_POINT, EditKind.JOIN_POINT, EditKind.REMOVE_POINT]),
            st.integers(min_value=1, max_value=8),
        ),
        max_size=8,
    )
)
def test_no_word_is_lost_and_none_is_new_whatever_is_done_to_the_points(steps):
    before = record = told("One thing. Two things. Three things.\nFour! Five? Six")
    for kind, about in steps:
        try:
            record = apply_edit(record, Edit(kind, str(about)))
        except RecordError:
            continue
    assert all_words(record) == all_words(before)
    assert (record_hash(record) == record_hash(before)) == (record == before)
