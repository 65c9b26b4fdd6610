"""Roles: which sentences of a story are what happened, and which are the rest of what was said.

When in doubt a sentence is what happened: a matter lost is worse than a point too many.
"""

from __future__ import annotations

from collections.abc import Sequence

from backend.core.points.layout import FRAMES, HEADINGS, Break, Place
from backend.core.points.units import Evidence, Unit

_AT_ONCE, _EARLY = 3, 8  # words within which a cue is what the sentence is about
_SHORT = 6  # words
_FEWEST_WITH_A_LEAD = 40  # words of a story; a shorter one comes to the point
_FEWEST_DIGITS = 9  # of a telephone number
_OFTEN_WISHED = "billing"  # "I want a refund" tells of no wrong charge


def is_anchor(unit: Unit) -> bool:
    """Whether the sentence is what happened beyond doubt."""
    if unit.place in {Place.ITEM, Place.IN_ITEM, Place.HEADING}:
        return True
    if unit.evidence is Evidence.PLAIN:
        return bool(unit.signs) or not unit.opens_with("background", within=_AT_ONCE)
    return unit.evidence is Evidence.HINT and bool(unit.topics)


def is_wish(unit: Unit) -> bool:
    """Whether the sentence says what the person would like to come of it."""
    at = unit.cues.get("wish")
    if at is None or unit.has("not_a_wish") or unit.opens_with("reported", within=at):
        return False
    if unit.evidence is Evidence.PLAIN:
        return at < _EARLY and unit.cues["strong"] >= at >= unit.cues.get("why", -1)
    return at < _EARLY or not unit.topics


def in_points(units: Sequence[Unit]) -> list[bool]:
    """For each unit, whether it belongs to a point."""
    roles = [not _is_rest(unit) for unit in units]
    _keep_amid(units, roles)
    _leave_out_lead(units, roles)
    _leave_out_tail(units, roles)
    _settle_blocks(units, roles)
    _keep_sole_mentions(units, roles)
    _settle_hesitation(units, roles)
    return roles


def _is_rest(unit: Unit) -> bool:
    """Whether the sentence, taken by itself, is anything but what happened."""
    plain = unit.evidence is Evidence.PLAIN
    if unit.place in {Place.REFERENCE, Place.WISHED}:
        return True
    if unit.place is Place.FRAME:
        return unit.titled or not plain
    if unit.quoted:
        return False
    if is_wish(unit) or (unit.opens_with("framing", within=_AT_ONCE) and unit.signs):
        return True
    if plain or unit.opens_with("new_topic", "further", within=_AT_ONCE):
        return False
    if unit.opens_with("greeting", "thanks", within=_AT_ONCE) or unit.has("steady_background"):
        return True
    if unit.opens_with("framing", "contact", within=_EARLY) or _is_telephone(unit):
        return True
    if unit.evidence is Evidence.NONE and unit.has("thanks", "resolved"):
        return True
    return unit.place is Place.LEAD_IN or (unit.has("reassurance") and not unit.topics)


def _is_telephone(unit: Unit) -> bool:
    digits = sum(len(word) for word in unit.words if word.isdigit())
    return digits >= _FEWEST_DIGITS and len(unit.words) <= _SHORT


def _keep_amid(units: Sequence[Unit], roles: list[bool]) -> None:
    """An aside between two sentences of what happened, in one paragraph, stays with them."""
    anchored = [role and is_anchor(unit) for unit, role in zip(units, roles, strict=True)]
    for n in range(1, len(units) - 1):
        unbroken = units[n].break_before is units[n + 1].break_before is Break.NONE
        if unbroken and anchored[n - 1] and anchored[n + 1]:
            roles[n] = not is_wish(units[n])


def _leave_out_lead(units: Sequence[Unit], roles: list[bool]) -> None:
    """What comes before the first matter and only tells who they are and how they came to be here."""
    if sum(len(unit.words) for unit in units) < _FEWEST_WITH_A_LEAD:
        return
    narrators = ["narrator"]
    structured = any(unit.place in {Place.ITEM, Place.HEADING} for unit in units)
    for n, unit in enumerate(units):
        narrators += ["narrator_for_another"] if unit.has("on_behalf") else []
        hinted = unit.evidence is Evidence.HINT and unit.place is Place.TEXT
        if roles[n] and is_anchor(unit) and not (structured and hinted):
            return
        of_self = unit.opens_with(*narrators, within=_AT_ONCE) or unit.opens_with("narrator_elliptical")
        introduces = structured or of_self or unit.has("background", "praise")
        roles[n] = roles[n] and bool(unit.topics) and not introduces


def _leave_out_tail(units: Sequence[Unit], roles: list[bool]) -> None:
    """What comes after the last matter once they have begun to say what they want, or goodbye."""
    last = max((n for n, unit in enumerate(units) if roles[n] and is_anchor(unit)), default=len(units))
    closing = next((n for n in range(last + 1, len(units)) if not roles[n]), len(units))
    for n in range(closing, len(units)):
        adds = units[n].opens_with("new_topic", "further", "further_at_start", within=_AT_ONCE)
        roles[n] = roles[n] and (adds or bool(units[n].topics))


def _settle_blocks(units: Sequence[Unit], roles: list[bool]) -> None:
    """A heading goes with what stands under it; under "what I would like" only a plain matter is one."""
    heading: int | None = None
    for n, unit in enumerate(units):
        if unit.place in HEADINGS | FRAMES:
            heading = n if unit.place in HEADINGS else None
            roles[n] = roles[n] and unit.place is Place.FRAME
        elif heading is not None:
            if units[heading].place is not Place.HEADING and unit.evidence is not Evidence.PLAIN:
                roles[n] = False
            roles[heading] = roles[heading] or roles[n]


def _keep_sole_mentions(units: Sequence[Unit], roles: list[bool]) -> None:
    """What introduces or asks for something is a matter when nothing else is said of what it names."""
    told = {topic for n, unit in enumerate(units) if roles[n] for topic in unit.topics}
    for n, unit in enumerate(units):
        if roles[n] or unit.place is not Place.TEXT:
            continue
        if is_wish(unit):
            roles[n] = bool(unit.signs - {_OFTEN_WISHED}) and not unit.signs & told
        elif unit.has("framing"):
            roles[n] = bool(unit.signs - told) or (bool(unit.topics) and not unit.topics.keys() & told)


def _settle_hesitation(units: Sequence[Unit], roles: list[bool]) -> None:
    """A few words that only lead on go with what they lead to."""
    for n in range(len(units) - 2, -1, -1):
        unit = units[n]
        only = unit.has("hesitation") and not unit.topics and unit.evidence is not Evidence.PLAIN
        if only and len(unit.words) <= _SHORT:
            roles[n] = roles[n + 1]
