"""Grouping: which sentences of a story are one matter, neighbours or where the story comes back to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from backend.core.points.borders import ALWAYS, PARTS, Story, border_before, story_of
from backend.core.points.layout import HEADINGS, Place
from backend.core.points.topics import Sense, likeness, sense_of, together
from backend.core.points.units import Evidence, Unit

Group = list[int]  # the places of units in the story

_MOST_RUNS = 40  # more are joined at their weakest borders before they are compared with one another
_RETURN_WITHIN = 8  # words within which "the main thing" says that the story comes back
_SHORT_RETURN = 2  # sentences; a longer run is a matter of its own unless it says otherwise
_ENOUGH, _ENOUGH_IF_SAID = 2.5, 0.5  # what a run must have in common with an earlier matter to come back to it
_SHARED_TOPIC = 0.5  # a shared word has 1
_LENGTH = 0.01  # a unit; of neighbours as alike as others the shorter are joined


def groups_of(units: Sequence[Unit], roles: Sequence[bool], *, at_most: int) -> list[Group]:
    """The units of each point, in the story's order, at most so many points."""
    story = story_of(units, roles)
    runs, borders = _runs(story)
    runs, borders = _strongest(runs, borders, at_most=max(_MOST_RUNS, at_most))
    runs = _with_slight_ones_joined(story, runs, borders)
    return _no_more_than(story, _with_returns_joined(story, runs), at_most=at_most)


def _runs(story: Story) -> tuple[list[Group], list[float]]:
    """Runs of neighbouring units on one matter, and how strong the border before each is."""
    runs: list[Group] = []
    borders: list[float] = []
    for n in (n for n, role in enumerate(story.roles) if role):
        score = border_before(story, n, runs[-1]) if runs else ALWAYS
        if score >= PARTS:
            runs.append([n])
            borders.append(score)
        else:
            runs[-1].append(n)
    return runs, borders


def _strongest(runs: list[Group], borders: list[float], *, at_most: int) -> tuple[list[Group], list[float]]:
    """The runs joined at their weakest borders until there are at most so many."""
    kept = sorted(sorted(range(1, len(runs)), key=lambda n: -borders[n])[: at_most - 1])
    edges = [0, *kept, len(runs)]
    return [list(chain(*runs[a:b])) for a, b in pairwise(edges)], [borders[edge] for edge in edges[:-1]]


def _with_slight_ones_joined(story: Story, runs: list[Group], borders: list[float]) -> list[Group]:
    """The runs, where one that tells of nothing by itself joins the neighbour it is less parted from."""
    runs, borders = list(runs), [*borders, 2 * ALWAYS]
    n = 0
    while n < len(runs) and len(runs) > 1:
        if not _is_slight(story, runs[n]):
            n += 1
            continue
        n -= n == len(runs) - 1 or (n > 0 and borders[n] <= borders[n + 1])
        runs[n : n + 2] = [runs[n] + runs[n + 1]]
        del borders[n + 1]
    return runs


def _is_slight(story: Story, run: Group) -> bool:
    units = [story.units[n] for n in run]
    if any(unit.place is Place.ITEM or unit.place in HEADINGS for unit in units):
        return False
    told = max(unit.evidence for unit in units)
    return told is Evidence.NONE or (told is Evidence.HINT and not any(unit.topics for unit in units))


def _with_returns_joined(story: Story, runs: list[Group]) -> list[Group]:
    """The runs, where one that comes back to an earlier matter joins it."""
    kept: list[Group] = []
    for run in runs:
        earlier = _earlier_matter(story, kept, run)
        if earlier is None:
            kept.append(run)
        else:
            earlier.extend(run)
    return kept


def _earlier_matter(story: Story, kept: list[Group], run: Group) -> Group | None:
    first = story.units[run[0]]
    says_so = first.opens_with("return", within=_RETURN_WITHIN)
    announced = first.place is Place.ITEM or first.place in HEADINGS or first.opens_with("new_topic", within=3)
    if not kept or announced or (len(run) > _SHORT_RETURN and not says_so):
        return None
    about = _sense(story, run)
    ties = [_tie_to_earlier(about, _sense(story, group), says_so=says_so) for group in kept]
    best = ties.index(max(ties))
    return kept[best] if ties[best] >= (_ENOUGH_IF_SAID if says_so else _ENOUGH) else None


def _tie_to_earlier(run: Sense, earlier: Sense, *, says_so: bool) -> float:
    """What a run has in common with an earlier matter; nothing where it tells of something else as well."""
    same = run.topics.keys() & earlier.topics.keys()
    goes_on = same and (says_so or run.topics.keys() <= earlier.topics.keys())
    return len(run.stems & earlier.stems) + _SHARED_TOPIC * len(same) if goes_on else 0


def _no_more_than(story: Story, groups: list[Group], *, at_most: int) -> list[Group]:
    """The groups, the likest neighbours joined until there are at most so many."""
    groups = list(groups)
    senses = [_sense(story, group) for group in groups]
    while len(groups) > max(1, at_most):
        ties = [
            _tie(*pair) - _LENGTH * (len(a) + len(b))
            for pair, (a, b) in zip(pairwise(senses), pairwise(groups), strict=True)
        ]
        best = ties.index(max(ties))
        groups[best : best + 2] = [groups[best] + groups[best + 1]]
        senses[best : best + 2] = [together(senses[best], senses[best + 1])]
    return groups


def _tie(one: Sense, other: Sense) -> float:
    return len(one.stems & other.stems) + 2 * likeness(one.topics, other.topics)


def _sense(story: Story, group: Group) -> Sense:
    return sense_of((story.units[n] for n in group), story.rare)
