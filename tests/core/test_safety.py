"""The safety screen: what is heard whatever its spelling, and figures of speech that are not."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.safety import FOLDER, BadPatterns, Cue, CueKind, kinds, load_patterns, screen

ENGLISH = load_patterns("en")
EMERGENCY, SELF_HARM, ABUSE = CueKind


def heard(text: str) -> tuple[CueKind, ...]:
    return kinds(screen(text, ENGLISH))


@pytest.mark.parametrize(
    "text",
    [
        "I can't breathe properly since the injection",
        "her throat is closing up after the filler",
        "I have chest pain right now",
        "I've lost the sight in my left eye",
        "the bleeding won't stop",
        "he is unconscious on the bathroom floor",
        "her face has dropped on one side",
        "she swallowed all her tablets",
        "please call 999",
        "my lip has gone white and cold",
    ],
)
def test_emergencies_are_heard(text):
    assert EMERGENCY in heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "I just want to end it all",
        "I don't want to live any more",
        "they'd be better off without me",
        "I've said my goodbyes",
        "I can't see a way out",
        "there's no point going on",
        "I have the pills in front of me",
        "I hope I don't wake up",
        "nobody would miss me",
    ],
)
def test_thoughts_of_suicide_and_self_harm_are_heard(text):
    assert SELF_HARM in heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "he slapped me across the face",
        "the therapist touched my breasts",
        "he threatened to hurt me if I complained",
        "they locked her in her room",
        "I am afraid of my husband",
        "they are not feeding my father",
        "she was left in a wet bed all night",
        "my nan had no water since yesterday",
        "they stopped giving her her insulin",
        "the children are not safe with him",
    ],
)
def test_abuse_and_neglect_are_heard(text):
    assert ABUSE in heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "I CANT BREATHE",
        "I can\u2019t breathe",
        "i can t breath",
        "i cannae breathe",
        "I can't... breathe",
        "I.\nCan't.\nBreathe.",
    ],
)
def test_case_apostrophes_and_full_stops_hide_nothing(text):
    assert EMERGENCY in heard(text)


@pytest.mark.parametrize(
    "text", ["i want to kill my self", "want 2 k i l l myself", "kill\u200b myself", "k*ll myself", "sucidal", "kms"]
)
def test_spacing_typing_slips_and_disguises_hide_nothing(text):
    assert SELF_HARM in heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am not going to kill myself",
        "I said I do not want to die",
        "my son said he wants to kill himself",
        "it was years ago that I was suicidal",
    ],
)
def test_negation_a_third_person_and_the_past_do_not_clear_it(text):
    assert SELF_HARM in heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "the waiting is killing me",
        "I nearly had a heart attack when I saw the bill",
        "I lost the will to live on hold to your call centre",
        "it's career suicide for that doctor",
        "I'm dying to know when I will get my refund",
        "my husband will kill me when he sees how much I paid",
        "you hit me with a cancellation fee",
        "your kindness touched me",
        "I want to end my membership",
        "I don't want to be here arguing about a bill",
        "there is no point in calling you because nobody answers",
        "they threatened me with debt collectors",
        "I'm locked in to a contract",
        "I cut myself on the broken chair in your waiting room",
        "my father had a stroke in 2019 and the report leaves it out",
        "I am blind and your leaflet is not in Braille",
        "I wasn't offered a drink while I waited",
        "a stroke of genius your booking system is not",
        "The receptionist was rude and the room was dirty.",
    ],
)
def test_figures_of_speech_and_ordinary_complaints_raise_nothing(text):
    assert heard(text) == ()


def test_the_most_urgent_kind_comes_first():
    text = "He hits me. I want to die. I can't breathe."
    assert heard(text) == (EMERGENCY, SELF_HARM, ABUSE)


def test_a_cue_is_found_deep_in_a_long_story_and_shown_where_it_stands():
    story = "The report was late and nobody rang back. " * 200
    text = f"{story}Some days I want to kill my self. {story}"
    (cue,) = {cue for cue in screen(text, ENGLISH) if cue.pattern_id == "sh.kill"}
    assert text[cue.start : cue.end] == "kill my self"


def test_patterns_of_two_languages_can_be_used_together(tmp_path):
    welsh = {
        "same": {},
        "joined": [],
        "endings": [],
        "words": {},
        "patterns": [{"id": "cy.help", "kind": "emergency", "note": "", "pattern": ["methu anadlu"]}],
    }
    (tmp_path / "cy.json").write_text(json.dumps(welsh), encoding="utf-8")
    both = (*load_patterns("cy", tmp_path), *ENGLISH)
    assert kinds(screen("Dwi'n methu anadlu", both)) == (EMERGENCY,)
    assert kinds(screen("I can't breathe", both)) == (EMERGENCY,)


def test_a_language_without_a_file_has_no_patterns():
    assert load_patterns("xx") == ()
    assert screen("I can't breathe", ()) == ()


def test_an_unknown_kind_is_refused(tmp_path):
    bad = {"same": {}, "joined": [], "endings": [], "words": {}, "patterns": []}
    bad["patterns"] = [{"id": "x", "kind": "fire", "note": "", "pattern": ["fire"]}]
    (tmp_path / "en.json").write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(BadPatterns, match="x has the kind fire"):
        load_patterns("en", tmp_path)


def test_every_pattern_has_a_note_for_its_reviewer():
    assert all(len(pattern.note) > 20 for pattern in ENGLISH)
    document = json.loads((FOLDER / "en.json").read_text(encoding="utf-8"))
    assert "not yet approved" in document["about"]


def test_a_pasted_letter_of_fifty_thousand_characters_is_screened_in_seconds():
    letter = ("She left me in the chair and they never gave him any of the water or the tablets I had. " * 600)[:50_000]
    started = time.process_time()
    screen(letter, ENGLISH)
    assert time.process_time() - started < 10


WORDS = """i im he she they my her not never no just really has been is left in it the and want to end life
    die suddenly hit me him with blood cant see go on anymore tablets all had"""
words_of_patterns = st.sampled_from(WORDS.split())


@settings(max_examples=10, deadline=None)
@given(words=st.lists(words_of_patterns, min_size=1, max_size=8))
def test_no_repetition_makes_the_screen_slow(words):
    text = " ".join(words * (2_000 // len(words)))
    started = time.process_time()
    screen(text, ENGLISH)
    assert time.process_time() - started < 5


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_can_be_screened_and_every_cue_lies_in_it(text):
    for cue in screen(text, ENGLISH):
        assert isinstance(cue, Cue)
        assert 0 <= cue.start < cue.end <= len(text)
