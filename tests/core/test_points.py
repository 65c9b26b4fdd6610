"""Points: what belongs to one, what is the rest, and that no character is ever lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.points import Span, is_outcome_wish, propose_points, rest_of, trim

MOST = 7


def proposed(*parts: str) -> list[str]:
    """The words of each point, white space folded, its spans joined by " | "."""
    story = dict(enumerate(parts, start=1))
    points = propose_points(story)
    return [" | ".join(" ".join(story[s.part][s.start : s.end].split()) for s in point) for point in points]


def left(*parts: str) -> str:
    story = dict(enumerate(parts, start=1))
    taken = [span for point in propose_points(story) for span in point]
    return " ".join(" ".join(story[s.part][s.start : s.end].split()) for s in rest_of(story, taken))


FRAGMENTS = [
    *("The nurse was rude.", "nobody rang me back", "I want a refund", "Dear Sirs", "Yours sincerely", "Re: a scan"),
    *(
        "1) ",
        "- ",
        "• ",
        "a. ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "  ",
        "and then ",
        "also ",
        "another thing ",
        "… ",
        '"No." ',
    ),
    *(
        "😡👩‍🦽",
        "لم يتصل بي أحد. ",
        "我等了两个小时。没有人道歉！",
        "e\u0301",
        "\u200f",
        "\u2028",
        "Dr. ",
        "£3.50 ",
        "?! ",
        "¿",
        "\x85",
    ),
]
stories = st.lists(
    st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)), max_size=5
).map(lambda parts: dict(enumerate(parts, start=1)))


@settings(deadline=None, max_examples=300)
@given(stories, st.integers(min_value=1, max_value=MOST))
def test_every_character_is_in_one_point_or_in_the_rest(parts, at_most):
    points = propose_points(parts, at_most=at_most)
    taken = [span for point in points for span in point]
    places = [(s.part, n) for s in [*taken, *rest_of(parts, taken)] for n in range(s.start, s.end)]
    solid = {(part, n) for part, text in parts.items() for n, letter in enumerate(text) if not letter.isspace()}
    assert len(places) == len(set(places))
    assert solid <= set(places)
    assert len(points) <= at_most
    assert bool(points) == bool(solid)


@settings(deadline=None)
@given(stories)
def test_points_and_their_spans_keep_the_story_s_order_and_hold_words(parts):
    points = propose_points(parts)
    firsts = [(point[0].part, point[0].start) for point in points]
    assert firsts == sorted(firsts)
    for point in points:
        assert list(point) == sorted(point, key=lambda s: (s.part, s.start))
        for span in point:
            assert span == trim(parts[span.part], span)
            assert 0 <= span.start < span.end <= len(parts[span.part])


LONGEST = 50_000
MOST_SECONDS = 0.5


def cpu_seconds(story: dict[int, str]) -> float:
    start = time.process_time()
    propose_points(story)
    return time.process_time() - start


SHAPES = {
    "prose": "The receptionist was rude to me. I waited two hours. Nobody has replied to my e-mails!\n\n",
    "speech": "and then the nurse said i had to wait and nobody told me why so i rang and it was a hundred pound ",
    "lines": "the nurse was rude\n",
    "items": "1) I was charged twice.\n",
    "one word": "a",
    "full stops": "Rude. ",
    "marks": ".!?\"' ",
    "brackets": "(1) ",
    "emoji": "😡",
    "right to left": "لم يتصل بي أحد ولم يعتذر. ",
    "white space": " \n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_longest_story_takes_no_time(shape):
    story = {1: (SHAPES[shape] * LONGEST)[:LONGEST]}
    taken = [cpu_seconds(story) for _ in range(3)]
    assert min(taken) < MOST_SECONDS, f"{LONGEST} characters took {min(taken):.2f} s"


def test_the_rest_is_what_no_span_takes():
    parts = {1: " one two  three ", 2: "four"}
    assert rest_of(parts, [Span(1, 5, 8)]) == [Span(1, 1, 4), Span(1, 10, 15), Span(2, 0, 4)]
    assert rest_of(parts, [Span(1, 1, 8), Span(1, 5, 15), Span(2, 0, 4)]) == []


def test_nothing_said_is_no_point_and_anything_is_one():
    assert propose_points({}) == [] == propose_points({1: " \n "})
    assert proposed("?!") == ["?!"]
    assert proposed("Hello") == ["Hello"]


def test_a_story_whose_matter_cannot_be_told_apart_is_one_point():
    story = "Fui a la clínica el lunes con mi madre. La espera fue larga y al final volvimos a casa. Gracias."
    assert proposed(story) == [story]
    assert left(story) == ""


LETTER = """Flat 2, 9 Quarry Street
Leeds LS1 9XX

4 May 2025

Dear Sir or Madam,

Re: appointment on 2 April

I attended your clinic on 2 April for a scan.

I was kept waiting for two hours. Nobody told me why.

The bill was £40 more than I was quoted.

I should be grateful for a written reply.

Yours faithfully,

