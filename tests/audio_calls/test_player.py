"""A caller at a line that is scripted: what they say, when they use keys, and when they give up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from backend.wording import load_wording
from channels.phone.simulator.call import Call
from tests.audio_calls.caller import Answer, Caller
from tests.audio_calls.exchange import ClearLine
from tests.audio_calls.player import MOST_EXCHANGES, Player
from tests.channels.phone.simulator.toy import GOODBYE, PUBLIC, TOKEN, Toy, asking, document, running_toy, said

TELL, MORE = "Please tell me what happened.", "Is there anything more? When that is everything, press 1."
WHEN = "When was it? To skip this, press 9."
RIGHT = "Is that right? If that is right, press 1. To change it, press 2."
SAVED = document(f"{said('It is all saved. Goodbye.')}<Hangup/>")
SPEAKS = Caller(
    "speaks", "lumiere", ("They lost my scan.", "And my letter."), answers={"fact.when": Answer("On Monday.")}
)
KEYS = Caller("keys", "lumiere", ("They lost my scan.",), speaks=False)


@dataclass
class Deaf:
    """A line on which some words arrive as others."""

    instead: dict[str, str]
    slowly: bool = False

    def __call__(self, words: str) -> str:
        return self.instead.get(words, words)


Plays = Callable[..., tuple[Player, list[str]]]


@pytest.fixture
def toy() -> Plays:
    """Plays a caller's call; each step is the question's key and what the line says then."""

    def play(caller: Caller, *steps: tuple[str, str], line: ClearLine | Deaf | None = None) -> tuple[Player, list[str]]:
        with running_toy() as running:
            return _play(running, caller, steps, line or ClearLine())

    return play


def _play(
    running: Toy, caller: Caller, steps: tuple[tuple[str, str], ...], line: ClearLine | Deaf
) -> tuple[Player, list[str]]:
    documents = [asking(words, action=f"/phone/turn/{number}") for number, (_, words) in enumerate(steps, start=1)]
    for number, each in enumerate([*documents, SAVED]):
        running.answers[f"/phone/turn/{number}" if number else "/phone/lumiere/incoming"] = each
    keys = iter([*(key for key, _ in steps), ""])
    player = Player(caller, Call(running.url, "lumiere", TOKEN, PUBLIC), line, load_wording(), lambda: next(keys))
    player.hold()
    return player, [exchange.did for exchange in player.exchanges]


def test_a_story_is_told_part_by_part_and_then_it_is_everything(toy: Plays) -> None:
    player, did = toy(SPEAKS, ("tell", TELL), ("tell_more", MORE), ("tell_more", f"I have that. {MORE}"))
    assert did == ['said "They lost my scan."', 'said "And my letter."', 'said "That\'s everything."', ""]
    assert not player.dead_end


def test_who_uses_keys_presses_what_the_line_names(toy: Plays) -> None:
    _, did = toy(KEYS, ("tell", TELL), ("tell_more", MORE), ("point", f"Point 1 of 1. {RIGHT}"), ("fact.when", WHEN))
    assert did[1:4] == ["pressed 1", "pressed 1", "pressed 9"]


def test_a_first_part_that_nobody_has_is_told_again_slowly(toy: Plays) -> None:
    _, did = toy(KEYS, ("tell", TELL), ("tell", f"I would like to get this right. {TELL}"))
    assert did[:2] == ['said "They lost my scan."', 'said slowly "They lost my scan."']


def test_what_is_not_understood_is_said_slowly_in_other_words_and_then_keyed(toy: Plays) -> None:
    steps = [("agree", RIGHT), ("agree", f"Sorry. {RIGHT}"), ("agree", f"Let us use the keys. {RIGHT}")]
    player, did = toy(SPEAKS, *steps, line=Deaf({"Yes.": "Yet", "Yes, that's right.": "Yes, not thrived."}))
    assert did[:3] == ['said "Yes, that\'s right."', 'said slowly "Yes."', "pressed 1"]
    assert [exchange.arrived for exchange in player.exchanges[:2]] == ["Yes, not thrived.", "Yet"]


def test_an_answer_that_does_not_get_across_is_skipped_and_noted(toy: Plays) -> None:
    steps = [("fact.when", WHEN), ("fact.when", f"Hello. {WHEN}"), ("fact.when", f"Hello again. {WHEN}")]
    player, did = toy(SPEAKS, *steps)
    assert did[:3] == ['said "On Monday."', 'said slowly "On Monday."', "pressed 9"]
    assert player.given_up == ["fact.when"]


def test_a_line_that_asks_for_keys_gets_keys(toy: Plays) -> None:
    _, did = toy(SPEAKS, ("code", "Please key four numbers. To skip this, press 9."))
    assert did[0] == "pressed 2749#"


def test_points_are_told_apart_by_their_numbers(toy: Plays) -> None:
    _, did = toy(SPEAKS, ("point", f"Point 1 of 2. {RIGHT}"), ("point", f"Point 2 of 2. {RIGHT}"), ("point", RIGHT))
    assert did[:3] == ['said "Yes, that\'s right."', 'said "Yes, that\'s right."', 'said slowly "Yes."']


def test_a_choice_on_another_page_is_looked_for(toy: Plays) -> None:
    first = "For a letter, press 2. For more choices, press 4. To skip this, press 9."
    steps = [("copy", first), ("copy", "For an e-mail, press 1. For more choices, press 4. To skip this, press 9.")]
    wants = Caller("wants", "lumiere", ("A.",), speaks=False, answers={"copy": Answer(choose="copy_email")})
    _, did = toy(wants, *steps)
    assert did[:2] == ["pressed 4", "pressed 1"]


def test_what_has_no_words_of_its_own_is_said_as_the_line_says_it(toy: Plays) -> None:
    offer = "For an update on your case, press 1. For a telephone call to talk it through, press 2."
    wants = Caller("wants", "lumiere", ("A.",), answers={"offer": Answer(choose="accept", about="call")})
    _, did = toy(wants, ("offer", offer))
    assert did[0] == 'said "A telephone call to talk it through."'


def test_a_person_is_asked_for_first_and_by_key_when_nobody_understands(toy: Plays) -> None:
    asks = Caller("asks", "lumiere", ("They lost my scan.",), person_first="Can I speak to a person?")
    booked = "I have booked a call from a person, by noon. To leave a message, press 1. To carry on with me, press 2."
    steps = [("tell", TELL), ("tell", f"Sorry. {TELL}"), ("tell", f"Again. {TELL}"), ("fact.contact", booked)]
    _, did = toy(asks, *steps, ("tell", f"Let us carry on. {TELL}"))
    assert did[:2] == ['said "Can I speak to a person?"', 'said slowly "Can I speak to a person?"']
    assert did[2:5] == ["pressed 0", 'said "Carry on, please."', 'said "They lost my scan."']


def test_words_that_do_not_arrive_are_a_sound_without_words(toy: Plays) -> None:
    player, did = toy(SPEAKS, ("agree", RIGHT), ("agree", f"Sorry. {RIGHT}"), line=Deaf({"Yes, that's right.": ""}))
    assert player.exchanges[0].arrived == ""
    assert did[1] == 'said slowly "Yes."'


def test_a_point_that_was_heard_wrongly_is_told_again_and_then_read_back(toy: Plays) -> None:
    wrong, right = (
        f"Point 1 of 1. You said: They cost my can. {RIGHT}",
        f"Point 1 of 1. You said: They lost a scan. {RIGHT}",
    )
    _, did = toy(KEYS, ("point", wrong), ("change_point", "Please say point 1 again."), ("point", right))
    assert did[:3] == ["pressed 2", 'said slowly "They lost my scan."', "pressed 1"]


def test_a_point_that_is_heard_wrongly_again_is_left_to_a_person(toy: Plays) -> None:
    wrong = f"Point 1 of 1. You said: They cost my can. {RIGHT}"
    menu = "For a call from a person about it, press 2. To leave it as it is, press 9."
    steps = [("point", wrong), ("change_point", "Please say it again."), ("point", f"Changed. {wrong}")]
    _, did = toy(KEYS, *steps, ("heard_wrong", menu), ("point", wrong))
    assert did[2:5] == ["pressed 2", "pressed 2", "pressed 1"]


def test_after_the_tone_the_words_are_recorded() -> None:
    attributes = 'action="/phone/turn/1" method="POST" maxLength="60" playBeep="true" finishOnKey="#" timeout="5"'
    tone = document(f"{said('Please say it after the tone.')}<Record {attributes}/>")
    with running_toy() as running:
        running.answers["/phone/turn/1"] = SAVED
        player = ringing(running, tone)
    assert player.exchanges[0].did == 'recorded "They lost my scan."', player.dead_end


# Dead ends


def test_the_same_words_twice_are_a_dead_end(toy: Plays) -> None:
    player, _ = toy(SPEAKS, ("fact.when", WHEN), ("fact.when", WHEN))
    assert player.dead_end == "the same words twice"


def test_one_question_for_ever_is_a_dead_end(toy: Plays) -> None:
    player, did = toy(KEYS, *(("agree", f"Try {number}. {RIGHT}") for number in range(20)))
    assert player.dead_end == "one question was asked more than 5 times"
    assert did[4] == "pressed 0"


def test_a_call_without_end_is_a_dead_end(toy: Plays) -> None:
    player, _ = toy(KEYS, *((f"fact.{n}", f"Question {n}. To skip this, press 9.") for n in range(MOST_EXCHANGES + 5)))
    assert player.dead_end == f"more than {MOST_EXCHANGES} exchanges"


def ringing(running: Toy, first: str) -> Player:
    """A call to a line that answers with this document."""
    running.answers |= {"/phone/lumiere/incoming": first}
    call = Call(running.url, "lumiere", TOKEN, PUBLIC)
    player = Player(SPEAKS, call, ClearLine(), load_wording(), lambda: "tell")
    player.hold()
    return player


def test_a_line_that_hangs_up_must_say_what_is_saved() -> None:
    with running_toy() as running:
        assert not ringing(running, SAVED).dead_end
        assert ringing(running, GOODBYE).dead_end == "the line hung up without a word about what is saved"


def test_what_nobody_should_hear_is_a_dead_end() -> None:
    with running_toy() as running:
        assert ringing(running, document("")).dead_end.startswith("what nobody should hear: ")
