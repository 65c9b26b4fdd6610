"""The sentences the model is measured on are not among those it is trained on, nor nearly.

A failure names the held-out sentence only, so that its author can write another without having seen the
training data: whoever mends one of the two must not copy from the other.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.assistant.sentences import held_out, key, nearly_the_same, trained, words

# Not fixtures: pytest would print them beside a failure.
TRAINED_KEYS = {key(sentence) for sentence in trained()}
TRAINED_WORDS = {frozenset(words(sentence)) for sentence in trained()}


def test_no_held_out_sentence_is_trained_on() -> None:
    found = [pair for pair in held_out() if key(pair[0]) in TRAINED_KEYS]

    assert not found, _listed("word for word in the training data", found)


def test_no_held_out_sentence_is_nearly_trained_on() -> None:
    found = [pair for pair in held_out() if _is_nearly_trained_on(pair[0])]

    assert not found, _listed("nearly in the training data", found)


def test_no_sentence_is_held_out_twice() -> None:
    times = Counter(key(sentence) for sentence, _ in held_out())
    found = [pair for pair in held_out() if times[key(pair[0])] > 1]

    assert not found, _listed("held out twice", found)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("that's it", "Thats it!", True),
        ("bye for now", "for now, bye", True),
        ("thank you so much", "thank you very much", False),
        ("my lips are still very sore", "my lips are still sore", True),
        ("yes", "yes please", False),
    ],
)
def test_what_counts_as_nearly_the_same(one: str, other: str, near: bool) -> None:
    assert nearly_the_same(frozenset(words(one)), frozenset(words(other))) is near


def _is_nearly_trained_on(sentence: str) -> bool:
    own = frozenset(words(sentence))
    return any(nearly_the_same(own, other) for other in TRAINED_WORDS)


def _listed(how: str, found: list[tuple[str, str]]) -> str:
    return f"{len(found)} {how}:\n" + "\n".join(f"  {intent}: {sentence}" for sentence, intent in found)
