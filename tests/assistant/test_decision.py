"""The guard: an answer to an open question stays an answer, and danger goes first."""

from __future__ import annotations

import pytest

from assistant.brief import Brief, Choice, OpenQuestion
from assistant.components.decision import decide
from assistant.components.reader import Part, Understanding
from assistant.intent_model.thresholds import Thresholds

LIMITS = Thresholds(reject=0.2, danger=0.5, danger_within=0.6, cue=0.25, control=0.4, topic=0.3)
FREE_KINDS = ["narrative", "sentence", "date", "phone_number", "digits"]


def understood(text: str, *ranking: tuple[str, float], danger: float = 0.0, known: bool = True, parts=()):
    return Understanding(
        text=text, ranking=ranking, score=0.5, known=known, danger=danger, parts=tuple(parts), thresholds=LIMITS
    )


def part(*ranking: tuple[str, float], danger: float = 0.0) -> Part:
    return Part(text="a sentence of it", ranking=ranking, danger=danger)


def asked(kind: str | None) -> Brief:
    return Brief(turn="t", question=OpenQuestion("q", kind) if kind else None)


@pytest.mark.parametrize("kind", FREE_KINDS)
@pytest.mark.parametrize(
    "intent", ["greet", "thanks", "goodbye", "insult", "out_of_scope", "affirm", "give_praise", "complain_billing"]
)
def test_an_answer_is_never_taken_for_small_talk_or_a_topic(kind: str, intent: str) -> None:
    answer = understood("thank you for nothing is what he said to me", (intent, 0.9))

    assert decide(answer, asked(kind)).intent == "add_information"


@pytest.mark.parametrize("kind", FREE_KINDS)
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello", "greet"),
        ("that's everything", "finished_telling"),
        ("I don't know", "unsure"),
        ("can I speak to a person", "ask_human"),
        ("I would much rather not do this with a machine at all so let somebody ring me up", "ask_human"),
        ("and before I say any more about it, who is it that is going to read all this?", "ask_privacy"),
    ],
)
def test_something_else_said_plainly_interrupts(kind: str, text: str, intent: str) -> None:
    assert decide(understood(text, (intent, 0.9)), asked(kind)).intent == intent


@pytest.mark.parametrize("kind", FREE_KINDS)
def test_what_is_not_sure_is_an_answer(kind: str) -> None:
    assert decide(understood("start again", ("start_over", 0.39)), asked(kind)).intent == "add_information"


@pytest.mark.parametrize("kind", FREE_KINDS)
@pytest.mark.parametrize(
    ("text", "intent", "taken_for"),
    [
        ("07700 900123", "out_of_scope", "add_information"),
        ("what's the weather doing", "out_of_scope", "out_of_scope"),
        ("it's mrs evans", "correct_record", "add_information"),
        ("no it's not anne it's joanne", "correct_record", "correct_record"),
        ("you haven't got the date right", "correct_record", "correct_record"),
    ],
)
def test_what_asks_nothing_and_corrects_nothing_is_an_answer(kind: str, text: str, intent: str, taken_for: str) -> None:
    assert decide(understood(text, (intent, 0.9)), asked(kind)).intent == taken_for


@pytest.mark.parametrize("kind", FREE_KINDS)
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("On Taco Bay.", "goodbye"),
        ("Last Tuesday.", "greet"),
        ("I want to cancel the course and have my money back", "withdraw_complaint"),
        ("Somebody should talk to her.", "ask_human"),
        ("she told me to wait", "wait_a_moment"),
        ("I couldn't go out, I missed my sister's wedding", "express_self_harm"),
        ("28495706", "goodbye"),
    ],
)
def test_what_lacks_the_words_an_intent_cannot_do_without_is_an_answer(kind: str, text: str, intent: str) -> None:
    assert decide(understood(text, (intent, 0.89)), asked(kind)).intent == "add_information"


def test_hardly_a_doubt_needs_no_such_words() -> None:
    assert decide(understood("ta ra then chick", ("goodbye", 0.97)), asked("sentence")).intent == "goodbye"


def test_a_word_or_two_are_no_danger_on_a_likeness_alone() -> None:
    answer = understood("four myself", ("express_self_harm", 0.92), danger=0.88)
    assert decide(answer, asked("menu")).intent == "add_information"


def test_a_long_telling_with_a_question_mark_in_it_is_not_a_question() -> None:
    story = understood("and then he asked me why? " * 6, ("ask_process", 0.9))

    assert decide(story, asked("narrative")).intent == "add_information"


@pytest.mark.parametrize("kind", ["yes_no", "menu", "read_back", None])
def test_a_short_answer_to_a_closed_question_keeps_its_intent(kind: str | None) -> None:
    assert decide(understood("yes", ("affirm", 0.6)), asked(kind)).intent == "affirm"


def test_an_opener_is_recognised_by_its_topic() -> None:
    decision = decide(understood("you charged me twice", ("complain_billing", 0.7)), asked(None))

    assert (decision.intent, decision.topics) == ("complain_billing", (("complain_billing", 0.7),))


def test_what_resembles_nothing_is_not_understood_and_offers_the_two_likeliest() -> None:
    ranking = (("complain_premises", 0.2), ("ask_status", 0.15), ("escalate", 0.1), ("greet", 0.05))

    decision = decide(understood("wibble", *ranking, known=False), asked(None))

    assert decision.intent == "nlu_fallback"
    assert decision.topics == (("ask_status", 0.15), ("escalate", 0.1))


@pytest.mark.parametrize("kind", [*FREE_KINDS, "yes_no", None])
def test_danger_goes_before_everything(kind: str | None) -> None:
    ranking = (("add_information", 0.4), ("express_self_harm", 0.3))

    assert decide(understood("I cannot go on", *ranking, danger=0.55), asked(kind)).intent == "express_self_harm"


def test_danger_in_one_sentence_of_many_is_heard() -> None:
    story = understood(
        "a story",
        ("complain_billing", 0.8),
        parts=[part(("complain_billing", 0.8)), part(("disclose_abuse", 0.6), danger=0.65)],
    )

    assert decide(story, asked("narrative")).intent == "disclose_abuse"


def test_a_likely_danger_below_the_line_is_passed_on_for_a_person_to_read() -> None:
    story = understood("a story", ("complain_billing", 0.8), ("disclose_abuse", 0.1), danger=0.3)

    decision = decide(story, asked("narrative"))

    assert decision.intent == "add_information"
    assert ("disclose_abuse", 0.1) in decision.topics


def test_a_person_asked_for_inside_a_story_is_passed_on() -> None:
    story = understood("a story", ("complain_billing", 0.8), parts=[part(("ask_human", 0.7)), part(("greet", 0.9))])

    assert [name for name, _ in decide(story, asked("narrative")).topics] == ["complain_billing", "ask_human"]


def test_a_choice_is_always_an_answer() -> None:
    brief = Brief(turn="t", choice=Choice("agree"), question=OpenQuestion("q", "read_back"))

    decision = decide(understood("goodbye", ("goodbye", 0.99)), brief)

    assert (decision.intent, decision.confidence) == ("add_information", 1.0)
