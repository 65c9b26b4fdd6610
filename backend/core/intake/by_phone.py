"""What the telephone asks differently: one point at a time, keys for every number, no typing (design section 5)."""

from __future__ import annotations

from dataclasses import replace

from backend.core.intake.point_keys import point_key, points_key
from backend.core.intake.situation import Heard, Outcome, Situation, focused, unchanged, with_progress, with_record
from backend.core.intake.telling import hear_addition
from backend.core.question import Choice, Kind, Question
from backend.core.record import Fact, FactState, Point, Record, give_fact

PHONE = "phone"
MISHEARD_TWICE = 2
_WORDS_OF_A_POINT = 4  # fewer words than this are an answer to choose by, not a matter of their own
_KEYED = frozenset({"resume_reference", "resume_check"})


def on_phone(question: Question, situation: Situation) -> Question:
    """The question as the telephone asks it: what is typed on a screen is keyed or chosen here."""
    if question.key == "tell" and situation.case is None:
        return replace(question, choices=(Choice("have_reference"), *question.choices))
    if question.key == "fact.contact":
        return _contact(question, situation)
    if question.key == "copy":
        return replace(question, choices=_copies(situation), skippable=True)
    if question.key == "copy_post":
        return replace(question, choices=(Choice("person_asks"), *question.choices))
    return replace(question, kind=Kind.DIGITS) if question.key in _KEYED else question


def _contact(question: Question, situation: Situation) -> Question:
    """The number they ring from is offered first; without one they key it."""
    if situation.caller_number is None:
        return replace(question, kind=Kind.PHONE_NUMBER)
    here = (Choice("this_number", "contact"), Choice("another_number", "contact"))
    return replace(question, kind=Kind.MENU, choices=(*here, *question.choices))


def _copies(situation: Situation) -> tuple[Choice, ...]:
    text = (Choice("copy_text"),) if situation.can_text and mobile_of(situation) else ()
    return (*text, Choice("copy_post"), Choice("copy_read"), Choice("copy_email"), Choice("skip"))


def mobile_of(situation: Situation) -> str | None:
    """A UK mobile they ring from or gave as their contact: a landline might read a text aloud to anybody."""
    given = situation.record.facts.get("contact")
    numbers = (situation.caller_number, given.value if given else None)
    return next((n for n in map(_international, numbers) if n is not None and n.startswith("+447")), None)


def _international(number: str | None) -> str | None:
    if number is not None and number.startswith("0"):
        return "+44" + number[1:]
    return number


def ending_of(number: str) -> str:
    """The last three digits, to be said one by one: "1 2 3"."""
    return " ".join(number[-3:])


# Points, one at a time


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
    if heard.choice is None and len(heard.text.split()) >= _WORDS_OF_A_POINT:
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


# Where to reach them


def hear_this_number(situation: Situation) -> Outcome:
    """The number they ring from is the way to reach them."""
    number = situation.caller_number or ""
    known = give_fact(situation.record, "contact", Fact(_national(number), FactState.GIVEN, number))
    return Outcome(with_record(focused(situation, None), known)).saying("this_number_noted", ending=ending_of(number))


def hear_contact_in_words(situation: Situation, heard: Heard) -> Outcome:
    """A number, an address or a sentence is the way to reach them; half an answer is never made into one."""
    reachable = heard.entity("phone") or heard.entity("email") or len(heard.text.split()) >= _WORDS_OF_A_POINT
    if reachable or heard.intent == "deny":
        return hear_contact_number(situation, heard)
    return unchanged(situation).saying("please_choose")


def hear_contact_number(situation: Situation, heard: Heard) -> Outcome:
    """A keyed or spoken number, read back; any other words are kept as the way to reach them."""
    if heard.chose("leave_it") or heard.intent in {"deny", "skip_question"}:
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    found = heard.entity("phone") or heard.entity("email")
    value = str(found["value"]) if found else None
    known = give_fact(situation.record, "contact", Fact(heard.text, FactState.GIVEN, value))
    return Outcome(with_record(focused(situation, None), known)).saying("contact_noted", words=spaced(heard.text))


def _national(number: str) -> str:
    return "0" + number[3:] if number.startswith("+44") else number


def spaced(text: str) -> str:
    """A number said digit by digit, in groups: "0 7 7 0 0, 9 0 0, 1 2 3"; other words as they are."""
    digits = text.replace(" ", "")
    if not digits.isdigit() or len(digits) < 7:
        return text
    groups = (digits[:-6], digits[-6:-3], digits[-3:])
    return ", ".join(" ".join(group) for group in groups if group)


# The copy


def hear_copy_text(situation: Situation, heard: Heard) -> Outcome:
    """A link by text goes only to a mobile that they say is their own."""
    number = mobile_of(situation)
    if number is not None and (heard.chose("yes") or heard.intent == "affirm"):
        sent = with_progress(focused(situation, None), copy="text")
        return Outcome(sent).doing("copy_by_text", number=number).saying("copy_by_text", ending=ending_of(number))
    return Outcome(focused(situation, None)).saying("left_as_it_is")


def copy_text_question(situation: Situation) -> Question:
    """Whether the mobile is theirs alone."""
    number = mobile_of(situation) or ""
    return Question("copy_text", Kind.YES_NO, (Choice("yes"), Choice("no")), values={"ending": ending_of(number)})


def hear_copy_by_person(situation: Situation, how: str) -> Outcome:
    """A person rings: to read the record to them, or to take down an address that speech would get wrong."""
    asked = with_progress(focused(situation, None), copy=how)
    return Outcome(asked).doing("copy_by_person", how=how).saying(f"copy_{how}")
