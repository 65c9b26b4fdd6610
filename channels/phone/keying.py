"""What a key means: those that always mean the same, then the number or the choice that is asked for."""

from __future__ import annotations

from calendar import month_name, monthrange
from dataclasses import replace

from backend.core.ownership import Owner
from backend.core.question import Kind
from backend.services.call_view import CallView
from channels.phone import repair
from channels.phone.helping import help_pressed
from channels.phone.keys import AGAIN, DONE, HELP, PERSON, UNRECORDED, Option, options, pressed
from channels.phone.profiles import profile_for
from channels.phone.state import CallState, Mode
from channels.phone.step import Send, Step

_WELCOME = 1  # the number of the message that says so
_MOST_ZEROS = 3  # four can be somebody's code
_SHORTEST_PHONE_NUMBER = 7
_THIS_CENTURY, _LAST_CENTURY = 2000, 1900
_FIRST_OF_LAST = 69  # two figures from here on are of the last century
_LEAP_YEAR = 2024  # a day is looked up in it when no year was keyed


def keyed(state: CallState, view: CallView, digits: str) -> Step:
    """What follows from keys; a number ends in # or is long."""
    plain = digits.strip(DONE) or DONE
    if set(plain) == {PERSON} and len(plain) <= _MOST_ZEROS:
        return ask_person(state)
    if plain == UNRECORDED and state.recorded:
        return go_on_unrecorded(state)
    if state.mode is Mode.HELP:
        return help_pressed(replace(state, mode=Mode.QUESTION), plain)
    if set(plain) == {AGAIN}:
        return Step(replace(state, slow=True), again=True)
    if plain == HELP:
        return Step(replace(state, mode=Mode.HELP), lead=("help",))
    if view.owner is Owner.STAFF:
        return send_words(state, digits)
    if profile_for(view.kind, state.pace).keyed and len(plain) > 1:
        return _number(state, view, plain)
    return take(state, view, pressed(options(view.choices, state.page), plain))


def go_on_unrecorded(state: CallState) -> Step:
    """The call goes on and is recorded no more; a greeting that said it was is not said again."""
    after = replace(state, mode=Mode.QUESTION, recorded=False, said_from=max(state.said_from, _WELCOME))
    return Step(after, lead=("recording_stopped",), short=True, stops_recording=True)


def take(state: CallState, view: CallView, option: Option | None) -> Step:
    """What an option leads to; words that are still held go before it, so that nothing is lost."""
    if option is None:
        return repair.not_understood(state, view)
    if option.choice is None:
        return Step(replace(state, page=state.page + 1), short=True)
    if state.held:
        return send_words(state, "")
    point = int(option.about) if option.meaning == "record_this" and option.about else None
    return Step(replace(fresh(state), point=point), Send(choice=option.choice))


def ask_person(state: CallState, words: str = "") -> Step:
    """A person, whatever is asked; the caller's own words go with the wish."""
    text = " ".join((*state.held, words)).strip()
    return Step(fresh(state), Send(text=text or None, key="person"))


def send_words(state: CallState, words: str) -> Step:
    """The caller's words, after those that are still held."""
    return Step(fresh(state), Send(text=" ".join((*state.held, words)).strip()))


def fresh(state: CallState) -> CallState:
    """After an answer: the first page of keys, nothing held; what the answer led to decides about failures."""
    return replace(state, mode=Mode.QUESTION, page=0, held=())


def _number(state: CallState, view: CallView, plain: str) -> Step:
    words = keyed_words(view.kind, plain)
    return repair.not_understood(state, view) if words is None else send_words(state, words)


def keyed_words(kind: Kind, digits: str) -> str | None:
    """Keyed digits as the words they stand for; None when they cannot be what is asked for."""
    if not digits.isdigit():
        return None
    if kind is Kind.DATE:
        return _date(digits)
    if kind is Kind.PHONE_NUMBER and len(digits) < _SHORTEST_PHONE_NUMBER:
        return None
    return digits


def _date(digits: str) -> str | None:
    """Day and month as two numbers each, with the year or without: "0311" is "3 November"."""
    if len(digits) not in {4, 6, 8}:
        return None
    day, month, year = int(digits[:2]), int(digits[2:4]), digits[4:]
    full = _full_year(year)
    if full < _LAST_CENTURY or not 1 <= month <= 12 or not 1 <= day <= monthrange(full, month)[1]:
        return None
    return f"{day} {month_name[month]}" + (f" {full}" if year else "")


def _full_year(year: str) -> int:
    if len(year) == 2:
        return int(year) + (_LAST_CENTURY if int(year) >= _FIRST_OF_LAST else _THIS_CENTURY)
    return int(year or _LEAP_YEAR)
