"""What a short utterance says to the line itself: a key, say it again, slower, or only a breath before speaking."""

from __future__ import annotations

from channels.phone.vocabulary import Vocabulary, words_in

_FEW = 5  # words


def is_hesitation(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether it is only the sound of somebody about to speak."""
    return all(word in vocabulary.hesitation for word in words_in(speech))


def asks_again(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether it asks for what was said last, and nothing else."""
    return vocabulary.core(speech) in vocabulary.again


def asks_slower(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether it asks for a slower voice, and nothing else."""
    return vocabulary.core(speech) in vocabulary.slower


def refuses_recording(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether it asks not to be recorded, and nothing else."""
    return vocabulary.core(speech) in vocabulary.unrecorded


def says_yes_and_no(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether a few words say both, as "yes, not thrived" for "yes, that's right": nobody may guess which was meant."""
    words = set(words_in(speech))
    return len(words) <= _FEW and bool(words & vocabulary.yes) and bool(words & vocabulary.negation)


def spoken_key(speech: str, vocabulary: Vocabulary) -> tuple[str, bool] | None:
    """The key that is said, alone or as "press two", and whether pressing was said."""
    words = vocabulary.core(speech).split()
    plain = [word for word in words if word not in vocabulary.pressing]
    key = vocabulary.keys.get(" ".join(plain))
    return None if key is None else (key, len(plain) < len(words))


# A call through a text relay


def names_relay(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether the relay is named."""
    said = f" {' '.join(words_in(speech))} "
    return any(f" {name} " in said for name in vocabulary.relay.names)


def is_introduction(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether it is only a relay operator explaining the call: nothing in it is an answer."""
    return all(word in vocabulary.relay.introduction for word in words_in(speech))


def hands_over(speech: str, vocabulary: Vocabulary) -> bool:
    """Whether it ends as a relay operator ends a turn."""
    return without_turn_over(speech, vocabulary) != speech


def without_turn_over(speech: str, vocabulary: Vocabulary) -> str:
    """The caller's words without the operator's "go ahead" after them."""
    words = speech.split()
    for phrase in vocabulary.relay.turn_over:
        ending = phrase.split()
        if words_in(" ".join(words[-len(ending) :])) == ending:
            return " ".join(words[: -len(ending)])
    return speech
