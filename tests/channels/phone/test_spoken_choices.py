"""A ready answer is met by the words it is known by; anything said besides leaves it to the assistant."""

from __future__ import annotations

import pytest

from channels.phone.spoken_choices import Choice, asks_for_more, spoken_choice
from channels.phone.vocabulary import vocabulary_for

ENGLISH = vocabulary_for("en")


def _choices(**labels: str) -> list[Choice]:
    """A choice for each meaning; a number after two marks tells those with one meaning apart."""
    return [{"id": name, "meaning": name.partition("__")[0], "label": label} for name, label in labels.items()]


AGREE = _choices(agree="That is right", change="Change something", again="Again")
YES_NO = _choices(yes="Yes", no="No", unsure="I am not sure")
OFFERS = _choices(
    accept__1="a telephone call to talk it through",
    accept__2="an explanation from the right person",
    none_of_these="None of these",
)
POINTS = _choices(point__1="Point 1", point__2="Point 2", add_point="Add a point", leave_it="Leave it as it is")


def _said(choices: list[Choice], speech: str) -> str | None:
    found = spoken_choice(choices, speech, ENGLISH)
    return found["id"] if found else None


@pytest.mark.parametrize(
    ("choices", "speech", "named"),
    [
        (AGREE, "Yes, that's right.", "agree"),
        (AGREE, "That is right, thank you", "agree"),
        (AGREE, "Change it please", "change"),
        (YES_NO, "Yeah", "yes"),
        (YES_NO, "Um, no, thanks", "no"),
        (YES_NO, "I don't know", "unsure"),
        (OFFERS, "A telephone call to talk it through", "accept__1"),
        (OFFERS, "The call, please", "accept__1"),
        (OFFERS, "An explanation", "accept__2"),
        (OFFERS, "None of them", "none_of_these"),
        (POINTS, "Point two", "point__2"),
        (POINTS, "The second point", "point__2"),
        (POINTS, "Point to", "point__2"),
        (POINTS, "Add a point", "add_point"),
        (POINTS, "Leave it", "leave_it"),
    ],
)
def test_a_choice_is_named_by_its_words_or_its_label(choices: list[Choice], speech: str, named: str) -> None:
    assert _said(choices, speech) == named


@pytest.mark.parametrize(
    ("choices", "speech"),
    [
        (AGREE, "That's not right"),
        (AGREE, "Yes, but it was Tuesday"),
        (YES_NO, "Yes and no"),
        (YES_NO, "No idea"),
        (OFFERS, "Not the call"),
        (OFFERS, "A call and an explanation"),
        (OFFERS, "A"),
        (OFFERS, "I want an explanation of my letter"),
        (POINTS, "Point"),
        (POINTS, "Point three"),
        (POINTS, "Point one and point two"),
        (YES_NO, "yes yes yes yes yes yes yes yes yes"),
        (YES_NO, "..."),
        ([], "Yes"),
    ],
)
def test_other_words_name_no_choice(choices: list[Choice], speech: str) -> None:
    assert _said(choices, speech) is None


@pytest.mark.parametrize("speech", ["Two", "Too", "To"])
def test_a_number_names_no_choice_whose_label_only_holds_a_word_that_sounds_like_it(speech: str) -> None:
    assert _said(OFFERS, speech) is None


def test_two_choices_with_one_label_are_not_guessed_between() -> None:
    assert _said(_choices(accept__1="A call", accept__2="A call"), "A call") is None


@pytest.mark.parametrize("speech", ["More", "Other options, please", "What else?"])
def test_the_next_page_is_asked_for(speech: str) -> None:
    assert asks_for_more(speech, ENGLISH)


@pytest.mark.parametrize("speech", ["No more", "There is more to tell", "Once more"])
def test_other_words_ask_for_no_page(speech: str) -> None:
    assert not asks_for_more(speech, ENGLISH)
