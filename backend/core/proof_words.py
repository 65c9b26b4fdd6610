"""A proof in plain words: day by day to be read, and in one breath to be heard."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from backend.core.proofs import LONDON, WEEKEND, DayKind, Proof, ProofDay
from backend.core.spoken_dates import day_and_month, listed, spoken_date, weekday_and_day

_NUMBERS = {
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
}
_SATURDAY = 5


def proof_as_sentence(proof: Proof) -> str:
    """Every day of the count in sentences, from day 0 to the last day with its year."""
    time = proof.received_at.astimezone(LONDON)
    sentences = [f"Day 0 is {day_and_month(proof.received_on)} (we received it at {time:%H:%M})."]
    before = proof.received_on
    for _, run in groupby(proof.days[1:], key=lambda day: (day.kind, day.reason)):
        days = list(run)
        sentences.append(_run_as_sentence(days, before=before))
        before = days[-1].date
    sentences.append(f"So the last day is {spoken_date(proof.due_on)}.")
    return " ".join(sentences)


def proof_short(proof: Proof) -> str:
    """The whole count in one clause without a full stop, to be read aloud."""
    limit = "1 working day" if proof.working_days == 1 else f"{proof.working_days} working days"
    left_out = _left_out(proof)
    middle = f", leaving out {listed(left_out)}," if left_out else ""
    same_year = proof.due_on.year == proof.received_on.year
    due = day_and_month(proof.due_on) if same_year else spoken_date(proof.due_on)
    return f"{limit} after {day_and_month(proof.received_on)}{middle} is {due}"


def _run_as_sentence(days: list[ProofDay], *, before: date) -> str:
    names = _names([day.date for day in days], before=before)
    if days[0].kind is DayKind.COUNTED:
        if len(days) == 1:
            return f"{names} is day {days[0].count}."
        return f"{names} are days {_from_to([str(days[0].count), str(days[-1].count)], len(days))}."
    reason = "" if days[0].reason == WEEKEND else f" ({days[0].reason})"
    return f"{names} {'does' if len(days) == 1 else 'do'} not count{reason}."


def _names(days: list[date], *, before: date) -> str:
    """The first and last of consecutive days; the month is said when it is a new one."""
    names = []
    for day in _ends(days):
        names.append(weekday_and_day(day) if day.month == before.month else day_and_month(day))
        before = day
    return _from_to(names, len(days))


def _ends(days: list[date]) -> list[date]:
    return [days[0], days[-1]] if len(days) > 1 else days


def _from_to(ends: list[str], length: int) -> str:
    return f"{ends[0]} to {ends[-1]}" if length > 2 else listed(ends)


def _left_out(proof: Proof) -> list[str]:
    skipped = [day for day in proof.days if day.kind is DayKind.SKIPPED]
    weekends = sum(1 for day in skipped if day.reason == WEEKEND and day.date.weekday() == _SATURDAY)
    phrases: list[str] = []
    for day in skipped:
        phrase = _phrase(day, weekends=weekends, day_after_receipt=day is proof.days[1])
        if phrase not in phrases:
            phrases.append(phrase)
    return phrases


def _phrase(day: ProofDay, *, weekends: int, day_after_receipt: bool) -> str:
    if day.reason == WEEKEND:
        if day_after_receipt and day.date.weekday() != _SATURDAY:
            return day_and_month(day.date)  # a Sunday whose Saturday is day 0
        return "the weekend" if weekends == 1 else f"{_NUMBERS.get(weekends, weekends)} weekends"
    reason = day.reason or ""
    return f"the {reason}" if reason.lower().endswith("bank holiday") else reason
