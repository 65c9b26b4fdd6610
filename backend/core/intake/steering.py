"""What a person may say at any time: correct an answer, start over, add, settle, withdraw, go further."""

from __future__ import annotations

from dataclasses import replace

from backend.core.intake.pointing import begin_change
from backend.core.intake.situation import (
    Heard,
    Outcome,
    Situation,
    focused,
    read_value,
    unchanged,
    with_record,
)
from backend.core.record import Fact, FactState, Record, add_part, give_fact

_FACT_OF = {"date": "when", "email": "contact", "phone": "contact", "reference": "appointment"}


def correct(situation: Situation, heard: Heard) -> Outcome:
    """A correction in words goes to the latest answer of its kind; otherwise we ask which."""
    if situation.case is None:
        return unchanged(situation).saying("nothing_to_correct")
    for kind, key in _FACT_OF.items():
        found = _not_denied(heard, kind)
        if found is not None and key in situation.record.facts:
            return _corrected(situation, key, str(found["text"]), read_value(found))
    name = heard.entity("name")
    if name is not None:
        return _corrected(situation, "name", str(name["value"]), None)
    if not situation.record.points:
        record = situation.record
        return Outcome(with_record(situation, _noted(record, heard, situation.channel))).saying("part_kept")
    return begin_change(situation, heard)


def _not_denied(heard: Heard, kind: str) -> dict[str, object] | None:
    """The first entity of a kind that is not the wrong one ("Tuesday, not Monday")."""
    for entity in heard.entities:
        start = int(str(entity.get("start", 0)))
        before = heard.text[:start].rstrip().lower()
        if entity.get("entity") == kind and not before.endswith(("not", "not on", "isn't", "wasn't")):
            return dict(entity)
    return None


def _corrected(situation: Situation, key: str, words: str, value: str | None) -> Outcome:
    """The answer is changed; a question which one was meant is answered by that."""
    record = give_fact(situation.record, key, Fact(words, FactState.GIVEN, value))
    which = situation.focus is not None and situation.focus.doing in {"which_change", "which_fact"}
    settled = focused(situation, None) if which else situation
    return Outcome(with_record(settled, record)).saying("fact_changed", words=words, fact=key)


def _noted(record: Record, heard: Heard, channel: str) -> Record:
    return add_part(record, heard.text, source=channel)


def ask_to_start_over(situation: Situation) -> Outcome:
    """Starting over is asked once more; what was said stays kept."""
    if situation.case is None:
        return unchanged(situation).saying("nothing_told_yet")
    return Outcome(focused(situation, "start_over"))


def hear_start_over(situation: Situation, heard: Heard) -> Outcome:
    """Yes empties the record; the earlier versions and every message stay."""
    if not (heard.chose("yes") or heard.intent == "affirm"):
        return Outcome(focused(situation, None)).saying("left_as_it_is")
    kept = {key: value for key, value in situation.progress.items() if key in {"code", "look_into"}}
    fresh = with_record(replace(situation, focus=None, progress=kept), Record())
    return Outcome(fresh).saying("started_over")


def hear_yes_no(situation: Situation, heard: Heard, *, doing: str) -> Outcome:
    """A yes carries out what was asked about; anything else leaves things as they are."""
    closed = focused(situation, None)
    if heard.chose("yes") or heard.intent == "affirm":
        return Outcome(closed).doing(doing, words=heard.text)
    return Outcome(closed).saying("left_as_it_is")


def ask_first(situation: Situation, doing: str) -> Outcome:
    """Opens the yes/no question that comes before settling, withdrawing or going further."""
    if situation.case is None:
        return Outcome(focused(situation, "resume_reference"))
    return Outcome(focused(situation, doing))
