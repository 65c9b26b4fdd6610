"""The agenda: what a conversation asks next. Pure: situation in, the one open Question out."""

from __future__ import annotations

from dataclasses import replace

from backend.core.intake.by_phone import PHONE, copy_text_question, on_phone
from backend.core.intake.facts import BY_KEY, fact_question, next_fact
from backend.core.intake.point_keys import points_key
from backend.core.intake.points_by_phone import heard_wrong_question, next_point
from backend.core.intake.situation import CaseKind, Focus, Situation
from backend.core.question import Choice, Kind, Question
from backend.core.record import Record, rest, words_of

SAFETY_HOLD = Question("safety_hold", Kind.MENU, (Choice("person"), Choice("safe_carry_on"), Choice("stop_for_now")))
TELL = Question("tell", Kind.NARRATIVE, (Choice("person"),))
TELL_MORE = Question("tell_more", Kind.NARRATIVE, (Choice("that_is_everything"), Choice("person")))


def open_question(situation: Situation) -> Question | None:
    """The question to ask now, or None when everything has been asked."""
    if situation.on_hold:
        return SAFETY_HOLD
    question = _next(situation)
    return on_phone(question, situation) if question and situation.channel == PHONE else question


def _next(situation: Situation) -> Question | None:
    if situation.focus is not None:
        return _inner(situation, situation.focus)
    if situation.case is not None and situation.case.over:
        return None
    return _telling(situation) or _agreeing_points(situation) or _asking(situation) or _closing(situation)


def _telling(situation: Situation) -> Question | None:
    if situation.case is None:
        return TELL
    if situation.call_back_open and "contact" not in situation.record.facts:
        return fact_question(BY_KEY["contact"])
    if not situation.record.story_done:
        return _story(situation)
    if situation.case.kind is CaseKind.CONCERN and "look_into" not in situation.progress:
        choices = (Choice("yes"), Choice("no"), Choice("unsure"))
        return Question("look_into", Kind.YES_NO, choices)
    if situation.channel == PHONE and "needs" not in situation.record.facts:
        return fact_question(BY_KEY["needs"])
    return None


def _story(situation: Situation) -> Question:
    """Nothing told yet is asked for plainly; who has asked for a person may leave the telling to them."""
    if any(not part.apart for part in situation.record.parts):
        return TELL_MORE
    return replace(TELL, choices=TELL_MORE.choices) if situation.call_back_open else TELL


def _agreeing_points(situation: Situation) -> Question | None:
    if not situation.record.points or situation.progress.get("points") == points_key(situation.record):
        return None
    if situation.channel == PHONE:
        return next_point(situation)
    choices = (Choice("agree"), Choice("change"), Choice("person"))
    return Question("points", Kind.READ_BACK, choices, values=point_values(situation.record))


def point_values(record: Record) -> dict[str, str | list[str]]:
    """The points numbered in the person's own words, and what is left over."""
    points = [f"{number}. {words_of(record, point)}" for number, point in enumerate(record.points, start=1)]
    return {"points": points, "count": str(len(points)), "rest": rest(record)}


def _asking(situation: Situation) -> Question | None:
    if "code" not in situation.progress:
        return Question("code", Kind.DIGITS, (Choice("skip"),), skippable=True)
    fact = next_fact(situation.record)
    if fact is not None:
        return fact_question(fact)
    unasked = [offer for offer in situation.offers if offer.key not in situation.record.offers]
    if unasked:
        choices = (*(Choice("accept", offer.key) for offer in unasked), Choice("none_of_these"))
        listed = [f"{offer.label} ({offer.by})" for offer in unasked]
        return Question("offer", Kind.MENU, choices, values={"offers": listed})
    return None


def _closing(situation: Situation) -> Question | None:
    if situation.progress.get("agreement") == "declined":
        return None
    if not situation.agreed:
        answers = (Choice("agree", str(situation.version)), Choice("change"), Choice("not_now"), Choice("person"))
        return Question("agree", Kind.READ_BACK, answers, values=point_values(situation.record))
    signed_earlier = situation.progress.get("sign") == "signed" and situation.signed_version != situation.version
    if situation.channel != PHONE and (situation.progress.get("sign") is None or signed_earlier):
        return Question("sign", Kind.SENTENCE, (Choice("skip"),), skippable=True)
    if situation.progress.get("copy") is None:
        return Question("copy", Kind.MENU, (Choice("copy_email"), Choice("copy_post"), Choice("copy_page")))
    return None


def _inner(situation: Situation, focus: Focus) -> Question:
    record = situation.record
    if focus.doing == "which_change":
        points = tuple(Choice("point", str(n)) for n in range(1, len(record.points) + 1))
        choices = (*points, Choice("add_point"), Choice("change_fact"), Choice("leave_it"))
        return Question("which_change", Kind.MENU, choices, values=point_values(record))
    if focus.doing == "change_point":
        return _change_point(record, focus)
    if focus.doing == "heard_wrong":
        return heard_wrong_question(focus.about)
    if focus.doing == "copy_text":
        return copy_text_question(situation)
    if focus.doing == "which_fact":
        given = tuple(Choice("fact", key) for key in BY_KEY if key in record.facts)
        return Question("which_fact", Kind.MENU, (*given, Choice("leave_it")))
    if focus.doing == "change_fact":
        fact = fact_question(BY_KEY[str(focus.about)])
        return Question(fact.key, fact.kind, (*fact.choices[:-1], Choice("leave_it")), True, fact.about)
    if focus.doing == "start_over":
        return Question("start_over", Kind.YES_NO, (Choice("yes"), Choice("no")))
    return _RESUMING.get(focus.doing) or Question(focus.doing, Kind.NARRATIVE, (Choice("leave_it"),))


def _change_point(record: Record, focus: Focus) -> Question:
    number = int(focus.about or 1)
    choices = [Choice("remove", focus.about), Choice("split", focus.about)]
    if number > 1:
        choices.append(Choice("join", focus.about))
    words = words_of(record, record.points[number - 1]) if number <= len(record.points) else ""
    values: dict[str, str | list[str]] = {"number": str(number), "words": words}
    return Question("change_point", Kind.NARRATIVE, (*choices, Choice("leave_it")), about=focus.about, values=values)


_RESUMING = {
    "contact_number": Question("contact_number", Kind.PHONE_NUMBER, (Choice("leave_it"),)),
    "resume_reference": Question("resume_reference", Kind.SENTENCE, (Choice("leave_it"), Choice("person"))),
    "resume_check": Question("resume_check", Kind.SENTENCE, (Choice("leave_it"), Choice("person"))),
    "withdraw": Question("withdraw", Kind.YES_NO, (Choice("yes"), Choice("no"))),
    "settled": Question("settled", Kind.YES_NO, (Choice("yes"), Choice("no"))),
    "escalate": Question("escalate", Kind.YES_NO, (Choice("yes"), Choice("no"))),
}
