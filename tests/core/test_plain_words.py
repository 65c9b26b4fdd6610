"""Plain words: what people type, evened out, and the way back to where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.plain_words import Spelling, plain_words, read

SPELLING = Spelling(
    same={"wanna": "want to", "dnt": "dont"},
    joined=({("will", "not"): "wont"}, {("i", "will"): "ill", ("he", "s"): "hes", ("my", "self"): "myself"}),
    endings=("'s",),
)


def plain(text: str) -> str:
    return " ".join(word.plain for word in plain_words(text, SPELLING))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I CAN'T", "i cant"),
        ("I can\u2019t", "i cant"),
        ("cant", "cant"),
        ("my   self", "myself"),
        ("k i l l", "kill"),
        ("Mr J R Smith", "mr j r smith"),
        ("killlllll", "kill"),
        ("call 999", "call 999"),
        ("k\u200bill", "kill"),
        ("k*ll", "k*ll"),
        ("\uff4b\uff49\uff4c\uff4c", "kill"),
        ("I dnt wanna", "i dont want to"),
        ("I will not", "i wont"),
        ("I will", "ill"),
        ("he's, mum's", "hes mum"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_ways_of_writing_the_same(text, words):
    assert plain(text) == words


def test_words_do_not_join_across_a_full_stop():
    assert plain("That was my. Self service failed") == "that was my self service failed"


def test_a_text_is_read_whole_and_in_sentences():
    reading = read("One two. Three four! Five... six", SPELLING)
    assert [passage.text for passage in reading.passages] == [
        "one two three four five six",
        "one two",
        "three four",
        "five six",
    ]


def test_a_single_sentence_is_read_once():
    assert [passage.text for passage in read("One two", SPELLING).passages] == ["one two"]
    assert read("...", SPELLING).passages == ()


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not():
    assert [passage.text for passage in read("one\ntwo\n\nthree", SPELLING).sentences] == ["one two", "three"]


def test_what_is_found_is_shown_in_the_persons_own_words():
    text = "Well - I  WILL NOT do it"
    passage = read(text, SPELLING).whole[0]
    start = passage.text.index("wont")
    first, last = passage.place(start, start + len("wont"))
    assert text[first:last] == "WILL NOT"


@settings(deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_can_be_read_and_every_word_has_its_place(text):
    for word in plain_words(text, SPELLING):
        assert 0 <= word.start < word.end <= len(text)
        assert word.plain
