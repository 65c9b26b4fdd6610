"""Sentences: where one ends, and where run-on talk is cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.points import Span, split_at_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_at_sentences(text, Span(1, 0, len(text)))]


@settings(deadline=None)
@given(st.text(), st.data())
def test_the_sentences_of_a_span_hold_all_of_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pieces = split_at_sentences(text, Span(1, start, end))
    assert "".join("".join(text[p.start : p.end].split()) for p in pieces) == "".join(text[start:end].split())
    assert all(a.end <= b.start for a, b in zip(pieces, pieces[1:], strict=False))


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Patel saw me at 10.30 a.m. on Monday.",
        "I paid £3.50 for parking, e.g. on Monday, No. 4 of ten.",
        "Mrs. J. Okafor and Mr O. Smith vs. the clinic, approx. two hours, i.e. too long.",
        "I waited... and waited… and nobody came.",
        'She said "is this about your legs again?" in front of everyone.',
        "It cost 1.5 times as much (see www.example.com/prices.html).",
        "1) The gown was dirty.",
        "a. It was late.",
        "- Nobody came",
        "• The lift was broken!!",
    ],
)
def test_one_sentence_stays_whole(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("It was 10.30 a.m. Nobody came.", ["It was 10.30 a.m.", "Nobody came."]),
        ("its bad. she was rude", ["its bad.", "she was rude"]),
        ("Why?! Nobody knows", ["Why?!", "Nobody knows"]),
        ('He said "no." I left (in tears!) Then I rang.', ['He said "no."', "I left (in tears!)", "Then I rang."]),
        ("She laughed… I left.", ["She laughed…", "I left."]),
        ("Late\nRude\n\nDirty", ["Late", "Rude", "Dirty"]),
        ("He was rude.  \n She was late.", ["He was rude.", "She was late."]),
        ("They were: 1) late 2) rude 3) dear", ["They were:", "1) late", "2) rude", "3) dear"]),
        ("我等了两个小时。没有人道歉！", ["我等了两个小时。", "没有人道歉！"]),
        ("لماذا؟ لم يتصل أحد.", ["لماذا؟", "لم يتصل أحد."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_they_end(text, expected):
    assert sentences(text) == expected


def test_only_the_span_is_split():
    text = "One. Two two. Three."
    assert [text[s.start : s.end] for s in split_at_sentences(text, Span(1, 5, 10))] == ["Two t"]
    assert split_at_sentences(text, Span(1, 4, 5)) == []


def test_a_line_that_only_wraps_is_no_end():
    wrapped = (
        "I came to you on the third of May for an examination and\n"
        "the doctor never told me what he was doing, which I found\n"
        "frightening, and I left without knowing what he had found\n"
        "or when I would hear. Nobody rang."
    )
    assert len(sentences(wrapped)) == 2


def test_run_on_talk_is_cut_where_clauses_open():
    talk = (
        "the nurse was rude to me and then they charged me ninety pounds and i never agreed to that "
        "and another thing nobody has rung me back about my results"
    )
    assert len(sentences(talk)) >= 3
    assert "".join(sentences(talk)).replace(" ", "") == talk.replace(" ", "")
