"""Points by telephone: read back one at a time; one that is heard wrongly twice is set aside for a person."""

from __future__ import annotations

from backend.core.intake.point_keys import point_key, points_key
from backend.core.intake.situation import Heard, Outcome, Situation, focused, unchanged, with_progress
from backend.core.intake.telling import hear_addition, is_new_matter
from backend.core.question import Choice, Kind, Question
from backend.core.record import Point, Record

MISHEARD_TWICE = 2
_A_MATTER = 10  # words: fewer that name no topic may be a garbled answer, and are asked again


def next_point(situation: Situation) -> Question | None:
    """The first point that was neither agreed nor set aside for a person to write down."""
    settled = situation.progress.get("points_settled", "").split(";")
    record = situation.record
    for number, point in enumerate(record.points, start=1):
        if point_key(point) not in settled:
            choices = (*(Choice(meaning, str(number)) for meaning in ("agree", "change", "again")), Choice("person"))
            values: dict[str, str | list[str]] = {
                "number": str(number),
                "count": str(len(record.points)),
                "words": spoken_words(record, point),
            }
            return Question("point", Kind.READ_BACK, choices, about=str(number), values=values)
    return None


def spoken_words(record: Record, point: Point) -> str:
    """A point's words to be read aloud: what was said in two breaths is read in two."""
    by_number = {part.number: part.text for part in record.parts}
    return "\n".join(" ".join(by_number[s.part][s.start : s.end].split()) for s in point.spans)


def settle_point(situation: Situation, number: int) -> Situation:
    """The situation with this point done with, as it stands."""
    key = point_key(situation.record.points[number - 1])
    before = situation.progress.get("points_settled")
    settled = with_progress(situation, points_settled=f"{before};{key}" if before else key)
    if next_point(settled) is not None:
        return settled
    return with_progress(settled, points=points_key(situation.record))


def hear_point(situation: Situation, heard: Heard) -> Outcome:
    """One point is right, or is to be changed; heard wrongly twice, another way is offered."""
    asked = next_point(situation)
    if asked is None or asked.about is None:
        return unchanged(situation)
    number = int(asked.about)
    if heard.chose("agree") or heard.intent == "affirm":
        settled = settle_point(situation, number)
        outcome = Outcome(settled).doing("agree_point", number=str(number))
        return outcome if next_point(settled) else outcome.saying("points_right")
    if heard.chose("change") or heard.intent in {"deny", "unsure", "correct_record"}:
        times = int(situation.progress.get(f"misheard_{number}", "0")) + 1
        counted = with_progress(situation, **{f"misheard_{number}": str(times)})
        doing = "heard_wrong" if times >= MISHEARD_TWICE else "change_point"
        return Outcome(focused(counted, doing, str(number)))
    if heard.chose("again") or heard.intent == "repeat_please":
        return unchanged(situation).saying("repeating")
    if is_new_matter(heard) or (heard.choice is None and len(heard.text.split()) >= _A_MATTER):
        return hear_addition(situation, heard)
    return unchanged(situation).saying("please_choose")


def heard_wrong_question(about: str | None) -> Question:
    """Asked when a point was heard wrongly twice."""
    choices = (Choice("record_this", about), Choice("call_instead", about), Choice("leave_it"))
    return Question("heard_wrong", Kind.MENU, choices, about=about)


def hear_heard_wrong(situation: Situation, heard: Heard) -> Outcome:
    """Just this part is recorded for a person to write down, or a person rings; it is not agreed until read back."""
    number = int((situation.focus and situation.focus.about) or 1)
    if heard.chose("leave_it") or heard.intent in {"deny", "skip_question"}:
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    recorded = heard.chose("record_this")
    if not recorded and not heard.chose("call_instead"):
        return unchanged(situation).saying("please_choose")
    if number > len(situation.record.points):
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    aside = with_progress(settle_point(focused(situation, None), number), agreement="declined")
    outcome = Outcome(aside).doing("write_down_point", number=str(number), how="recording" if recorded else "call")
    return outcome.saying("recording_next" if recorded else "call_instead_noted", number=str(number))
