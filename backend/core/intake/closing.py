"""Agree, sign, take a copy: agreed and signed are two states, and unagreed is kept too (Q31)."""

from __future__ import annotations

import re
from dataclasses import replace

from backend.core.intake.by_phone import PHONE, hear_copy_by_person
from backend.core.intake.pointing import begin_change
from backend.core.intake.situation import (
    Heard,
    Outcome,
    Situation,
    focused,
    unchanged,
    with_progress,
)
from backend.core.intake.telling import hear_addition

_WORDS_OF_AN_ADDITION = 4
_LONGEST_NAME = 8  # words
_EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:.]+")


def hear_agree(situation: Situation, heard: Heard) -> Outcome:
    """Whether the whole record is right; a yes to an earlier version than the one that stands is asked again."""
    if heard.choice is None and heard.asked_version not in (None, str(situation.version)):
        return unchanged(situation).saying("record_moved_on")
    if heard.chose("agree") or heard.intent == "affirm":
        agreed = replace(situation, agreed_version=situation.version)
        return Outcome(agreed).doing("agree", version=str(situation.version)).saying("record_agreed")
    if heard.chose("not_now") or heard.intent in {"skip_question", "unsure"}:
        kept = with_progress(situation, agreement="declined")
        return Outcome(kept).doing("record_unagreed").saying("record_unagreed")
    if heard.chose("change") or heard.intent in {"deny", "correct_record"}:
        changing = begin_change(situation, heard)
        focus = changing.situation.focus
        if focus is not None and focus.doing == "change_point":
            return Outcome(focused(situation, "which_change"))
        return changing
    if heard.choice is None and len(heard.text.split()) >= _WORDS_OF_AN_ADDITION:
        return hear_addition(situation, heard)
    return unchanged(situation).saying("please_choose")


def hear_sign(situation: Situation, heard: Heard) -> Outcome:
    """A typed full name signs the agreed version; signing is never required (L.R66)."""
    if heard.chose("skip") or heard.intent in {"deny", "skip_question", "unsure"}:
        return Outcome(with_progress(situation, sign="skipped")).saying("sign_skipped")
    name = " ".join(heard.text.split())
    if heard.intent == "affirm" or not _can_be_a_name(name):
        return unchanged(situation).saying("sign_with_name")
    signed = replace(with_progress(situation, sign="signed"), signed_version=situation.version)
    return Outcome(signed).doing("sign", name=name, version=str(situation.version)).saying("signed", name=name)


def _can_be_a_name(text: str) -> bool:
    """A sentence is no name: what is signed must not be something they meant to tell."""
    letters = any(letter.isalpha() for letter in text)
    return letters and len(text) >= 2 and len(text.split()) <= _LONGEST_NAME


def hear_copy(situation: Situation, heard: Heard) -> Outcome:
    """How they would like their copy."""
    address = heard.entity("email")
    if address is not None:
        return _copy_by_email(situation, str(address["value"]))
    if heard.chose("copy_email"):
        return _copy_by_known_email(situation)
    for meaning in ("copy_post", "copy_text"):
        if heard.chose(meaning):
            return Outcome(focused(situation, meaning))
    if heard.chose("copy_read"):
        return hear_copy_by_person(situation, "read")
    if heard.chose("copy_page") or heard.chose("skip") or heard.intent in {"deny", "skip_question", "unsure"}:
        return Outcome(with_progress(situation, copy="page")).saying("copy_on_page")
    return unchanged(situation).saying("please_choose")


def _copy_by_known_email(situation: Situation) -> Outcome:
    """To the address they gave; on the telephone a person takes a new one down, on the web they type it."""
    known = situation.record.facts.get("contact")
    found = _EMAIL.search(f"{known.value or ''} {known.words}") if known is not None else None
    if found is not None:
        return _copy_by_email(situation, found.group())
    if situation.channel == PHONE:
        return hear_copy_by_person(situation, "email_asked")
    return Outcome(focused(situation, "copy_email"))


def _copy_by_email(situation: Situation, address: str) -> Outcome:
    sent = with_progress(focused(situation, None), copy="email")
    return Outcome(sent).doing("copy_by_email", address=address).saying("copy_by_email", address=address)


def hear_copy_email(situation: Situation, heard: Heard) -> Outcome:
    """The address the copy goes to."""
    address = heard.entity("email")
    if address is not None:
        return _copy_by_email(situation, str(address["value"]))
    if heard.chose("leave_it") or heard.intent in {"deny", "skip_question"}:
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    return unchanged(situation).saying("email_unclear")


def hear_copy_post(situation: Situation, heard: Heard) -> Outcome:
    """The postal address; a member of staff posts the copy."""
    if heard.chose("person_asks"):
        return hear_copy_by_person(situation, "post_asked")
    if heard.chose("leave_it") or heard.intent in {"deny", "skip_question"}:
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    posted = with_progress(focused(situation, None), copy="post")
    return Outcome(posted).doing("copy_by_post", address=heard.text).saying("copy_by_post")
