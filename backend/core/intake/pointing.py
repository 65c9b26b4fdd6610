"""Points read back: each can be changed, split, joined, removed or added; every edit is a version."""

from __future__ import annotations

from backend.core.intake.asking import hear_fact
from backend.core.intake.by_phone import PHONE
from backend.core.intake.facts import BY_KEY
from backend.core.intake.point_keys import points_key
from backend.core.intake.putting_right import add_to_point, answer_just_given, put_right, says_what_is_right
from backend.core.intake.situation import (
    Heard,
    Outcome,
    Situation,
    focused,
    unchanged,
    with_progress,
    with_record,
)
from backend.core.intake.telling import hear_addition
from backend.core.record import (
    Record,
    RecordError,
    add_point,
    change_point,
    join_point,
    remove_point,
    split_point,
)

_WORDS_OF_A_POINT = 4  # fewer words than this are an answer, not a matter of their own


def hear_points(situation: Situation, heard: Heard) -> Outcome:
    """The points as listed are right, or one of them is to be changed."""
    if heard.chose("agree") or heard.intent == "affirm":
        agreed = with_progress(situation, points=points_key(situation.record))
        return Outcome(agreed).saying("points_right")
    if heard.chose("change") or heard.intent in {"deny", "unsure", "correct_record"}:
        return begin_change(situation, heard)
    if heard.choice is None and len(heard.text.split()) >= _WORDS_OF_A_POINT:
        return hear_addition(situation, heard)
    return unchanged(situation).saying("please_choose")


def begin_change(situation: Situation, heard: Heard) -> Outcome:
    """Puts right what they say is wrong; else opens the question which point, or the point that is meant."""
    on_screen = situation.channel != PHONE  # a caller says a misheard point again, or has it written down
    if says_what_is_right(heard) and (on_screen or answer_just_given(situation, heard)):
        return put_right(situation, heard)
    number = _number_said(heard, situation.record)
    only_one = len(situation.record.points) == 1 and not situation.progress.get("points")
    if number is None and only_one:
        number = 1
    if number is not None:
        return Outcome(focused(situation, "change_point", str(number)))
    return Outcome(focused(situation, "which_change"))


def _number_said(heard: Heard, record: Record) -> int | None:
    found = heard.entity("point_number")
    if found is None:
        return None
    number = int(str(found["value"]))
    return number if 1 <= number <= len(record.points) else None


def hear_which_change(situation: Situation, heard: Heard) -> Outcome:
    """Which point or answer is to be changed; what they already said it should be goes there."""
    words = situation.focus.about if situation.focus else None
    if heard.chose("point") and heard.choice is not None:
        if words is not None and heard.choice.about is not None:
            return add_to_point(situation, int(heard.choice.about), words)
        return Outcome(focused(situation, "change_point", heard.choice.about))
    number = _number_said(heard, situation.record)
    if number is not None:
        return Outcome(focused(situation, "change_point", str(number)))
    if heard.chose("add_point"):
        return Outcome(focused(situation, "add_point"))
    if heard.chose("change_fact"):
        return Outcome(focused(situation, "which_fact", words))
    if heard.chose("leave_it") or heard.intent in {"deny", "skip_question"}:
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    if len(heard.text.split()) >= _WORDS_OF_A_POINT:
        return hear_addition(focused(situation, None), heard)
    return unchanged(situation).saying("please_choose")


def hear_change_point(situation: Situation, heard: Heard) -> Outcome:
    """The point's new words, or what is to become of it."""
    number = int((situation.focus and situation.focus.about) or 1)
    if heard.chose("leave_it") or heard.intent == "skip_question":
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    try:
        record, said = _edited(situation, heard, number)
    except RecordError as error:
        return Outcome(focused(situation, None)).saying("cannot_edit", why=str(error))
    return Outcome(focused(with_record(situation, record), None)).saying(said, number=str(number))


def _edited(situation: Situation, heard: Heard, number: int) -> tuple[Record, str]:
    record = situation.record
    if heard.chose("remove"):
        return remove_point(record, number), "point_removed"
    if heard.chose("split"):
        return split_point(record, number), "point_split"
    if heard.chose("join"):
        return join_point(record, number), "point_joined"
    return change_point(record, number, heard.text, source=situation.channel), "point_changed"


def hear_add_point(situation: Situation, heard: Heard) -> Outcome:
    """The words of a further point."""
    if heard.chose("leave_it"):
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    record = add_point(situation.record, heard.text, source=situation.channel)
    return Outcome(focused(with_record(situation, record), None)).saying("added")


def hear_which_fact(situation: Situation, heard: Heard) -> Outcome:
    """Which earlier answer is to be changed."""
    if heard.chose("fact") and heard.choice is not None and heard.choice.about in BY_KEY:
        words = situation.focus.about if situation.focus else None
        if words is not None:
            return hear_fact(focused(situation, "change_fact"), Heard(words), heard.choice.about)
        return Outcome(focused(situation, "change_fact", heard.choice.about))
    if heard.chose("leave_it"):
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    return unchanged(situation).saying("please_choose")
