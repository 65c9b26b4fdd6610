"""Which ready answer was said, in the words it is known by; a sentence of one's own is never taken for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from channels.phone.vocabulary import Vocabulary, words_in

Choice = Mapping[str, Any]
_LONGEST = 8  # words


def spoken_choice(choices: Sequence[Choice], speech: str, vocabulary: Vocabulary) -> Choice | None:
    """The one choice that these words name; None when they name none, more than one, or say anything else besides."""
    if len(words_in(speech)) > _LONGEST:
        return None
    fitting = [choice for choice in choices if _names(choice, choices, speech, vocabulary)]
    return fitting[0] if len(fitting) == 1 else None


def asks_for_more(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether the next page of choices is asked for."""
    return vocabulary.core(speech) in vocabulary.choices["more"]


def _names(choice: Choice, choices: Sequence[Choice], speech: str, vocabulary: Vocabulary) -> bool:
    said = vocabulary.core(speech)
    if said == vocabulary.core(choice["label"]):
        return True
    known_by = vocabulary.choices.get(choice["meaning"])
    if known_by is not None:
        return said in known_by
    own = set(vocabulary.core(choice["label"]).split())
    words = {_in_label(word, own, vocabulary) for word in said.split()}
    telling = words - _others(choice, choices, vocabulary)
    return words <= own and any(word.isdigit() or word not in vocabulary.keys for word in telling)  # "to" may be a key


def _in_label(word: str, own: set[str], vocabulary: Vocabulary) -> str:
    """The word as the label has it, numbers as digits: "point two" is "point 2"."""
    digit = vocabulary.keys.get(word)
    return digit if digit in own and digit.isdigit() else word


def _others(choice: Choice, choices: Sequence[Choice], vocabulary: Vocabulary) -> set[str]:
    others = (other for other in choices if other["id"] != choice["id"])
    return {word for other in others for word in vocabulary.core(other["label"]).split()}
