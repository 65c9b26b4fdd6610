"""Facts, the four numbers, and what stage 1 can offer: asked once, each skippable."""

from __future__ import annotations

import re
from dataclasses import replace

from backend.core.intake.by_phone import PHONE, hear_contact_in_words, hear_this_number
from backend.core.intake.facts import BY_KEY, FactQuestion
from backend.core.intake.situation import (
    Heard,
    Outcome,
    Situation,
    focused,
    read_value,
    unchanged,
    with_progress,
    with_record,
)
from backend.core.question import Kind
from backend.core.record import Fact, FactState, answer_offers, give_fact

_MYSELF = re.compile(r"\b(me|myself|i am the patient|my own|for me)\b", re.IGNORECASE)
_ONLY_ME = re.compile(r"\W*(?:(?:it'?s|it is|this is|just|only)\W+)*(?:for )?(?:me|myself)\W*", re.I)
_SKIPS = frozenset({"skip_question", "unsure"})
_LONGEST_ASIDE = 8  # words: "no, that's all, thank you" answers no question that wants words
_BARE_YES = re.compile(
    r"\W*(?:yes|yeah|yep|yup|aye|ok|okay|sure|of course)(?:,? (?:please|thanks|thank you|there is))?\W*", re.I
)
_BARE_NO = re.compile(r"\W*(?:no|nope|nah|none|n/?a|not really)(?:,? (?:thanks|thank you))?\W*", re.I)


def hear_fact(situation: Situation, heard: Heard, key: str) -> Outcome:
    """The answer to a fact question, kept in their words; any words are an answer."""
    question = BY_KEY[key]
    if heard.chose("leave_it"):
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    if heard.chose("this_number"):
        return hear_this_number(situation)
    if heard.chose("another_number"):
        return Outcome(focused(situation, "contact_number"))
    skipped = _skipped(question, heard)
    if key == "contact" and situation.channel == PHONE and heard.choice is None and skipped is None:
        return hear_contact_in_words(situation, heard)
    if _only_yes(question, heard):
        return unchanged(situation).saying("fact_in_words")
    fact = skipped or _given(question, heard)
    if situation.channel == PHONE and heard.choice is None and not heard.text.isdigit():
        fact = replace(fact, by_phone=True)
    told = with_record(focused(situation, None), give_fact(situation.record, key, fact))
    outcome = Outcome(told)
    if key == "needs" and fact.state is FactState.GIVEN:
        return outcome.doing("promise_needs", words=fact.words).saying("needs_noted")
    if key == "authority":
        return outcome.doing("promise_authority_check").saying("authority_noted")
    if situation.focus is not None and fact.state is FactState.SKIPPED:
        return outcome.saying("fact_left_out", fact=key)
    if situation.focus is not None:
        return outcome.saying("fact_changed", words=fact.words, fact=key)
    return outcome


def _skipped(question: FactQuestion, heard: Heard) -> Fact | None:
    nothing = heard.chose("skip") or heard.chose("none_needed") or heard.intent in _SKIPS
    nothing = nothing or (_wants_words(question, heard) and _only_no(question, heard))
    return Fact("", FactState.SKIPPED) if nothing else None


def _wants_words(question: FactQuestion, heard: Heard) -> bool:
    return heard.choice is None and question.kind in {Kind.SENTENCE, Kind.NARRATIVE, Kind.DATE}


def _only_yes(question: FactQuestion, heard: Heard) -> bool:
    """A bare yes is not what was asked for, be it a name, a day or a need."""
    return _wants_words(question, heard) and bool(_BARE_YES.fullmatch(heard.text))


def _only_no(question: FactQuestion, heard: Heard) -> bool:
    """No, or nothing more to say: there is no answer, which is never stored as one."""
    if _BARE_NO.fullmatch(heard.text) or (heard.intent == "deny" and question.key == "needs" and _is_short(heard)):
        return True
    return heard.intent == "finished_telling" and _is_short(heard)


def _is_short(heard: Heard) -> bool:
    return len(heard.text.split()) <= _LONGEST_ASIDE


def _given(question: FactQuestion, heard: Heard) -> Fact:
    if heard.choice is not None:
        return Fact(heard.text, FactState.GIVEN, heard.choice.meaning)
    return Fact(heard.text, FactState.GIVEN, _value(question, heard))


def _value(question: FactQuestion, heard: Heard) -> str | None:
    if question.kind is Kind.YES_NO:
        return {"affirm": "yes", "deny": "no"}.get(heard.intent)
    if question.key == "for_whom":
        if _ONLY_ME.fullmatch(heard.text):
            return "myself"
        if heard.entity("relationship") or heard.intent == "on_behalf_of_someone":
            return "someone_else"
        return "myself" if _MYSELF.search(heard.text) else None
    if question.key == "authority":
        return {"affirm": "they_agree", "deny": "not_yet"}.get(heard.intent)
    for kind in ("date", "email", "phone", "reference"):
        found = heard.entity(kind)
        if found and (kind == "date") == (question.kind is Kind.DATE):
            return read_value(found)
    return None


def hear_code(situation: Situation, heard: Heard) -> Outcome:
    """Four numbers they will remember, so that they can come back; never required."""
    if heard.chose("skip") or heard.intent in {"skip_question", "deny", "unsure"}:
        return Outcome(with_progress(situation, code="skipped")).saying("code_skipped")
    digits = re.sub(r"\D", "", str((heard.entity("code") or {}).get("value", "")) or heard.text)
    if len(digits) != 4:
        return unchanged(situation).saying("code_unclear")
    return Outcome(with_progress(situation, code="set")).doing("set_code", code=digits).saying("code_set")


def hear_offer(situation: Situation, heard: Heard) -> Outcome:
    """Which offer they would like, or none, which is a normal end."""
    offered = [offer.key for offer in situation.offers if offer.key not in situation.record.offers]
    only_yes = heard.intent == "affirm" and len(offered) == 1
    wanted = heard.choice.about if heard.choice and heard.chose("accept") else offered[0] if only_yes else None
    if wanted in offered:
        record = answer_offers(situation.record, offered=offered, accepted=wanted)
        offer = next(offer for offer in situation.offers if offer.key == wanted)
        outcome = Outcome(with_record(situation, record)).doing("promise_offer", key=offer.key)
        return outcome.saying("offer_noted", offer=offer.label, owner=offer.owner, by=offer.by)
    if heard.chose("none_of_these") or heard.intent in {"deny", "skip_question", "unsure"}:
        record = answer_offers(situation.record, offered=offered, accepted=None)
        return Outcome(with_record(situation, record)).saying("offers_declined")
    return unchanged(situation).saying("please_choose")
