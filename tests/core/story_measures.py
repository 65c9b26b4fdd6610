"""How well proposed points agree with the points an author marked in a story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from backend.core.points import Span, rest_of

STORIES = sorted((Path(__file__).parents[1] / "stories").glob("*.yml"))
REST = 0  # the label of characters in no point; points are labelled from 1
TRIFLE = 12  # characters other than white space; a stray "and then" is not worth an edit


@dataclass(frozen=True, slots=True)
class Story:
    """A story, and the point that each of its characters belongs to, by part and place."""

    name: str
    kind: str
    parts: Mapping[int, str]
    expected: Mapping[tuple[int, int], int]
    edges: frozenset[tuple[int, int]]


def read_story(path: Path) -> Story:
    """A story from its file; each span must occur exactly once in it."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = dict(enumerate(data["parts"], start=1))
    expected: dict[tuple[int, int], int] = {}
    edges: set[tuple[int, int]] = set()
    for label, spans in [*enumerate(data["points"], start=1), (REST, data["rest"])]:
        for words in spans:
            part, start = _found_once(parts, words, path.name)
            expected |= {(part, place): label for place in range(start, start + len(words))}
            edges |= {(part, start), (part, start + len(words))}
    return Story(path.stem, data["kind"], parts, expected, frozenset(edges))


def _found_once(parts: Mapping[int, str], words: str, name: str) -> tuple[int, int]:
    found = [(number, text.find(words)) for number, text in parts.items() for _ in range(text.count(words))]
    assert len(found) == 1, f"{name}: {words!r} occurs {len(found)} times, not once"
    return found[0]


