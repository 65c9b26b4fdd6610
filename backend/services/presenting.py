"""Display-ready values: a case, a question and a record in the words of a language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.core.clocks import from_data, proof_as_sentence, spoken_date
from backend.core.intake.agenda import point_values
from backend.core.intake.facts import FACTS
from backend.core.intake.situation import Situation
from backend.core.question import Choice, Question
from backend.core.record import Fact, FactState, Record
from backend.core.reference import speak_reference
from backend.core.spoken_dates import listed
from backend.services.context import Context
from backend.services.messages import labelled
from backend.store.queries import current_clock
from backend.store.tables import Case

LONDON = ZoneInfo("Europe/London")


def case_view(context: Context, session: Session, case: Case, language: str) -> dict[str, str]:
    """The case in words: reference, owner, due date with its proof, if missed, next stage."""
    policy = context.policy(case.provider)
    clock = current_clock(session, case)
    stage = policy.stage(case.stage)
    following = policy.next_stage(case.stage)
    say = context.wording.say
    owner = context.owner_title(case.provider, case.owner_role, language)
    duties = [say(language, f"stages.duty_{duty}") for duty in stage.delay_duties]
    return {
        "reference": case.reference,
        "reference_spoken": speak_reference(case.reference),
        "owner": owner,
        "owner_begins": owner[:1].upper() + owner[1:],
        "answers": say(language, f"stages.answers_{stage.force}"),
        "due": spoken_date(clock.due_on),
        "proof": proof_as_sentence(from_data(clock.proof)),
        "stage": stage.name.to(language),
        "if_missed": say(language, "stages.if_missed", duties=listed(duties)),
        "next_stage": (
            say(language, "stages.next", stage=following.name.to(language))
            if following is not None
            else say(language, "stages.none_after")
        ),
    }


def question_data(
    context: Context, situation: Situation, question: Question | None, language: str
) -> dict[str, Any] | None:
    """A question as the channels get it: its values filled and its choices labelled."""
    if question is None:
        return None
    values: dict[str, Any] = dict(question.values)
    if question.key == "agree":
        values |= record_lines(context, situation.record, language)
        chosen = [offer.label for offer in situation.offers if situation.record.offers.get(offer.key) == "accepted"]
        nothing = context.wording.say(language, "labels.nothing")
        values["chosen"] = listed(chosen) or nothing
        values["facts"] = values["facts"] or nothing
    if question.key in {"look_into", "sign", "copy", "settled", "withdraw", "escalate"} and situation.case:
        values |= {"reference": situation.case.reference, "due": situation.case.due}
    return {
        "key": question.key,
        "kind": str(question.kind),
        "about": question.about,
        "values": as_lines(values),
        "choices": [
            labelled(context, language, choice, _label(context, situation, choice, language))
            for choice in question.choices
        ],
    }


def as_lines(values: Mapping[str, str | list[str]]) -> dict[str, str]:
    """Values for a screen: a list stands one item to a line."""
    return {key: value if isinstance(value, str) else "\n".join(value) for key, value in values.items()}


def _label(context: Context, situation: Situation, choice: Choice, language: str) -> str | None:
    if choice.meaning == "accept":
        return next((f"{offer.label}" for offer in situation.offers if offer.key == choice.about), None)
    if choice.meaning == "fact" and choice.about:
        return context.wording.say(language, f"facts.{choice.about}")
    return None


def record_lines(context: Context, record: Record, language: str) -> dict[str, str | list[str]]:
    """The whole record in lines: points, the rest, and every fact that was given."""
    facts = [
        f"{context.wording.say(language, f'facts.{fact.key}')}: {fact_words(context, given, language)}"
        for fact in FACTS
        if (given := record.facts.get(fact.key)) is not None and given.state is not FactState.SKIPPED
    ]
    return {**point_values(record), "facts": facts}


def fact_words(context: Context, fact: Fact, language: str) -> str:
    """What was answered: the person's words, or the label of the choice they took."""
    if fact.words:
        return fact.words
    return context.wording.say(language, f"choices.{fact.value}", about="") if fact.value else ""


def spoken_moment(at: datetime) -> str:
    """By when, in London: "9 am on Monday 23 November 2026", or "the end of" the day that midnight ends."""
    local = at.astimezone(LONDON)
    if local.time() == time(0):
        return f"the end of {spoken_date(local.date() - timedelta(days=1))}"
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{hour}{minutes} {'am' if local.hour < 12 else 'pm'} on {spoken_date(local.date())}"