Ann Other (Mrs)
Enc. receipt"""


def test_a_letter_s_frame_is_the_rest():
    assert proposed(LETTER) == [
        "I was kept waiting for two hours. Nobody told me why.",
        "The bill was £40 more than I was quoted.",
    ]


def test_a_letter_s_own_headings_part_its_matters_and_stay_with_them():
    letter = (
        "To the Manager\n\nThe assessment\nThe doctor saw me for four minutes. I was charged for an hour.\n\n"
        "The report\nIt names the wrong knee. Nobody answered when I rang about that.\n\n"
        "What I should like\nA new report, please, and somebody to ring me."
    )
    assert [point.split()[1] for point in proposed(letter)] == ["assessment", "report"]
    assert left(letter).startswith("To the Manager What I should like")


@pytest.mark.parametrize(
    "marks", [["1.", "2.", "3."], ["1)", "2)", "3)"], ["-"] * 3, ["•"] * 3, ["a)", "b)", "c)"], ["–"] * 3]
)
def test_each_item_of_a_list_is_a_point(marks):
    said = ["The nurse was rude to me.", "I was charged £40 twice. I have the receipts.", "The lift was broken"]
    items = [f"{mark} {words}" for mark, words in zip(marks, said, strict=True)]
    assert proposed("Hello, three things:\n\n" + "\n".join(items) + "\n\nThanks, Ann") == items


def test_an_item_that_only_goes_on_joins_the_one_before():
    assert (
        len(proposed("1. I rang on Monday and was promised a call back.\n2. Nobody did.\n3. The gown was dirty.")) == 2
    )


def test_a_list_of_what_they_want_is_the_rest():
    story = (
        "The laser burned my arm and nobody said sorry.\n\nWhat I am asking for:\n- my money back\n- a doctor to look"
    )
    assert proposed(story) == ["The laser burned my arm and nobody said sorry."]


def test_neighbours_on_one_topic_stay_together_with_how_it_felt():
    story = (
        "My lip is swollen and sore. It went blue on the second day. I was terrified. "
        "Another thing is the bill. I was charged £60 more than the price on your website."
    )
    assert [point[:7] for point in proposed(story)] == ["My lip ", "Another"]


def test_a_story_that_comes_back_to_a_matter_adds_to_that_point():
    story = (
        "The laser left brown stripes on my shin.\n\nThe receptionist shouted at me in front of everyone.\n\n"
        "I was billed £40 I do not owe.\n\nOne of the stripes on my shin is weeping today."
    )
    first, *others = proposed(story)
    assert first == "The laser left brown stripes on my shin. | One of the stripes on my shin is weeping today."
    assert len(others) == 2


def test_who_they_are_what_they_want_and_how_to_reach_them_is_the_rest():
    story = (
        "Good morning. I am 71 and I came to you in March for my knees, as my neighbour recommended you. "
        "The girl on the desk was very nice.\n\nThe doctor was rude and would not listen to me.\n\n"
        "I would just like somebody to say sorry. My number is 0113 496 0000. Thank you for reading this."
    )
    assert proposed(story) == ["The doctor was rude and would not listen to me."]


def test_speech_without_full_stops_is_cut_at_its_turns():
    story = (
        "hiya um its about my filler i had it done in may and my lip has gone all lumpy and its really sore "
        "and another thing the lady on the desk was rude to me she rolled her eyes and plus i was charged "
        "ninety pounds and it says seventy on your leaflet so i just want somebody to ring me thanks bye"
    )
    assert [point[:11] for point in proposed(story)] == ["and my lip ", "and another", "and plus i "]
    assert left(story).startswith("hiya um its about my filler i had it done in may")
    assert left(story).endswith("so i just want somebody to ring me thanks bye")


def test_several_messages_are_one_story():
    points = proposed(
        "hi", "my report is 6 weeks late", "its holding everything up", "also your receptionist was rude to me"
    )
    assert points == ["my report is 6 weeks late | its holding everything up", "also your receptionist was rude to me"]


def test_one_sentence_with_two_matters_is_two_points():
    assert proposed("I waited an hour for the doctor and you charged me twice") == [
        "I waited an hour for the doctor",
        "and you charged me twice",
    ]


def test_a_wish_that_is_the_only_word_of_a_matter_stays_a_point():
    assert proposed("Hello. I want the mistakes in my report put right. Thank you.") == [
        "I want the mistakes in my report put right."
    ]


def test_no_more_points_than_asked_for():
    story = "\n".join(f"{n}. The nurse was rude." for n in range(1, 15))
    assert len(proposed(story)) == MOST
    assert len(propose_points({1: story}, at_most=3)) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "I would like an apology.",
        "All I want is for somebody to ring me.",
        "Please could you refund the £40?",
        "What I'd like is my money back.",
        "We ask that the report be corrected.",
        "if somebody could just have a look at it",
    ],
)
def test_a_wish_is_told(sentence):
    assert is_outcome_wish(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I would have liked to be asked.",
        "I asked for a refund and was refused.",
        "She said I would like it when it healed.",
        "The nurse was rude.",
        "I want to know why nobody rang me back.",
        "",
    ],
)
def test_what_went_wrong_is_no_wish(sentence):
    assert not is_outcome_wish(sentence)
