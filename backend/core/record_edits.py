"""Edits a person makes to their own record, each a record in and a record out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.core.intake.facts import BY_KEY
from backend.core.points import Span, rest_of
from backend.core.record import (
    Fact,
    FactState,
    Record,
    RecordError,
    add_part,
    add_point,
    append_points,
    change_point,
    give_fact,
    join_point,
    number_of,
    point_at,
    remove_point,
    split_point,
    words_of,
)

SOURCE = "page"
NOTHING_NEEDED = "none_needed"
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_PLACE = re.compile(r"(\d{1,6}):(\d{1,9})-(\d{1,9})", re.ASCII)


class EditKind(StrEnum):
    """What can be done to a record on its page."""

    CHANGE_POINT = "change_point"
    SPLIT_POINT = "split_point"
    JOIN_POINT = "join_point"
    REMOVE_POINT = "remove_point"
    ADD_POINT = "add_point"
    POINT_FROM_REST = "point_from_rest"
    ADD_WORDS = "add_words"
    FINISH_STORY = "finish_story"
    CHANGE_FACT = "change_fact"
    TAKE_OUT_FACT = "take_out_fact"


ABOUT_POINTS = frozenset(
    {
        EditKind.CHANGE_POINT,
        EditKind.SPLIT_POINT,
        EditKind.JOIN_POINT,
        EditKind.REMOVE_POINT,
        EditKind.ADD_POINT,
        EditKind.POINT_FROM_REST,
    }
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: `about` is a point's id, a fact's key or a place in the story.

    `choice` is the meaning of a ready answer, and `text` then its label.
    """

    kind: EditKind
    about: str = ""
    text: str = ""
    choice: str = ""


def apply_edit(record: Record, edit: Edit) -> Record:
    """The record after the edit, the same one when nothing changes; RecordError says what to do instead."""
    if edit.kind in ABOUT_POINTS and not record.story_done:
        raise RecordError("Your points come when you have told us everything. Until then you can add to your words.")
    return _EDITS[edit.kind](record, edit)


def place_of(span: Span) -> str:
    """A span as a form names it."""
    return f"{span.part}:{span.start}-{span.end}"


def rest_spans(record: Record) -> list[Span]:
    """The places of the story that are in no point, in order."""
    taken = [span for point in record.points for span in point.spans]
    return rest_of({part.number: part.text for part in record.parts}, taken)


def may_be_a_point(record: Record, span: Span) -> bool:
    """Whether these words can be made a point; words of danger stay apart."""
    return record.story_done and not record.parts[span.part - 1].apart


def _number(record: Record, edit: Edit) -> int:
    if not edit.about.isascii() or not edit.about.isdigit():
        raise RecordError("Please say which point you mean.")
    return number_of(record, int(edit.about[:9]))


def _change_point(record: Record, edit: Edit) -> Record:
    number = _number(record, edit)
    if edit.text.split() == words_of(record, point_at(record, number)).split():
        return record
    return change_point(record, number, edit.text, source=SOURCE)


def _point_from_rest(record: Record, edit: Edit) -> Record:
    match = _PLACE.fullmatch(edit.about)
    span = Span(*map(int, match.groups())) if match else None
    if span is None or span not in rest_spans(record) or not may_be_a_point(record, span):
        raise RecordError("Those words are no longer in the rest of what you told us. Please look at it again.")
    return append_points(record, [(span,)])


def _change_fact(record: Record, edit: Edit) -> Record:
    question = BY_KEY.get(edit.about)
    if question is None:
        raise RecordError("There is no such answer in the record.")
    if edit.choice:
        if edit.choice not in question.choices:
            raise RecordError("Please choose one of the answers.")
        if edit.choice == NOTHING_NEEDED:
            return _take_out_fact(record, edit)
        return give_fact(record, edit.about, Fact(edit.text, FactState.GIVEN, edit.choice))
    if not edit.text.strip():
        raise RecordError("Please write your answer, or choose to leave it out.")
    before = record.facts.get(edit.about)
    if before is not None and before.words.split() == edit.text.split():
        return record
    return give_fact(record, edit.about, Fact(edit.text.strip(), FactState.GIVEN, _value(edit)))


def _value(edit: Edit) -> str | None:
    found = _EMAIL.search(edit.text) if edit.about == "contact" else None
    return found[0].lower() if found else None


def _take_out_fact(record: Record, edit: Edit) -> Record:
    if edit.about not in BY_KEY:
        raise RecordError("There is no such answer in the record.")
    return give_fact(record, edit.about, Fact("", FactState.SKIPPED))


_EDITS: Mapping[EditKind, Callable[[Record, Edit], Record]] = {
    EditKind.CHANGE_POINT: _change_point,
    EditKind.SPLIT_POINT: lambda record, edit: split_point(record, _number(record, edit)),
    EditKind.JOIN_POINT: lambda record, edit: join_point(record, _number(record, edit)),
    EditKind.REMOVE_POINT: lambda record, edit: remove_point(record, _number(record, edit)),
    EditKind.ADD_POINT: lambda record, edit: add_point(record, edit.text, source=SOURCE),
    EditKind.POINT_FROM_REST: _point_from_rest,
    EditKind.ADD_WORDS: lambda record, edit: add_part(record, edit.text, source=SOURCE),
    EditKind.CHANGE_FACT: _change_fact,
    EditKind.TAKE_OUT_FACT: _take_out_fact,
}
