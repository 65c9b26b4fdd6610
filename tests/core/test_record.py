"""The record: one immutable value, edited only by functions, with a hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core import record as edits
from backend.core.points import Span, propose_points, split_at_sentences
from backend.core.record import (
    Fact,
    FactState,
    Record,
    RecordError,
    from_data,
    record_hash,
    rest,
    texts,
    to_data,
    words_of,
)

STORY = "It hurt. Nobody came.\nThe bill was wrong."
THREE = ["It hurt.", "Nobody came.", "The bill was wrong."]


def a_record(story: str = STORY) -> Record:
    told = edits.add_part(Record(), story, source="web")
    return edits.with_points(told, [(s,) for s in split_at_sentences(story, Span(1, 0, len(story)))])


def _points(record: Record) -> list[str]:
    return [words_of(record, point) for point in record.points]


def _ids(record: Record) -> list[int]:
    return [point.id for point in record.points]


def test_points_are_the_person_s_own_words():
    assert _points(a_record()) == THREE
    assert rest(a_record()) == []


def test_nothing_written_is_no_part():
    with pytest.raises(RecordError, match="nothing written"):
        edits.add_part(Record(), " \n ", source="web")


def test_parts_are_numbered_and_keep_white_space_and_where_they_came_from():
    record = edits.add_part(a_record(), "  Also this. ", source="page")
    assert (record.parts[1].number, record.parts[1].text, record.parts[1].source) == (2, "  Also this. ", "page")
    assert rest(record) == ["Also this."]


def test_a_changed_point_keeps_its_number_and_its_earlier_words():
    record = edits.change_point(a_record(), 2, " Nobody came for an hour. ", source="web")
    assert _points(record) == ["It hurt.", "Nobody came for an hour.", "The bill was wrong."]
    assert _ids(record) == _ids(a_record())
    assert rest(record) == ["Nobody came."]
    assert texts(record)[0] == STORY


def test_an_added_point_comes_last_with_a_new_id():
    record = edits.add_point(a_record(), "And the phone rang out.", source="web")
    assert _points(record)[-1] == "And the phone rang out."
    assert _ids(record) == [1, 2, 3, 4]


def test_a_removed_point_s_id_is_never_used_again():
    record = edits.add_point(edits.remove_point(a_record(), 3), "Another.", source="web")
    assert _ids(record) == [1, 2, 4]


def test_joining_and_splitting_keep_every_word():
    joined = edits.join_point(edits.join_point(a_record(), 2), 2)
    assert _points(joined) == [" ".join(THREE)]
    assert _points(edits.split_point(joined, 1)) == THREE


@pytest.mark.parametrize(
    "edit",
    [
        lambda r: edits.remove_point(r, 0),
        lambda r: edits.remove_point(r, 4),
        lambda r: edits.change_point(r, 4, "x", source="web"),
        lambda r: edits.change_point(r, 1, "  ", source="web"),
        lambda r: edits.split_point(r, 1),
        lambda r: edits.join_point(r, 1),
        lambda r: edits.number_of(r, 9),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused_with_a_sentence(edit):
    with pytest.raises(RecordError, match=r"\w+.*\."):
        edit(a_record())


def test_a_later_fact_takes_the_place_of_an_earlier_one():
    record = edits.give_fact(a_record(), "name", Fact("Jo", FactState.HEARD))
    record = edits.give_fact(record, "name", Fact("Joan Ash", FactState.GIVEN))
    assert record.facts == {"name": Fact("Joan Ash", FactState.GIVEN)}


def test_what_was_offered_is_answered_one_by_one():
    record = edits.answer_offers(a_record(), offered=["call", "update"], accepted="call")
    assert record.offers == {"call": "accepted", "update": "declined"}
    assert edits.answer_offers(a_record(), offered=["call"], accepted=None).offers == {"call": "declined"}


def test_a_record_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        a_record().story_done = True  # type: ignore[misc]


def test_the_hash_is_that_of_the_canonical_json():
    """A hash that was agreed to must be the same for ever: keys sorted, no spaces, letters as they are."""
    record = edits.give_fact(
        edits.add_part(Record(), "Ça fait mal.", source="web"), "when", Fact("May", FactState.GIVEN)
    )
    canonical = (
        '{"facts":{"when":{"state":"given","value":null,"words":"May"}},"next_point":1,"offers":{},'
        '"parts":[{"apart":false,"number":1,"source":"web","text":"Ça fait mal."}],"points":[],'
        '"story_done":false,"topics":[]}'
    )
    assert record_hash(record) == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        replace(a_record(), story_done=True),
        edits.give_fact(a_record(), "name", Fact("Jo", FactState.GIVEN)),
        edits.remove_point(a_record(), 1),
        edits.add_part(a_record(), "x", source="web"),
        edits.add_part(a_record(), "x", source="web", apart=True),
        replace(a_record(), topics=("billing",)),
    ],
)
def test_every_difference_is_another_hash(other):
    assert record_hash(other) != record_hash(a_record())


words = st.text(min_size=1, max_size=60).filter(lambda text: text.strip() != "")
moves = st.tuples(st.sampled_from(["change", "add", "add part", "remove", "split", "join"]), st.integers(1, 9), words)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=4), st.lists(moves, max_size=15))
def test_whatever_is_edited_every_word_ever_told_is_in_the_record(parts, walk):
    record = Record()
    for part in parts:
        record = edits.add_part(record, part, source="web")
    record = edits.with_points(record, propose_points(dict(enumerate(parts, start=1))))
    told = list(parts)
    for what, number, text in walk:
        before = record
        try:
            record = _edited(record, what, number, text)
        except RecordError:
            assert record == before
            continue
        told += [text] if what in {"change", "add", "add part"} else []
        assert texts(record) == told
        assert len(set(_ids(record))) == len(record.points)
        assert _characters(record) >= _letters(told)
        assert from_data(json.loads(json.dumps(to_data(record)))) == record


def _edited(record: Record, what: str, number: int, text: str) -> Record:
    if what == "change":
        return edits.change_point(record, number, text, source="web")
    if what == "add":
        return edits.add_point(record, text, source="web")
    if what == "add part":
        return edits.add_part(record, text, source="web")
    return {"remove": edits.remove_point, "split": edits.split_point, "join": edits.join_point}[what](record, number)


def _letters(told: list[str]) -> set[tuple[int, int]]:
    return {(n, place) for n, text in enumerate(told, 1) for place, char in enumerate(text) if not char.isspace()}


def _characters(record: Record) -> set[tuple[int, int]]:
    """The places of the story that are read out in a point or in the rest."""
    taken = [span for point in record.points for span in point.spans]
    spans = [*taken, *edits.rest_of({part.number: part.text for part in record.parts}, taken)]
    return {(span.part, place) for span in spans for place in range(span.start, span.end)}


def test_a_quotation_stays_whole():
    assert _points(a_record('She said "no." I left (in tears!) at once.')) == [
        'She said "no."',
        "I left (in tears!) at once.",
    ]


def test_spans_of_a_point_are_read_in_their_order():
    record = replace(a_record(), points=(edits.Point(1, (Span(1, 9, 21), Span(1, 0, 8))),))
    assert _points(record) == ["Nobody came. It hurt."]
