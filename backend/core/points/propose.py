"""Proposing points: a story split into numbered matters, in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.core.points.cues import cues
from backend.core.points.grouping import groups_of
from backend.core.points.roles import in_points, is_anchor, is_wish
from backend.core.points.spans import Span, joined
from backend.core.points.units import Unit, units_of

MOST_POINTS = 7
_FEWEST_KNOWN = 0.2  # share of everyday words under which a story is in a language the cues do not know
_ENOUGH_WORDS = 12  # to tell that by


def propose_points(parts: Mapping[int, str], *, at_most: int = MOST_POINTS) -> list[tuple[Span, ...]]:
    """The points a story seems to hold, in its own order; what is in none is the rest.

    Each point is verbatim spans, none of which crosses a part. Any words at all give one point at least.
    """
    units = units_of(parts)
    roles = _roles(units)
    groups = groups_of(units, roles, at_most=at_most) if any(roles) else []
    return [joined(parts, (units[n].span for n in group)) for group in groups]


def is_outcome_wish(sentence: str) -> bool:
    """Whether the words say what the person would like to come of it, not what went wrong."""
    units = units_of({1: sentence})
    return bool(units) and all(is_wish(unit) for unit in units)


def _roles(units: Sequence[Unit]) -> list[bool]:
    """For each unit whether it is in a point: all of them where what went wrong cannot be told apart."""
    roles = in_points(units) if _is_understood(units) else []
    told = any(role and (is_anchor(unit) or unit.evidence) for unit, role in zip(units, roles, strict=False))
    return roles if told else [True] * len(units)


def _is_understood(units: Sequence[Unit]) -> bool:
    words = [word for unit in units for word in unit.words]
    everyday = sum(word in cues().words["stop_words"] for word in words)
    return len(words) < _ENOUGH_WORDS or everyday >= _FEWEST_KNOWN * len(words)
