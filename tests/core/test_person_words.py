"""Words for a person, told from stories that only mention one."""

from __future__ import annotations

import pytest

from backend.core.person_words import asks_for_person

ASKING = [
    "person",
    "PERSON!!",
    "0",
    "a human please",
    "operator",
    "Can I just speak to a person please",
    "i want to talk to a human being",
    "put me through to someone",
    "I'd like to speak with a member of staff",
    "I don't want to talk to a robot about my body",
    "get me an operator",
    "can i talk to somebody real",
    "is there a human there",
    "I would like someone to ring me",
    "let me talk to your manager",
    "You lost my report. It was late too. Can I speak to somebody?",
]
NOT_ASKING = [
    "the person who treated me was rude",
    "I spoke to someone who laughed at me",
    "a member of staff shouted at me",
    "I asked to speak to a manager and nobody came",
    "They would not let me speak to a manager.",
    "I never got to speak to a person",
    "I don't want to speak to anyone",
    "I want a person to apologise",
    "I need someone to look into this",
    "human error led to my burn",
    "Are you a real person?",
    "someone else's report was sent to me",
    "nobody has called me back",
    "I am a very private person",
    "yes",
    "",
]


@pytest.mark.parametrize("text", ASKING)
def test_a_person_is_asked_for(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize("text", NOT_ASKING)
def test_a_person_is_only_spoken_of(text: str) -> None:
    assert not asks_for_person(text)


def test_a_language_without_patterns_hears_no_wish() -> None:
    assert not asks_for_person("person", language="xx")
