"""Tell: the story is taken whole, in one message or ten, until they say that is everything."""

from __future__ import annotations

from dataclasses import replace

from backend.core.intake.situation import (
    CaseKind,
    Heard,
    Outcome,
    Situation,
    focused,
    unchanged,
    with_progress,
    with_record,
)
from backend.core.points import propose_points
from backend.core.record import Fact, FactState, Record, add_part, append_points, give_fact, texts, with_points

HARM = frozenset({"complain_treatment_result", "complain_injury_or_pain", "disclose_abuse"})
DISSATISFIED = frozenset({"on_behalf_of_someone", "reopen_resolved_complaint", "already_with_external_body"})
_NOT_A_STORY = frozenset({"affirm", "deny", "unsure", "skip_question", "finished_telling", "thanks", "greet"})
_FEWEST_WORDS = 4  # fewer words, with no topic in them, are asked about before a case is opened
_NEW_MATTER = 6  # words
_LONGEST_ASIDE = 8  # "that's everything, thank you" is no story; a longer message is, whatever it was taken for


def kind_of_case(heard: Heard, *, asks_concern: bool) -> CaseKind | None:
    """The case these words open, or None for words that express no dissatisfaction (E.R5, L.R50)."""
    labels = {heard.intent, *heard.topics}
    complains = any(label.startswith("complain_") for label in labels) or labels & (DISSATISFIED | HARM)
    mild = "raise_concern" in {heard.intent, *heard.topics[:1]}  # topics come likeliest first
    if mild and not labels & HARM:
        return CaseKind.CONCERN if asks_concern else CaseKind.COMPLAINT
    if complains or "raise_concern" in labels:
        return CaseKind.COMPLAINT
    long_enough = len(heard.text.split()) >= _FEWEST_WORDS
    return CaseKind.COMPLAINT if long_enough and not _is_aside(heard) else None


def hear_story(situation: Situation, heard: Heard) -> Outcome:
    """One message of the story is kept; the words that say it is over end it."""
    if heard.chose("have_reference"):
        return Outcome(focused(situation, "resume_reference"))
    if situation.case is None:
        return unchanged(situation).saying("tell_gently")
    if heard.chose("that_is_everything") or _says_it_is_over(heard):
        return _finish(situation)
    if _is_aside(heard):
        return unchanged(situation).saying("tell_more_gently")
    record = add_part(situation.record, heard.text, source=situation.channel)
    record = replace(record, topics=tuple(dict.fromkeys((*record.topics, *_topics(heard)))))
    told = with_record(situation, heard_facts(record, heard))
    outcome = Outcome(told)
    if HARM & {heard.intent, *heard.topics} and "safety_line" not in situation.progress:
        outcome = Outcome(with_progress(told, safety_line="said")).saying("treatment_safety_line")
    outcome = _offer_first_duties(outcome, heard)
    return outcome if len(record.parts) == 1 else outcome.saying("part_kept")


def _offer_first_duties(outcome: Outcome, heard: Heard) -> Outcome:
    """A language or a person wished for inside a longer story is offered, once, without breaking the story off."""
    for topic, key in (("ask_language", "language_offer"), ("ask_human", "person_offer")):
        if topic in heard.topics and key not in outcome.situation.progress:
            said = with_progress(outcome.situation, **{key: "said"})
            outcome = replace(outcome, situation=said).saying(key)
    return outcome


def _is_aside(heard: Heard) -> bool:
    """Whether it is an answer or small talk beside the story, and not a part of it."""
    short = len(heard.text.split()) <= _LONGEST_ASIDE
    return heard.choice is not None or (heard.intent in _NOT_A_STORY and short)


def _topics(heard: Heard) -> tuple[str, ...]:
    return (heard.intent, *heard.topics) if heard.intent.startswith("complain_") else heard.topics


def _says_it_is_over(heard: Heard) -> bool:
    return heard.choice is None and heard.intent in {"finished_telling", "deny"} and _is_aside(heard)


def _finish(situation: Situation) -> Outcome:
    record = situation.record
    if not record.parts and situation.call_back_open:
        return Outcome(with_record(situation, replace(record, story_done=True))).saying("told_to_person")
    if not record.parts:
        return unchanged(situation).saying("tell_gently")
    parts = {part.number: part.text for part in record.parts if not part.apart}
    done = replace(record, story_done=True)
    if not record.points:
        done = with_points(done, propose_points(parts))
    return Outcome(with_record(situation, done)).saying("story_kept")


def heard_facts(record: Record, heard: Heard) -> Record:
    """Facts that the story itself gives, so that they are not asked again."""
    relation = heard.entity("relationship")
    if relation or heard.intent == "on_behalf_of_someone":
        record = _unless_given(record, "for_whom", heard.text, "someone_else")
    for kind in ("email", "phone"):
        found = heard.entity(kind)
        if found:
            record = _unless_given(record, "contact", str(found["text"]), str(found["value"]))
    return record


def _unless_given(record: Record, key: str, words: str, value: str | None) -> Record:
    if key in record.facts:
        return record
    return give_fact(record, key, Fact(words, FactState.HEARD, value))


def hear_look_into(situation: Situation, heard: Heard) -> Outcome:
    """A concern: yes or unsure makes it a complaint from its first word; no keeps it a concern (Q12)."""
    if heard.chose("no") or heard.intent == "deny":
        kept = with_progress(situation, look_into="no")
        return Outcome(kept).saying("concern_kept")
    if not (heard.choice or heard.intent in {"affirm", "unsure"}):
        situation = with_record(situation, add_part(situation.record, heard.text, source=situation.channel))
    upgraded = with_progress(situation, look_into="yes")
    return Outcome(upgraded).doing("upgrade_concern").saying("concern_upgraded")


def is_new_matter(heard: Heard) -> bool:
    """A complaint topic in a message this long is a new matter, whatever was asked; "unclear" names none."""
    about = {label for label in (heard.intent, *heard.topics) if label.startswith("complain_")} - {"complain_unclear"}
    return heard.choice is None and bool(about) and len(heard.text.split()) >= _NEW_MATTER


def hear_addition(situation: Situation, heard: Heard) -> Outcome:
    """Words added after the story: new points, read back before anything is agreed again."""
    if not situation.record.story_done:
        return hear_story(situation, heard)
    before = len(texts(situation.record))
    record = add_part(situation.record, heard.text, source=situation.channel)
    record = append_points(record, propose_points({before + 1: heard.text}))
    progress = {key: value for key, value in situation.progress.items() if key != "agreement"}
    added = with_record(replace(situation, progress=progress), heard_facts(record, heard))
    return Outcome(focused(added, None)).saying("added")
