"""What one exchange means: keys first, then words, then silence. Pure: state, conversation and input in, a step out."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import replace

from backend.core.ownership import Owner
from backend.core.question import Kind
from backend.services.call_view import CallView
from channels.phone import repair
from channels.phone.heard import HeardByPhone
from channels.phone.helping import help_pressed
from channels.phone.keys import AGAIN, HELP, PERSON, Option, options, pressed, spoken
from channels.phone.profiles import profile_for
from channels.phone.state import CallState, Mode, Pace
from channels.phone.step import Send, Step

_RELAY = re.compile(r"\b(?:relay ?uk|text ?relay|relay (?:service|call|assistant)|go ahead)\b", re.IGNORECASE)
_SHORT_ASIDE = 8  # words: a longer sentence that names the relay is also an answer
_CUT_SECONDS = 55.0  # speech that lasts this long was cut off by the line, which takes sixty seconds at most


def decide(state: CallState, view: CallView, heard: HeardByPhone, *, since_asked: float) -> Step:
    """What follows from this input; `since_asked` is how many seconds ago the last answer was given."""
    if heard.nothing:
        return repair.after_silence(state, view)
    state = replace(state, silences=0, patience=0, rang_on_call=False)
    shown = options(view.choices, state.page)
    if heard.digits:
        return _keys(state, view, heard.digits, shown)
    if _RELAY.search(heard.speech) and state.pace is not Pace.RELAY:
        relay = replace(state, pace=Pace.RELAY)
        if len(heard.speech.split()) <= _SHORT_ASIDE:
            return Step(relay, lead=("relay_on",), again=True)
        state = relay
    return _words(state, view, heard.speech, shown, seconds=since_asked - state.last_seconds)


def _keys(state: CallState, view: CallView, digits: str, shown: tuple[Option, ...]) -> Step:
    if state.mode is Mode.HELP:
        return help_pressed(replace(state, mode=Mode.QUESTION), digits)
    if digits == PERSON:
        return Step(_fresh(state), Send(key="person"))
    if digits == AGAIN:
        return Step(replace(state, slow=True), again=True)
    keyed = profile_for(view.kind, state.pace).keyed
    if keyed and len(digits.strip("#")) > 1:
        return Step(_fresh(state), Send(text=keyed_words(view.kind, digits)))
    if digits == HELP and not keyed:
        return Step(replace(state, mode=Mode.HELP), lead=("help",))
    option = pressed(shown, digits if len(digits) == 1 else digits.strip("#"))
    if option is None:
        return repair.not_understood(state, view)
    if option.choice is None:
        return Step(replace(state, page=state.page + 1), short=True)
    return _chosen(state, option)


def _chosen(state: CallState, option: Option) -> Step:
    point = int(option.about) if option.meaning == "record_this" and option.about else None
    return Step(replace(_fresh(state), point=point), Send(choice=option.choice))


def keyed_words(kind: Kind, digits: str) -> str:
    """Keyed digits as the words they stand for: day and month of a date, any other number as it is."""
    plain = digits.strip("#*")
    if kind is not Kind.DATE or len(plain) not in {4, 6, 8}:
        return plain
    day, month, year = plain[:2], plain[2:4], plain[4:]
    if not 1 <= int(month) <= 12:
        return plain
    return " ".join(part for part in (str(int(day)), month_name[int(month)], year) if part)


def _words(state: CallState, view: CallView, speech: str, shown: tuple[Option, ...], *, seconds: float) -> Step:
    if state.mode is Mode.HELP:
        state = replace(state, mode=Mode.QUESTION)
    chosen = spoken(shown, speech) if view.kind is not Kind.NARRATIVE else None
    if chosen is not None and chosen.choice is not None:
        return _chosen(state, chosen)
    if chosen is not None:
        return Step(replace(state, page=state.page + 1), short=True)
    if view.kind is Kind.NARRATIVE and seconds >= _CUT_SECONDS and view.owner is Owner.BOT:
        return Step(replace(state, held=(*state.held, speech)), lead=("go_on",))
    text = " ".join((*state.held, speech))
    return Step(replace(_fresh(state), held=()), Send(text=text))


def _fresh(state: CallState) -> CallState:
    """After an answer the page is the first again; what the answer led to decides about failures."""
    return replace(state, page=0, silences=0)
