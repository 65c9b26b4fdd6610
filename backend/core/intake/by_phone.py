"""What the telephone asks differently: keys for every number, no typing (design section 5)."""

from __future__ import annotations

from dataclasses import replace

from backend.core.intake.situation import Heard, Outcome, Situation, focused, unchanged, with_progress, with_record
from backend.core.question import Choice, Kind, Question
from backend.core.record import Fact, FactState, give_fact

PHONE = "phone"
_A_SENTENCE = 4  # words: fewer do not say how somebody can be reached
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


# Where to reach them


def hear_this_number(situation: Situation) -> Outcome:
    """The number they ring from is the way to reach them."""
    number = situation.caller_number or ""
    known = give_fact(situation.record, "contact", Fact(_national(number), FactState.GIVEN, number))
    return Outcome(with_record(focused(situation, None), known)).saying("this_number_noted", ending=ending_of(number))


def hear_contact_in_words(situation: Situation, heard: Heard) -> Outcome:
    """A number, an address or a sentence is the way to reach them; half an answer is never made into one."""
    reachable = heard.entity("phone") or heard.entity("email") or len(heard.text.split()) >= _A_SENTENCE
    if reachable:
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
