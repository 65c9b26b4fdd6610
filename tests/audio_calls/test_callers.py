"""The callers' files are read whole, and there are enough of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.wording import load_wording
from tests.audio_calls.caller import Answer, read_callers
from tests.audio_calls.habits import HABITS, SAID, words_for
from tests.audio_calls.menu import key_for, named_keys
from tests.audio_calls.needed import chosen_voices

WORDING = load_wording()


def test_there_are_twenty_callers_of_both_providers_who_speak_or_use_keys() -> None:
    callers = read_callers()
    assert len(callers) >= 20
    assert {caller.provider for caller in callers} == {"lumiere", "exclusive-health"}
    assert sum(caller.speaks for caller in callers) >= 10 <= len(callers) - 5
    assert any(caller.person_first for caller in callers)
    assert any(len(caller.story) > 1 for caller in callers)


def test_a_caller_is_found_by_name_and_an_unknown_one_is_refused_with_those_there_are() -> None:
    [caller] = read_callers(["withheld_number"])
    assert caller.number == "anonymous"
    assert caller.answers["fact.name"] == Answer(choose="skip")
    with pytest.raises(ValueError, match="There is no caller nobody. There are: .*laser_burn"):
        read_callers(["nobody"])


def test_a_key_that_no_caller_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.yml").write_text("provider: lumiere\nuses: keys\nstories: [A.]\nanswers: {}\n")
    with pytest.raises(ValueError, match=r"odd\.yml has stories; a caller has about, .*story"):
        read_callers(folder=tmp_path)


def test_every_choice_a_caller_makes_is_one_the_line_can_offer() -> None:
    given = [answer for caller in read_callers() for answer in caller.answers.values()]
    for answer in [*given, *HABITS.values()]:
        known = (f"phone.option_{answer.choose}", f"choices.{answer.choose}")
        assert not answer.choose or answer.about or any(WORDING.has("en", key) for key in known), answer


def test_the_keys_of_a_menu_are_found_by_what_they_are_for() -> None:
    keys = named_keys("Is that right? If that is right, press 1. To change it, press 2. For point 2, press 3.")
    assert [(key.key, key.words) for key in keys] == [
        ("1", "If that is right"),
        ("2", "To change it"),
        ("3", "For point 2"),
    ]
    assert [key_for(keys, meaning, about, WORDING) for meaning, about in (("change", ""), ("point", "2"))] == keys[1:]
    assert key_for(keys, "skip", "", WORDING) is None
    assert keys[2].label == "Point 2."


def test_a_second_try_is_in_other_words() -> None:
    assert all(first != later for first, later in SAID.values())
    assert words_for("agree", "", 0) != words_for("agree", "", 1)
    assert words_for("accept", "A call.", 1) == "A call."


def test_voices_are_chosen_by_a_part_of_their_names() -> None:
    assert [voice.name for voice in chosen_voices(["slt", "espeak"])] == ["flite slt", "espeak-ng en-gb"]
    assert len(chosen_voices([])) == 3
    with pytest.raises(ValueError, match="There is no voice amy. There are: flite rms, "):
        chosen_voices(["amy"])
