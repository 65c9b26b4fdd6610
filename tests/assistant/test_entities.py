"""E-mail, phone, money, people, references, codes and point numbers, typed and spoken."""

from __future__ import annotations

import time
from datetime import date

import pytest

from assistant.entities.extract import entities

TODAY = date(2026, 11, 20)

FOUND = [
    ("jo.bloggs@example.co.uk please", "email", "jo.bloggs@example.co.uk"),
    ("it's jo dot bloggs at example dot co dot uk", "email", "jo.bloggs@example.co.uk"),
    ("jo underscore b at nhs dot net", "email", "jo_b@nhs.net"),
    ("ring 07700 900123", "phone", "07700900123"),
    ("+44 161 496 0000", "phone", "01614960000"),
    ("(0161) 496-0000", "phone", "01614960000"),
    ("oh seven seven double oh nine double oh one two three", "phone", "07700900123"),
    ("oh seven seven double oh nine hundred one two three", "phone", "07700900123"),
    ("zero one six one, four nine six, oh oh oh one", "phone", "01614960001"),
    ("you charged £480", "money", "480.00"),
    ("£1,140.50 in all", "money", "1140.50"),
    ("350 quid", "money", "350.00"),
    ("a hundred and twenty pound", "money", "120.00"),
    ("a thousand two hundred pounds", "money", "1200.00"),
    ("30p", "money", "0.30"),
    ("I'm ringing for my mum, she's 81", "relationship", "mother"),
    ("on behalf of our late father", "relationship", "father"),
    ("this is for my nan", "relationship", "grandmother"),
    ("I am her carer", "relationship", "carer"),
    ("my name is siân davies and i live in cardiff", "name", "siân davies"),
    ("my name's Wong Kar Wai.", "name", "Wong Kar Wai"),
    ("my reference is EXH-2026-0042", "reference", "EXH-2026-0042"),
    ("case number 44719", "reference", "44719"),
    ("LM 4471 22", "reference", "LM447122"),
    ("number two is wrong", "point_number", "2"),
    ("the second one", "point_number", "2"),
    ("change point 3", "point_number", "3"),
]
NOT_FOUND = [
    ("it hurt for my whole stay", "relationship"),
    ("my daughter drove me there", "relationship"),
    ("my mother's treatment", "relationship"),
    ("my name is not important", "name"),
    ("no one rang me back", "point_number"),
    ("I paid on 3 April 2024", "reference"),
    ("AND 500 people", "reference"),
    ("NHS number 943 476 5919", "phone"),
    ("at dot com", "email"),
]


@pytest.mark.parametrize(("text", "kind", "value"), FOUND)
def test_an_entity_is_found_where_it_stands(text: str, kind: str, value: str) -> None:
    found = [entity for entity in entities(text, today=TODAY) if entity.entity == kind]

    assert [entity.value for entity in found] == [value]
    assert text[found[0].start : found[0].end] == found[0].text


@pytest.mark.parametrize(("text", "kind"), NOT_FOUND)
def test_what_only_looks_like_one_is_left_alone(text: str, kind: str) -> None:
    assert [entity for entity in entities(text, today=TODAY) if entity.entity == kind] == []


@pytest.mark.parametrize(
    "text", ["2749", "2 7 4 9", "two seven four nine", "it's 2749 please", "two seven double four"]
)
def test_four_numbers_are_a_code_only_when_asked_for(text: str) -> None:
    assert [e.entity for e in entities(text, today=TODAY, kind="digits")] == ["code"]
    assert "code" not in [e.entity for e in entities(text, today=TODAY, kind="narrative")]


def test_entities_do_not_overlap() -> None:
    text = "On 3 March 2026 you took £480 from card 0161 496 0000, ref LM-20931, for my mum"

    found = entities(text, today=TODAY)

    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))


@pytest.mark.parametrize("piece", ["1 ", "a.", "double ", "aaaa", "my name is ", "@a.a", "ref ab/cd/", "oh ", "A-1"])
def test_hostile_text_takes_bounded_time(piece: str) -> None:
    started = time.process_time()

    entities((piece * 4000)[:4000], today=TODAY)

    assert time.process_time() - started < 2
