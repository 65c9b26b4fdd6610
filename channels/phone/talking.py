"""What words mean: to the line itself, to the question as a key or a choice, or to whoever hears the conversation."""

from __future__ import annotations

from dataclasses import replace

from backend.core.ownership import Owner
from backend.core.question import Kind
from backend.services.call_view import CallView
from channels.phone import repair, short_words
from channels.phone.keying import ask_person, go_on_unrecorded, keyed, send_words, take
from channels.phone.keys import AGAIN, HELP, PERSON, as_option, options, pressed
from channels.phone.person_wish import wishes_for_person
from channels.phone.spoken_choices import asks_for_more, spoken_choice
from channels.phone.spoken_numbers import spoken_number
from channels.phone.state import CallState, Mode, Pace
from channels.phone.step import Step
from channels.phone.vocabulary import Vocabulary, unstammered, vocabulary_for

_CUT_SECONDS = 55.0  # speech that lasts this long was cut off by the line, which takes sixty seconds at most
_MOST_HELD = 20_000  # characters; far below the longest message
_SAYS_SOMETHING = 3  # words: "yes, go ahead" is an answer, not the end of a relay operator's turn
_FREE = frozenset({Kind.NARRATIVE, Kind.SENTENCE})
_PLAIN_ANSWER = frozenset({Kind.YES_NO, Kind.READ_BACK})
_KEYS_ALONE = frozenset({Kind.YES_NO, Kind.MENU, Kind.READ_BACK})  # elsewhere "two" may be an answer
_ALWAYS = frozenset({PERSON, HELP, AGAIN})


def talked(state: CallState, view: CallView, speech: str, *, seconds: float) -> Step:
    """What follows from words that took so many seconds to say."""
    vocabulary = vocabulary_for(view.language)
    if state.pace is not Pace.RELAY and _through_relay(view, speech, vocabulary):
        state = replace(state, pace=Pace.RELAY)
        if short_words.is_introduction(speech, vocabulary):
            return Step(state, lead=("relay_on",), short=True)
        step = _understood(state, view, short_words.without_turn_over(speech, vocabulary), vocabulary, seconds)
        return replace(step, lead=("relay_on", *step.lead))
    if state.pace is Pace.RELAY:
        speech = short_words.without_turn_over(speech, vocabulary)
        if not speech:
            return Step(state, lead=("relay_waiting",), short=True)
    return _understood(state, view, speech, vocabulary, seconds)


def _through_relay(view: CallView, speech: str, vocabulary: Vocabulary) -> bool:
    if short_words.names_relay(speech, vocabulary):
        return True
    handed_over = short_words.hands_over(speech, vocabulary) and len(speech.split()) > _SAYS_SOMETHING
    return handed_over and view.kind in _FREE


def _understood(state: CallState, view: CallView, speech: str, vocabulary: Vocabulary, seconds: float) -> Step:
    if view.owner is Owner.STAFF:
        return send_words(state, speech)  # the person who has the call hears every word
    whole, speech = speech, unstammered(speech)
    own = _of_help(state, view, speech, vocabulary) or _to_the_line(state, view, speech, vocabulary)
    if own is not None:
        return own
    state = replace(state, mode=Mode.QUESTION)
    if view.kind in _PLAIN_ANSWER and short_words.says_yes_and_no(speech, vocabulary):
        return repair.not_understood(state, view)
    answer = _to_the_question(state, view, speech, vocabulary)
    if answer is not None:
        return answer
    cut_off = view.kind is Kind.NARRATIVE and seconds >= _CUT_SECONDS and view.owner is Owner.BOT
    if cut_off and sum(map(len, state.held)) + len(whole) < _MOST_HELD:
        return Step(replace(state, held=(*state.held, whole)), lead=("go_on",))
    return send_words(state, whole if view.kind in _FREE else speech)


def _of_help(state: CallState, view: CallView, speech: str, vocabulary: Vocabulary) -> Step | None:
    """In the help menu: its keys, said or by what they do."""
    if state.mode is not Mode.HELP:
        return None
    said = short_words.spoken_key(speech, vocabulary)
    key = said[0] if said else vocabulary.help.get(vocabulary.core(speech))
    return keyed(state, view, key) if key else None


def _to_the_line(state: CallState, view: CallView, speech: str, vocabulary: Vocabulary) -> Step | None:
    """What is said about the call itself: a breath, once more, slower, a person, or a key in words."""
    if short_words.is_hesitation(speech, vocabulary):
        pace = Pace.MORE_TIME if state.pace is Pace.NORMAL else state.pace
        return Step(replace(state, pace=pace), lead=("no_hurry",))
    if short_words.asks_again(speech, vocabulary):
        return keyed(state, view, AGAIN)
    if short_words.asks_slower(speech, vocabulary):
        return Step(replace(state, slow=True), lead=("slower_on",), again=True)
    if state.recorded and short_words.refuses_recording(speech, vocabulary):
        return go_on_unrecorded(state)
    if wishes_for_person(speech, vocabulary, may_name_somebody=view.kind in _FREE):
        return ask_person(state, speech)
    return _key_in_words(state, view, speech, vocabulary)


def _key_in_words(state: CallState, view: CallView, speech: str, vocabulary: Vocabulary) -> Step | None:
    """A key that is said: always after "press", and alone where only keys are asked for."""
    said = short_words.spoken_key(speech, vocabulary)
    if said is None:
        return None
    key, pressing = said
    if pressing or (view.kind in _KEYS_ALONE and (key in _ALWAYS or pressed(options(view.choices, state.page), key))):
        return keyed(state, view, key)
    return None


def _to_the_question(state: CallState, view: CallView, speech: str, vocabulary: Vocabulary) -> Step | None:
    """A number or a choice that is said; words of the caller's own are not for the line to understand."""
    number = spoken_number(speech, view.kind, vocabulary)
    if number is not None:
        return send_words(state, number)
    choice = spoken_choice(view.choices, speech, vocabulary)
    if choice is not None:
        return take(state, view, as_option(choice))
    shown = options(view.choices, state.page)
    if asks_for_more(speech, vocabulary) and any(option.choice is None for option in shown):
        return take(state, view, next(option for option in shown if option.choice is None))
    return None
