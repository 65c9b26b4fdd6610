"""Borders: how plainly a sentence begins another matter than the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from backend.core.points.layout import FRAMES, HEADINGS, Break, Place
from backend.core.points.topics import Sense, likeness, mass, rare_stems, sense_of
from backend.core.points.units import Unit

ALWAYS = 9.0
PARTS = 1.0  # the score from which a new matter begins

# How much each sign parts a sentence from the matter before it, or holds it to it.
_BREAKS = {Break.NONE: -0.5, Break.LINE: 0.3, Break.PARAGRAPH: 0.9, Break.PART: 0.9}
_SHORT_PART = 0.2  # in place of Break.PART where the parts are short messages
_IN_A_LETTER = -0.5  # besides Break.NONE: a letter is composed in paragraphs
_ITEM = 2.0  # in place of a break
_AFTER_REST = 0.3
_MARKERS = (  # the cue, the words within which it stands, what it weighs; the first that is there counts
    ("new_topic", 3, 4.0),
    ("further", 3, 2.0),
    ("further_at_start", 1, 2.0),
    ("moving_on", 2, 0.5),
    ("return", 3, 2.5),
)
_OTHER_TOPIC, _SAME_TOPIC, _STAYS = 1.6, -0.8, 0.3
_ANYWHERE = 1_000_000  # words
_TIES = (("back_reference", 1, -0.9), ("same_people", 1, -0.3), ("feeling", _ANYWHERE, -0.8))
_LEANS, _SHARED_WORD = -0.6, -0.5

_MOST_SHARED = 2  # words
_FEW, _LITTLE = 4, 1  # words in all, and words that tell something, up to which a sentence leans on the last
_SHORT_MESSAGE = 25  # words to a part on average
_AHEAD = 2  # sentences that are looked ahead
_WINDOW = 4  # sentences of a matter that the next is compared with


@dataclass(frozen=True, slots=True)
class Story:
    """The units of a story with what is told of it as a whole."""

    units: Sequence[Unit]
    roles: Sequence[bool]  # whether each unit is in a point
    rare: frozenset[str]
    headings: Sequence[int | None]  # the heading each unit stands under, where there are several
    short_parts: bool
    letter: bool


def story_of(units: Sequence[Unit], roles: Sequence[bool]) -> Story:
    """The story that these units make."""
    parts = len({unit.span.part for unit in units})
    short_parts = parts > 1 and sum(len(unit.words) for unit in units) < _SHORT_MESSAGE * parts
    letter = any(unit.place is Place.FRAME for unit in units)
    return Story(units, roles, rare_stems(units), _headings(units), short_parts, letter)


def _headings(units: Sequence[Unit]) -> list[int | None]:
    several = sum(unit.place is Place.HEADING for unit in units) > 1
    under: list[int | None] = []
    heading: int | None = None
    for n, unit in enumerate(units):
        if unit.place in HEADINGS | FRAMES or unit.break_before is Break.PART:
            heading = n if unit.place is Place.HEADING else None
        under.append(heading if several else None)
    return under


def border_before(story: Story, n: int, run: Sequence[int]) -> float:
    """How plainly unit `n` begins another matter than the run of units before it."""
    unit = story.units[n]
    if unit.place in HEADINGS:
        return ALWAYS
    if _is_held(story, n, run[-1]):
        return -ALWAYS
    about = sense_of((story.units[i] for i in (run[0], *run[-_WINDOW:])), story.rare)
    score = _break(story, n, run[-1]) + _first(unit, _MARKERS)
    score += _topic(about, _topics_ahead(story, n)) + _staying(about, story, n)
    return score + _cohesion(about, unit)


def _is_held(story: Story, n: int, last: int) -> bool:
    """Whether the unit belongs to the one before whatever it says: under its heading, in its list item."""
    unit, before = story.units[n], story.units[last]
    announces = before.has("new_topic") and not before.topics and len(before.words) <= _FEW
    in_item = unit.place is Place.IN_ITEM and n == last + 1
    in_block = story.headings[n] is not None and story.headings[n] == story.headings[last]
    return before.place in HEADINGS or announces or in_item or in_block


def _break(story: Story, n: int, last: int) -> float:
    after_rest = _AFTER_REST if n > last + 1 else 0
    if story.units[n].place is Place.ITEM:
        return _ITEM + after_rest
    gap = max(unit.break_before for unit in story.units[last + 1 : n + 1])
    if gap is Break.PART and story.short_parts:
        return after_rest + _SHORT_PART
    return after_rest + _BREAKS[gap] + (_IN_A_LETTER if story.letter and gap is Break.NONE else 0)


def _first(unit: Unit, cues: Sequence[tuple[str, int, float]]) -> float:
    return next((weight for cue, within, weight in cues if unit.opens_with(cue, within=within)), 0)


def _topic(about: Sense, topics: Mapping[str, float]) -> float:
    plainly = mass(about.topics) * mass(topics)
    return plainly * (_OTHER_TOPIC + (_SAME_TOPIC - _OTHER_TOPIC) * likeness(about.topics, topics))


def _topics_ahead(story: Story, n: int) -> Mapping[str, float]:
    """The topics of a unit or, where it names none, half those of the one that goes straight on."""
    unit = story.units[n]
    after = None if unit.topics else next(_straight_on(story, n), None)
    return {topic: weight / 2 for topic, weight in after.topics.items()} if after else unit.topics


def _staying(about: Sense, story: Story, n: int) -> float:
    """Whether the talk that goes straight on stays with the unit's topics or goes back to the matter's."""
    old = about.topics.keys()
    new = story.units[n].topics.keys() - old
    ahead = next((unit.topics.keys() for unit in _straight_on(story, n) if unit.topics), None)
    return _STAYS * (bool(ahead & new) - bool(ahead & old)) if new and ahead else 0


def _straight_on(story: Story, n: int) -> Iterator[Unit]:
    """The units after one that neither a break, the rest nor a sign of another matter parts from it."""
    for after in range(n + 1, min(n + 1 + _AHEAD, len(story.units))):
        unit = story.units[after]
        if not story.roles[after] or unit.break_before > Break.NONE or unit.has("new_topic", "further"):
            return
        yield unit


def _cohesion(about: Sense, unit: Unit) -> float:
    shared = min(_MOST_SHARED, len(about.stems & unit.stems))
    leans = not unit.signs and (len(unit.words) <= _FEW or len(unit.stems) <= _LITTLE)
    ties = sum(weight for cue, within, weight in _TIES if unit.opens_with(cue, within=within))
    return ties + _SHARED_WORD * shared + (_LEANS if leans else 0)
