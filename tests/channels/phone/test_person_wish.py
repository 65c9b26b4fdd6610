"""A wish for a person is met though the line garbled it; a story that mentions people is left to be told."""

from __future__ import annotations

import pytest

from channels.phone.person_wish import wishes_for_person
from channels.phone.vocabulary import vocabulary_for

ENGLISH = vocabulary_for("en")
WISHES = [
    "Can I speak so personally?",
    "Can I speak to a person please?",
    "can I speak to some one",
    "can I peak to a parson",
    "ken I speak to a person",
    "Could I talk to somebody, please?",
    "Put me through to a purse on",
    "put me threw to someone",
    "can I speech to a personal",
    "I want to speak to a human",
    "I'd like to talk to a real person",
    "I just want to speak to somebody",
    "Let me speak to a manager",
    "May I talk to an advisor?",
    "I need to speak to the receptionist",
    "Transfer me to an operator",
    "Can you connect me with a representitive?",
    "Sorry, can I speak to someone?",
    "Hello, can I talk to any body?",
    "No, I want to talk to somebody",
    "Are there any people I can talk to?",
    "Speak to a person",
    "Talk person",
    "Person",
    "A person, please.",
    "Um, human",
    "A real person please",
    "Operator",
    "Agent!",
]
STORIES = [
    "The receptionist was rude to me",
    "The manager never rang me back",
    "I asked to speak to a manager",
    "They would not let me talk to anyone",
    "I spoke to a lady on Tuesday",
    "She told me to speak to the manager",
    "Nobody would speak to me",
    "I could not speak to anyone",
    "I couldn't get through to anybody",
    "I can't talk to people since then",
    "Someone was supposed to call me back",
    "The staff were talking about me",
    "The staff talked over me",
    "I want someone to apologise",
    "I want the manager to explain",
    "I want staff to be trained",
    "A person there laughed at me",
    "I was put through to the wrong person",
    "The person on the phone hung up",
    "My personal data went to someone else",
    "I want my personal details removed",
    "They talk down to people",
    "I felt I was transferred between people",
    "I wanted to speak to a person last week",
    "We were told to talk to an adviser",
    "Nobody put me through to a human",
    "The operator kept me waiting",
    "Human error",
    "It was personal",
    "I want an apology from the person",
    "I will never speak to that man again",
    "Please tell her I spoke to somebody",
    "I had to speak to four people and each of them told me something else",
]
# What people say to "What would put it right?" and "What happened?": each begins as a wish does, and none is one.
ALMOST_WISHES = [
    "I want staff to speak politely",
    "I would like staff to talk quietly",
    "I want the manager to speak with staff",
    "I heard staff talking through the door",
    "I need someone to speak Polish",
    "We waited through lunch with no staff",
]


@pytest.mark.parametrize("speech", WISHES)
def test_a_wish_for_a_person_is_met(speech: str) -> None:
    assert wishes_for_person(speech, ENGLISH)


@pytest.mark.parametrize("speech", STORIES + ALMOST_WISHES)
def test_a_story_that_mentions_people_is_no_wish(speech: str) -> None:
    assert not wishes_for_person(speech, ENGLISH)


@pytest.mark.parametrize("speech", ["", "...", "Yes", "Zero"])
def test_other_words_are_no_wish(speech: str) -> None:
    assert not wishes_for_person(speech, ENGLISH)


@pytest.mark.parametrize("speech", ["The receptionist", "An adviser", "Operator"])
def test_the_bare_name_of_a_role_is_an_answer_where_somebody_may_be_named(speech: str) -> None:
    assert wishes_for_person(speech, ENGLISH)
    assert not wishes_for_person(speech, ENGLISH, may_name_somebody=True)


@pytest.mark.parametrize("speech", ["A person", "A human being", "Someone real", "Can I speak so personally?"])
def test_a_plain_wish_is_a_wish_wherever_it_is_said(speech: str) -> None:
    assert wishes_for_person(speech, ENGLISH, may_name_somebody=True)
