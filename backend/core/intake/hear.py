"""The intake hears an answer: the open question decides who listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend.core.intake.agenda import open_question
from backend.core.intake.asking import hear_code, hear_fact, hear_offer
from backend.core.intake.by_phone import hear_contact_number, hear_copy_text
from backend.core.intake.closing import hear_agree, hear_copy, hear_copy_email, hear_copy_post, hear_sign
from backend.core.intake.pointing import (
    hear_add_point,
    hear_change_point,
    hear_points,
    hear_which_change,
    hear_which_fact,
)
from backend.core.intake.points_by_phone import hear_heard_wrong, hear_point
from backend.core.intake.situation import Heard, Outcome, Situation, focused, unchanged
from backend.core.intake.steering import hear_start_over, hear_yes_no
from backend.core.intake.telling import hear_addition, hear_look_into, hear_story, is_new_matter
from backend.core.question import Question

Listener = Callable[[Situation, Heard], Outcome]

LISTENERS: dict[str, Listener] = {
    "tell": hear_story,
    "tell_more": hear_story,
    "look_into": hear_look_into,
    "points": hear_points,
    "point": hear_point,
    "heard_wrong": hear_heard_wrong,
    "contact_number": hear_contact_number,
    "copy_text": hear_copy_text,
    "which_change": hear_which_change,
    "change_point": hear_change_point,
    "add_point": hear_add_point,
    "which_fact": hear_which_fact,
    "code": hear_code,
    "offer": hear_offer,
    "agree": hear_agree,
    "sign": hear_sign,
    "copy": hear_copy,
    "copy_email": hear_copy_email,
    "copy_post": hear_copy_post,
    "start_over": hear_start_over,
    "settled": lambda situation, heard: hear_yes_no(situation, heard, doing="settle"),
    "withdraw": lambda situation, heard: hear_yes_no(situation, heard, doing="withdraw"),
    "escalate": lambda situation, heard: hear_yes_no(situation, heard, doing="escalate"),
}
SHORT_ANSWERS = frozenset({"affirm", "deny", "unsure", "skip_question", "finished_telling", "thanks"})
_AFTER_THE_RECEIPT = frozenset({"settled", "withdraw", "escalate"})
_TAKES_ANY_WORDS = frozenset(
    {"tell", "tell_more", "add_point", "change_point", "points", "point", "contact_number", "agree"}
)


def hear_answer(situation: Situation, heard: Heard) -> Outcome:
    """What follows from an answer to the open question; when all is asked, a receipt."""
    situation = _as_it_was_asked(situation, heard)
    question = open_question(situation)
    outcome = _listen(question, situation, heard)
    finished = open_question(outcome.situation) is None and outcome.situation.case is not None
    if finished and question is not None and question.key not in _AFTER_THE_RECEIPT:
        outcome = outcome.saying("receipt")
    return outcome


def _as_it_was_asked(situation: Situation, heard: Heard) -> Situation:
    """A call-back that was booked since the last question wants a contact, which nobody has asked for yet."""
    contact = heard.entity("email") or heard.entity("phone")
    known = contact is not None or "contact" in situation.record.facts
    if heard.asked in (None, "fact.contact") or known:
        return situation
    return replace(situation, call_back_open=False)


def _listen(question: Question | None, situation: Situation, heard: Heard) -> Outcome:
    if heard.choice is not None and (question is None or not _fits(question, heard)):
        return unchanged(situation).saying("choice_is_past")
    if question is None:
        return _afterwards(situation, heard)
    if _answered_elsewhere(question, situation, heard):
        return unchanged(situation).saying("answered_elsewhere")
    if _begins_story(question, situation, heard):
        return hear_addition(situation, heard).saying("part_kept")
    if is_new_matter(heard) and question.key not in _TAKES_ANY_WORDS and not question.key.startswith("fact."):
        return hear_addition(situation, heard)
    if question.about is not None and question.key.startswith("fact."):
        return hear_fact(situation, heard, question.about)
    return LISTENERS[question.key](situation, heard)


def _fits(question: Question, heard: Heard) -> bool:
    asked_with = heard.choice_of in (None, f"ask.{question.key}", f"greeting.{question.key}")
    return heard.choice in question.choices and asked_with


def _answered_elsewhere(question: Question, situation: Situation, heard: Heard) -> bool:
    """Whether these words answer a fact that was filled in meanwhile on the record page or by staff."""
    asked = (heard.asked or "").removeprefix("fact.")
    was_a_fact = heard.asked is not None and heard.asked.startswith("fact.")
    return heard.choice is None and was_a_fact and heard.asked != question.key and asked in situation.record.facts


def _begins_story(question: Question, situation: Situation, heard: Heard) -> bool:
    """Whether the story begins in answer to the contact asked for with an early wish for a person."""
    if question.key != "fact.contact" or situation.record.parts or heard.entity("phone") or heard.entity("email"):
        return False
    return any(label.startswith("complain_") for label in (heard.intent, *heard.topics))


def _afterwards(situation: Situation, heard: Heard) -> Outcome:
    if heard.intent in SHORT_ANSWERS:
        return unchanged(situation).saying("all_done")
    return hear_addition(focused(situation, None), heard)
