"""Text made fit to be said: golden lines, and pieces of one breath that lose no word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.phone.speech import pieces, question_in, seconds_to_say, sentences, spoken
from channels.phone.vocabulary import words_in

ADDRESSES = [
    ("Read https://heard.test/r/abc?x=1 please.", "Read the website please."),
    ("See https://heard.test/r/abc. Then ring.", "See the website. Then ring."),
    ("It is all there (https://heard.test), step by step.", "It is all there (the website), step by step."),
    ("Write to jo.ash@lumiere.co.uk.", "Write to jo dot ash at lumiere dot co dot uk."),
    ("Or to a-b+c@ex-ample.org, today.", "Or to a-b+c at ex-ample dot org, today."),
]
NUMBERS = [
    ("Call 999.", "Call 9 9 9."),
    ("Ring 111, or 112.", "Ring 1 1 1, or 1 1 2."),
    ("Samaritans answer on 116 123.", "Samaritans answer on 1 1 6, 1 2 3."),
    ("Samaritans answer on 116123.", "Samaritans answer on 1 1 6, 1 2 3."),
    ("Dial 18001 first.", "Dial 1 8 0 0 1 first."),
    ("Your reference is L47301992.", "Your reference is L, 4, 7, 3, 0, 1, 9, 9, 2."),
    ("I noted 07700900123.", "I noted 0 7 7 0 0, 9 0 0, 1 2 3."),
    ("I noted +447700900123.", "I noted 4 4 7 7 0 0, 9 0 0, 1 2 3."),
    ("The invoice is 123456, you said.", "The invoice is 1 2 3 4 5 6, you said."),
]
AS_THEY_ARE = [
    "By 12 pm on Monday 23 November 2026.",
    "At 10:15 on 23/11/2026.",
    "I paid £1234567 and 20 pounds.",
    "It cost £1,234,567.",
    "It cost 123456.50 in all.",
    "Invoice 12345 from 1999.",
    "The code AB123456C is no reference.",
    "They charged me £999 for it.",
    "They charged me £1,112 for it.",
    "They charged me 999.50 in all.",
]


@pytest.mark.parametrize(("written", "said"), ADDRESSES + NUMBERS)
def test_addresses_and_numbers_are_said_as_people_say_them(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize("text", AS_THEY_ARE)
def test_dates_amounts_and_short_numbers_are_left_to_the_voice(text: str) -> None:
    assert spoken(text) == text


def test_no_address_of_a_page_is_read_aloud() -> None:
    assert "www" not in spoken("Care Quality Commission: online at www.cqc.org.uk.")


@pytest.mark.parametrize("written", ["Ring 0161 711 0885.", "Ring 03000 616161."])
def test_a_telephone_number_written_in_groups_is_said_digit_by_digit(written: str) -> None:
    digits = [char for char in written if char.isdigit()]
    assert words_in(spoken(written)) == ["ring", *digits]


def test_a_very_long_text_ends_at_a_word_with_the_cut() -> None:
    said = spoken("word " * 500, cut="There is more.")
    assert said == "word " * 399 + "word. There is more."


def test_a_text_that_is_not_too_long_is_not_cut() -> None:
    assert spoken("w" * 2000, cut="There is more.") == "w" * 2000


TWENTY_ONE = "one two three four five six seven eight nine ten one two three four five six seven eight nine ten one"


def test_short_sentences_share_a_breath_and_long_ones_are_cut_at_twenty_words() -> None:
    assert pieces("Thank you. I have that.") == ["Thank you. I have that."]
    assert pieces(TWENTY_ONE) == [TWENTY_ONE.removesuffix(" one"), "one."]


def test_a_long_sentence_is_cut_after_its_last_comma_that_fits() -> None:
    start = "I am sorry that it took so long, and that nobody rang you back,"
    rest = "because a person should have rung you on the very first day after that."
    assert pieces(f"{start} {rest}") == [start, rest]


def test_a_comma_right_at_the_beginning_is_no_place_to_breathe() -> None:
    assert pieces(f"Well, {TWENTY_ONE}")[0] == "Well, " + " ".join(TWENTY_ONE.split()[:19])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("First line\nSecond line", ["First line.", "Second line."]),
        ("- a cheek\n• a lip\n* a bill", ["a cheek.", "a lip.", "a bill."]),
        ("1. My cheek is lumpy.\n2. Nobody rang.", ["My cheek is lumpy.", "Nobody rang."]),
        ("Right? Yes! Well; so: this", ["Right?", "Yes!", "Well;", "so:", "this."]),
        ("\n \n", []),
    ],
)
def test_lines_and_sentences_end_in_a_stop_and_have_no_bullets(text: str, said: list[str]) -> None:
    assert sentences(text) == said


_TEXT = st.lists(
    st.tuples(st.text("abcdefgh'", min_size=1, max_size=6), st.sampled_from(["", "", "", ",", ".", "?", ";", "\n"]))
).map(lambda parts: " ".join(word + mark for word, mark in parts))


@given(_TEXT)
def test_pieces_have_at_most_twenty_words_and_lose_none(text: str) -> None:
    said = pieces(text)
    assert all(0 < len(piece.split()) <= 20 for piece in said)
    assert words_in(" ".join(said)) == words_in(text)


@given(st.text(max_size=200))
def test_whatever_is_said_no_piece_is_empty_or_too_long_for_a_breath(text: str) -> None:
    assert all(0 < len(piece.split()) <= 20 for piece in pieces(spoken(text)))


@pytest.mark.parametrize(
    ("prompt", "question"),
    [
        ("I have that. When was it?", "When was it?"),
        ("When was it", "When was it."),
        ("You said: it hurt.\nIs that right?", "Is that right?"),
        ("", ""),
    ],
)
def test_what_is_asked_again_is_the_last_sentence(prompt: str, question: str) -> None:
    assert question_in(prompt) == question


def test_a_hundred_and_fifty_words_take_a_minute() -> None:
    assert seconds_to_say("word " * 150) == 60.0
    assert seconds_to_say("") == 0.0
