"""Points against thirty stories whose points another author marked: borders, edits needed, nothing lost."""

from __future__ import annotations

from collections import defaultdict

import pytest

from backend.core.points import propose_points
from tests.core.story_measures import STORIES, Measures, Story, measure, read_story

# The rules were written with DEVELOPMENT before them and revised with CONSULTED; HELD_OUT is for measuring only.
DEVELOPMENT = {"01", "03", "05", "07", "09", "11", "13", "15", "17", "19"}
HELD_OUT = {"06", "08", "14", "16", "22"}
LEAST = {  # border F1, agreement of neighbours, recall of matter
    "development": (0.97, 0.97, 0.995),
    "consulted": (0.84, 0.85, 0.985),
    "held out": (0.70, 0.78, 0.97),
    "all": (0.87, 0.89, 0.99),
}
MOST = {  # WindowDiff, edits a story
    "development": (0.03, 0.2),
    "consulted": (0.18, 1.3),
    "held out": (0.28, 2.0),
    "all": (0.14, 1.0),
}


def group_of(story: Story) -> str:
    number = story.name[:2]
    return "development" if number in DEVELOPMENT else "held out" if number in HELD_OUT else "consulted"


@pytest.fixture(scope="module")
def totals() -> dict[str, Measures]:
    found: dict[str, Measures] = defaultdict(Measures)
    for story in map(read_story, STORIES):
        one = measure(story, propose_points(story.parts))
        for name in (group_of(story), story.kind, "all"):
            found[name] += one
    return found


def test_there_are_thirty_stories():
    assert len(STORIES) == 30


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_no_word_of_a_story_is_lost(path):
    story = read_story(path)
    assert measure(story, propose_points(story.parts)).lost == 0


def test_the_measures_by_kind(totals):
    print(f"\n{'':22}{'stories':>8}{'border F1':>10}{'agree':>7}{'WinDiff':>8}{'edits':>6}{'recall':>8}")
    for name, m in sorted(totals.items(), key=lambda each: (each[0] in LEAST, each[0])):
        figures = f"{m.border_f1:10.3f}{m.agreement:7.3f}{m.window_diff:8.3f}{m.edits_each:6.2f}{m.recall:8.3f}"
        print(f"{name:22}{m.stories:8}{figures}")
    assert totals["all"].lost == 0


@pytest.mark.parametrize("group", LEAST)
def test_proposals_agree_with_the_author_as_well_as_they_did(totals, group):
    found = totals[group]
    f1, agreement, recall = LEAST[group]
    window_diff, edits = MOST[group]
    assert found.border_f1 >= f1
    assert found.agreement >= agreement
    assert found.recall >= recall
    assert found.window_diff <= window_diff
    assert found.edits_each <= edits
