"""The words of every language: they load, and no phrase means two things at one moment."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from channels.phone import vocabulary as module
from channels.phone.person_wish import wishes_for_person
from channels.phone.short_words import asks_again, asks_slower, is_hesitation, names_relay, spoken_key
from channels.phone.vocabulary import Vocabulary, vocabulary_for, words_in

LANGUAGES = sorted(path.stem for path in Path(module.__file__).with_name("translations").glob("*.yml"))
# The choices of each question as the telephone asks it (backend/core/intake); "more" where there are over three.
OFFERED_TOGETHER = [
    {"safe_carry_on", "stop_for_now"},
    {"yes", "no", "unsure", "skip"},
    {"yes", "no", "skip", "leave_it"},
    {"none_needed", "skip", "leave_it"},
    {"myself", "someone_else", "skip", "leave_it"},
    {"they_agree", "legal_authority", "not_yet", "skip", "leave_it"},
    {"this_number", "another_number", "skip", "leave_it"},
    {"agree", "change", "again"},
    {"agree", "change", "not_now"},
    {"none_of_these", "more"},
    {"copy_text", "copy_post", "copy_read", "copy_email", "skip", "more"},
    {"person_asks", "leave_it"},
    {"add_point", "change_fact", "leave_it", "more"},
    {"remove", "split", "join", "leave_it"},
    {"record_this", "call_instead", "leave_it"},
    {"leave_message", "carry_on"},
]
NEGATIONS = {"not", "no", "never", "don't", "dont", "can't", "cannot", "won't", "isn't", "without", "nothing", "none"}


@pytest.fixture(params=LANGUAGES)
def vocabulary(request: pytest.FixtureRequest) -> Vocabulary:
    """The words of one language, as they were read from its file."""
    return vocabulary_for(request.param)


def _lists(language: str, part: str) -> dict[str, list[str]]:
    text = Path(module.__file__).with_name("translations").joinpath(f"{language}.yml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)[part]
    return found


def test_every_file_says_something_for_every_choice(vocabulary: Vocabulary) -> None:
    assert all(vocabulary.choices.values()) and vocabulary.again and vocabulary.slower
    assert all(phrase for phrases in vocabulary.choices.values() for phrase in phrases)


@pytest.mark.parametrize("together", OFFERED_TOGETHER, ids=lambda meanings: " ".join(sorted(meanings)))
def test_no_phrase_names_two_choices_that_are_offered_together(vocabulary: Vocabulary, together: set[str]) -> None:
    counted = Counter(phrase for meaning in together for phrase in vocabulary.choices[meaning])
    assert {phrase for phrase, times in counted.items() if times > 1} == set()


@pytest.mark.parametrize("part", ["keys", "help"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_names_two_keys(language: str, part: str) -> None:
    around = vocabulary_for(language)
    counted = Counter(around.core(phrase) for phrases in _lists(language, part).values() for phrase in phrases)
    assert {phrase for phrase, times in counted.items() if times > 1} == set()


def test_no_phrase_of_a_choice_is_taken_for_something_said_to_the_line_itself(vocabulary: Vocabulary) -> None:
    phrases = {p for meaning, known in vocabulary.choices.items() if meaning != "again" for p in known}
    asks = (asks_again, asks_slower, is_hesitation, names_relay, wishes_for_person, spoken_key)
    assert [(ask.__name__, phrase) for ask in asks for phrase in sorted(phrases) if ask(phrase, vocabulary)] == []


def test_words_that_are_left_out_never_turn_a_sense_round(vocabulary: Vocabulary) -> None:
    left_out = vocabulary.around | vocabulary.pressing | vocabulary.hesitation | vocabulary.numbers.around
    assert NEGATIONS & left_out == set()


def test_not_before_a_phrase_is_never_that_phrase(vocabulary: Vocabulary) -> None:
    known = {(meaning, phrase) for meaning, phrases in vocabulary.choices.items() for phrase in phrases}
    turned = {(meaning, vocabulary.core(f"{no} {phrase}")) for meaning, phrase in known for no in ("not", "don't")}
    assert turned & known == set()


@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        ("agree", "No that's not right"),
        ("agree", "That isn't right"),
        ("agree", "Not correct"),
        ("yes", "Yes and no"),
        ("yes", "No, it is"),
        ("no", "No idea"),
        ("safe_carry_on", "I'm not safe"),
        ("carry_on", "Don't carry on"),
        ("they_agree", "They don't agree"),
        ("this_number", "Not this number"),
        ("myself", "Not for me"),
        ("that_is_everything", "That's not everything"),
        ("remove", "Don't remove it"),
        ("skip", "Don't skip it"),
    ],
)
def test_english_words_that_say_the_opposite_name_no_choice(meaning: str, said: str) -> None:
    assert vocabulary_for("en").core(said) not in vocabulary_for("en").choices[meaning]


@pytest.mark.parametrize(
    ("said", "core"),
    [
        ("Um, yes please, thank you.", "yes"),
        ("YES, THAT\u2019S RIGHT!", "yes that's right"),
        ("The first one, dear", "first one"),
        ("Please", "please"),
        ("Oh well, okay", "oh well okay"),
        ("...", ""),
    ],
)
def test_the_core_is_what_is_said_without_the_words_around_it(said: str, core: str) -> None:
    assert vocabulary_for("en").core(said) == core


def test_words_are_told_apart_by_marks_and_keep_their_apostrophes() -> None:
    assert words_in("It's 20-30, o'clock_now; Żółć 'quoted'") == [
        "it's",
        "20",
        "30",
        "o'clock",
        "now",
        "żółć",
        "quoted",
    ]


@pytest.mark.parametrize("language", ["en-GB", "xx", "xx-YY", "", "../en", "../../secret"])
def test_a_language_the_line_does_not_know_is_heard_in_english(language: str) -> None:
    assert vocabulary_for(language) == vocabulary_for("en")
