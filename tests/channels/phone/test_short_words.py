"""Short utterances to the line itself are met whole, with the words around them, and never inside a sentence."""

from __future__ import annotations

import pytest

from channels.phone.short_words import (
    asks_again,
    asks_slower,
    hands_over,
    is_hesitation,
    is_introduction,
    names_relay,
    spoken_key,
    without_turn_over,
)
from channels.phone.vocabulary import vocabulary_for

ENGLISH = vocabulary_for("en")


@pytest.mark.parametrize("speech", ["Um.", "Er, um", "Hmm, erm..."])
def test_a_sound_before_speaking_is_a_hesitation(speech: str) -> None:
    assert is_hesitation(speech, ENGLISH)


@pytest.mark.parametrize("speech", ["Um, yes", "No", "Er, my cheek is lumpy", "Ham"])
def test_a_word_after_it_is_no_hesitation(speech: str) -> None:
    assert not is_hesitation(speech, ENGLISH)


@pytest.mark.parametrize(
    "speech", ["Pardon?", "Sorry?", "Can you repeat that please?", "Um, say that again, love.", "What was that?"]
)
def test_it_is_asked_again(speech: str) -> None:
    assert asks_again(speech, ENGLISH)


@pytest.mark.parametrize(
    "speech",
    ["It happened again", "I said sorry", "What did they do about it?", "They did not say again", "Say again to whom?"],
)
def test_a_sentence_with_such_words_asks_nothing_again(speech: str) -> None:
    assert not asks_again(speech, ENGLISH)


@pytest.mark.parametrize("speech", ["Slower, please.", "Could you slow down?", "You're too fast", "I don't understand"])
def test_a_slower_voice_is_asked_for(speech: str) -> None:
    assert asks_slower(speech, ENGLISH)


@pytest.mark.parametrize("speech", ["They were too slow", "I don't understand the bill", "Fast", "The reply was slow"])
def test_a_sentence_about_slowness_asks_for_no_slower_voice(speech: str) -> None:
    assert not asks_slower(speech, ENGLISH)


@pytest.mark.parametrize(
    ("speech", "key", "pressing"),
    [
        ("Two", "2", False),
        ("2.", "2", False),
        ("The first one, please", "1", False),
        ("Zero", "0", False),
        ("Star", "*", False),
        ("Press two", "2", True),
        ("Um, option three please", "3", True),
        ("Number nine", "9", True),
        ("Press the hash key", "#", True),
        ("I'd like to press 0", None, None),
        ("Twelve", None, None),
        ("Two weeks", None, None),
        ("One or two", None, None),
        ("Press charges", None, None),
        ("Oh", None, None),
    ],
)
def test_a_key_is_said_alone_or_with_pressing(speech: str, key: str | None, pressing: bool | None) -> None:
    assert spoken_key(speech, ENGLISH) == (None if key is None else (key, pressing))


@pytest.mark.parametrize("speech", ["Press", "The number, please", "Number?", "Which button", "Press the button"])
def test_pressing_without_a_key_is_no_key(speech: str) -> None:
    assert spoken_key(speech, ENGLISH) is None


@pytest.mark.parametrize(
    "speech", ["Hello, this is Relay UK.", "You have a text relay call", "I'm a relay assistant", "RELAY-UK here"]
)
def test_the_relay_is_known_by_its_names(speech: str) -> None:
    assert names_relay(speech, ENGLISH)


@pytest.mark.parametrize("speech", ["They did not relay it", "Relay my message", "My text was relayed", "A delay, UK"])
def test_other_words_do_not_name_the_relay(speech: str) -> None:
    assert not names_relay(speech, ENGLISH)


def test_an_operators_introduction_holds_no_answer() -> None:
    said = "Hello, this is Relay UK. Your caller is deaf and types what they say. Go ahead."
    assert is_introduction(said, ENGLISH)


@pytest.mark.parametrize(
    "speech", ["Hello, this is Relay UK. My cheek is lumpy.", "The caller says no", "The caller says it hurts"]
)
def test_what_the_caller_says_is_no_introduction(speech: str) -> None:
    assert not is_introduction(speech, ENGLISH)


@pytest.mark.parametrize(
    ("speech", "words"),
    [
        ("My bill is wrong. Go ahead.", "My bill is wrong."),
        ("My bill is wrong GA", "My bill is wrong"),
        ("Go ahead", ""),
        ("They told me to go ahead with it", "They told me to go ahead with it"),
        ("It is about Ga", "It is about"),
        ("I live in Bulgaria", "I live in Bulgaria"),
    ],
)
def test_the_end_of_a_relayed_turn_is_not_among_the_callers_words(speech: str, words: str) -> None:
    assert without_turn_over(speech, ENGLISH) == words
    assert hands_over(speech, ENGLISH) == (words != speech)
