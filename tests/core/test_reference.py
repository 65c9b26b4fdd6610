"""References: read aloud, mistyped, swapped, keyed, and found again."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.reference import (
    PREFIXES,
    MistypedReference,
    is_valid,
    new_reference,
    parse_reference,
    speak_reference,
)

SAMPLES = [new_reference(prefix, random.Random(seed).randrange) for seed, prefix in enumerate(PREFIXES * 10)]
A_REFERENCE = "L47301992"
references = st.builds(
    lambda prefix, number: new_reference(prefix, lambda _: number),
    st.sampled_from(PREFIXES),
    st.integers(0, 10**7 - 1),
)


def understood(text: str) -> str | None:
    try:
        return parse_reference(text)
    except MistypedReference:
        return None


def test_a_reference_is_one_letter_and_eight_digits():
    assert all(len(sample) == 9 and sample[0] in PREFIXES and sample[1:].isdigit() for sample in SAMPLES)


def test_it_is_spoken_one_character_at_a_time():
    assert speak_reference("L47301992") == "L, 4, 7, 3, 0, 1, 9, 9, 2"


@pytest.mark.parametrize("prefix", ["", "LX", "l", "4"])
def test_a_prefix_is_one_capital_letter(prefix):
    with pytest.raises(ValueError, match="one capital letter"):
        new_reference(prefix, random.Random(1).randrange)


@pytest.mark.parametrize("prefix", string.ascii_uppercase)
def test_every_provider_gets_a_letter_that_is_told_apart_by_ear(prefix):
    reference = new_reference(prefix, random.Random(1).randrange)
    assert reference[0] == prefix or prefix not in PREFIXES
    assert is_valid(reference)


def test_every_single_wrong_character_is_found():
    for sample in SAMPLES:
        for place, right in enumerate(sample):
            for wrong in (string.ascii_uppercase + string.digits).replace(right, ""):
                read = understood(sample[:place] + wrong + sample[place + 1 :])
                assert read is None or (wrong, right) in {("O", "0"), ("I", "1"), ("L", "1")}, (sample, wrong)


def test_every_swap_of_neighbours_is_found():
    for sample in SAMPLES:
        for place in range(len(sample) - 1):
            one, other = sample[place], sample[place + 1]
            swapped = sample[:place] + other + one + sample[place + 2 :]
            assert swapped == sample or understood(swapped) is None, (sample, swapped)


def test_a_lost_or_doubled_character_is_found():
    for sample in SAMPLES:
        for place in range(1, len(sample)):
            assert understood(sample[:place] + sample[place + 1 :]) is None
            assert understood(sample[:place] + sample[place] + sample[place:]) is None


@settings(deadline=None)
@given(reference=references)
def test_what_is_issued_is_understood(reference):
    assert is_valid(reference)
    assert parse_reference(reference) == reference
    assert parse_reference(speak_reference(reference)) == reference


@settings(deadline=None)
@given(reference=references)
def test_a_telephone_keypad_gives_the_digits_alone(reference):
    assert parse_reference(reference[1:], prefix=reference[0]) == reference


TWO_WITH_ZERO_AND_ONE = new_reference("E", lambda _: 1020104)


@pytest.mark.parametrize(
    "written",
    [
        "{r}",
        "My reference is {r}.",
        "{lower}",
        "{r[0]}-{r[1]}{r[2]}{r[3]}{r[4]}-{r[5]}{r[6]}{r[7]}{r[8]}",
        "ref {r[0]} {r[1]} {r[2]} {r[3]} {r[4]} {r[5]} {r[6]} {r[7]} {r[8]} please",
        "{letters}",
        "{r} 5 days ago",
    ],
)
def test_it_is_read_as_people_write_it(written):
    r = TWO_WITH_ZERO_AND_ONE
    letters = r[0] + r[1:].replace("0", "o").replace("1", "I")
    assert parse_reference(written.format(r=r, lower=r.lower(), letters=letters)) == r


def test_it_is_read_as_people_say_it():
    reference = new_reference("L", lambda _: 4433012)
    spoken = f"it's L double four double three oh one two {reference[-1]}"
    assert parse_reference(spoken) == reference


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello, I want to complain.",
        "Call me on 07700 900123.",
        "It was on 12 12 2026 at the clinic.",
        "I live in E1 6AN and paid 1,250 pounds.",
        "LILO and OIL",
    ],
)
def test_ordinary_text_holds_no_reference(text):
    assert parse_reference(text) is None


def test_a_mistyped_reference_is_asked_for_again():
    with pytest.raises(MistypedReference, match="one letter and eight numbers"):
        parse_reference(A_REFERENCE[:-1] + ("1" if A_REFERENCE[-1] != "1" else "2"))


def test_references_do_not_follow_one_another():
    source = random.Random(7)
    made = [new_reference("L", source.randrange) for _ in range(200)]
    assert len(set(made)) == 200
    assert made != sorted(made)