@dataclass(slots=True)
class Measures:
    """Counts that add up over stories."""

    stories: int = 0
    borders_right: int = 0
    borders_expected: int = 0
    borders_proposed: int = 0
    neighbours: int = 0
    neighbours_agreed: int = 0
    windows: int = 0
    windows_differ: int = 0
    edits: int = 0
    matter: int = 0
    matter_kept: int = 0
    lost: int = 0

    def __add__(self, other: Measures) -> Measures:
        return Measures(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def border_f1(self) -> float:
        """Agreement on where one point, or the rest, ends and another begins."""
        return 2 * self.borders_right / max(1, self.borders_expected + self.borders_proposed)

    @property
    def agreement(self) -> float:
        """Share of neighbouring pieces judged alike: same point, different points, rest."""
        return self.neighbours_agreed / max(1, self.neighbours)

    @property
    def window_diff(self) -> float:
        """WindowDiff: share of windows that hold a different number of borders; 0 is best."""
        return self.windows_differ / max(1, self.windows)

    @property
    def edits_each(self) -> float:
        """Edits needed, on average, to turn a proposal into the author's points."""
        return self.edits / max(1, self.stories)

    @property
    def recall(self) -> float:
        """Share of the characters of the author's points that are in some proposed point."""
        return self.matter_kept / max(1, self.matter)


def measure(story: Story, points: Sequence[tuple[Span, ...]]) -> Measures:
    """One story's measures.

    The neighbouring pieces are the finest units: the story cut at every edge of the author's spans and
    of the proposed spans. A pair of them is *same point*, *different points*, *point and rest* or *both
    rest*; a border is a pair of the middle two kinds.
    """
    proposed = _labels(points)
    edges = story.edges | {(s.part, edge) for point in points for s in point for edge in (s.start, s.end)}
    pieces = _pieces(story, proposed, edges)
    pairs = list(zip(pieces, pieces[1:], strict=False))
    kinds = [(_relation(a[0], b[0]), _relation(a[1], b[1])) for a, b in pairs]
    differ, windows = _window_diff([tuple(kind in _BORDERS for kind in pair) for pair in kinds])
    matter = [place for place, label in story.expected.items() if label != REST and _solid(story, place)]
    return Measures(
        stories=1,
        borders_right=sum(a in _BORDERS and b in _BORDERS for a, b in kinds),
        borders_expected=sum(a in _BORDERS for a, _ in kinds),
        borders_proposed=sum(b in _BORDERS for _, b in kinds),
        neighbours=len(kinds),
        neighbours_agreed=sum(a == b for a, b in kinds),
        windows=windows,
        windows_differ=differ,
        edits=edits_needed(story, points),
        matter=len(matter),
        matter_kept=sum(place in proposed for place in matter),
        lost=_lost(story, points),
    )


def _lost(story: Story, points: Sequence[tuple[Span, ...]]) -> int:
    """Characters that are neither in a point nor in the rest, or in more than one of them."""
    taken = [span for point in points for span in point]
    places = [(s.part, n) for s in [*taken, *rest_of(story.parts, taken)] for n in range(s.start, s.end)]
    solid = {(part, n) for part, text in story.parts.items() for n in range(len(text)) if _solid(story, (part, n))}
    return len(solid - set(places)) + len(places) - len(set(places))


_BORDERS = frozenset({"different points", "point and rest"})


def _relation(one: int, other: int) -> str:
    if one == other:
        return "both rest" if one == REST else "same point"
    return "point and rest" if REST in {one, other} else "different points"


def _labels(points: Sequence[tuple[Span, ...]]) -> dict[tuple[int, int], int]:
    return {
        (span.part, place): label
        for label, point in enumerate(points, start=1)
        for span in point
        for place in range(span.start, span.end)
    }


def _solid(story: Story, place: tuple[int, int]) -> bool:
    return not story.parts[place[0]][place[1]].isspace()


def _pieces(
    story: Story, proposed: Mapping[tuple[int, int], int], edges: set[tuple[int, int]] | frozenset[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The author's and the proposed label of each piece of the story, in its order."""
    pieces: list[tuple[int, int]] = []
    for number, text in story.parts.items():
        begun = False
        for place in range(len(text)):
            begun = begun and (number, place) not in edges
            if not begun and not text[place].isspace():
                pieces.append((story.expected.get((number, place), REST), proposed.get((number, place), REST)))
                begun = True
    return pieces


def _window_diff(borders: Sequence[tuple[bool, ...]]) -> tuple[int, int]:
    """Windows that differ and all windows; one is half the author's mean run of pieces long (at least 2)."""
    runs = 1 + sum(pair[0] for pair in borders)
    width = max(2, round((len(borders) + 1) / runs / 2))
    starts = range(max(1, len(borders) - width + 1)) if borders else range(0)
    counts = [[sum(pair[side] for pair in borders[n : n + width]) for side in (0, 1)] for n in starts]
    return sum(a != b for a, b in counts), len(counts)


def edits_needed(story: Story, points: Sequence[tuple[Span, ...]]) -> int:
    """Edits (split, join, remove, add, move) that turn the proposal into the author's points.

    Characters are counted in a table of proposed points and rest by author's points and rest. Proposed
    points are matched one to one with the author's so that the matched cells hold the most characters.
    Every other cell, but rest with rest, is one edit: two of the author's in one point is a split, one of
    the author's in two points a join, rest in a point a removal, matter in the rest an addition, a few
    sentences in the wrong point a move. Cells of fewer than TRIFLE characters are not worth an edit.
    """
    proposed = _labels(points)
    table: dict[tuple[int, int], int] = {}
    for number, text in story.parts.items():
        for place, character in enumerate(text):
            if not character.isspace():
                cell = (proposed.get((number, place), REST), story.expected.get((number, place), REST))
                table[cell] = table.get(cell, 0) + 1
    cells = {cell: size for cell, size in table.items() if size >= TRIFLE and cell != (REST, REST)}
    return len(cells) - _most_matched(cells)


def _most_matched(cells: Mapping[tuple[int, int], int]) -> int:
    """How many cells the best one-to-one matching of points uses."""
    rows = sorted({row for row, column in cells if REST not in {row, column}})

    @cache
    def best(index: int, taken: frozenset[int]) -> tuple[int, int]:
        if index == len(rows):
            return (0, 0)
        options = [best(index + 1, taken)]
        for (row, column), size in cells.items():
            if row == rows[index] and column != REST and column not in taken:
                characters, used = best(index + 1, taken | {column})
                options.append((characters + size, used + 1))
        return max(options)

    return best(0, frozenset())[1]
