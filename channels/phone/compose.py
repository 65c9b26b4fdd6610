"""What is said in answer to an exchange: the line's own words, what is new, and the keys that answer it."""

from __future__ import annotations

from dataclasses import replace

from backend.core.ownership import Owner
from backend.core.question import Kind
from backend.services.call_view import CallView, Said
from backend.wording import FIRST, Wording
from channels.phone.keys import Option, options
from channels.phone.profiles import profile_for
from channels.phone.speech import pieces, question_in, seconds_to_say, spoken
from channels.phone.state import CallState, Mode, Pace
from channels.phone.step import Step

_SLOWER = 1.25
_GREETING = 2  # messages: while nothing else was said, only they are heard


def compose(
    wording: Wording, state: CallState, step: Step, view: CallView, *, listens: bool
) -> tuple[list[str], CallState]:
    """The pieces to say in order, and the state once they are said; keys are named where they are listened for."""
    fresh = view.after(state.spoken)
    said = view.after(state.said_from) if step.again else fresh
    texts = [_own_line(wording, view.language, key, state.last_words) for key in step.lead]
    texts += [_line(wording, message, view) for message in said]
    if step.short and not said:
        texts.append(question_in(view.prompt.text if view.prompt else ""))
    if listens and _is_asked(step, view, said) and state.mode is not Mode.HELP and state.pace is not Pace.A_MOMENT:
        texts += option_lines(wording, view, options(view.choices, state.page))
    cut = wording.say(view.language, "phone.cut")
    lines = [piece for text in texts for piece in pieces(spoken(text, cut=cut))]
    if step.send is None or step.send.key is None:  # who asks for the same again may be told the same
        lines = _not_the_same_again(wording, state, step, view, lines)
    words = " ".join(lines)
    seconds = seconds_to_say(words) * (_SLOWER if state.slow else 1) + len(lines)
    said_from = state.spoken if fresh else state.said_from
    last = view.said[-1].seq if view.said else state.spoken
    return lines, replace(state, spoken=last, said_from=said_from, last_words=words, last_seconds=seconds)


def _own_line(wording: Wording, language: str, key: str, before: str) -> str:
    """A line of our own; of one that is written in several ways, the first that is not in what was said before."""
    ways = [wording.say(language, f"phone.{way}") for way in (key, f"{key}_1", f"{key}_2") if _is_written(wording, way)]
    return next((text for text in ways if " ".join(pieces(spoken(text))) not in before), ways[-1])


def _is_written(wording: Wording, key: str) -> bool:
    return wording.has(FIRST, f"phone.{key}")


def _line(wording: Wording, message: Said, view: CallView) -> str:
    if message.sender == "staff":
        return wording.say(view.language, "phone.from_staff", text=message.text)
    return message.text


def _is_asked(step: Step, view: CallView, said: tuple[Said, ...]) -> bool:
    """Whether keys belong to what is said now; while staff talk there are none."""
    if view.owner is Owner.STAFF or not view.said:
        return False
    return bool(said) or step.short or bool(step.lead)


def option_lines(wording: Wording, view: CallView, shown: tuple[Option, ...]) -> list[str]:
    """One short sentence a key: what it does first, the key last."""
    greeted = bool(view.said) and view.said[-1].seq == _GREETING
    if view.prompt is not None and view.prompt.key == "greeting.tell" and greeted:
        return []  # the greeting has named its key itself
    found = [wording.say(view.language, "phone.option_key_number")] if view.kind is Kind.PHONE_NUMBER else []
    found += [_option(wording, view, option) for option in shown]
    if view.on_hold:
        found.append(wording.say(view.language, "phone.option_person"))
    if view.prompt is None:
        found.append(wording.say(view.language, "phone.anything_else"))
    return found


def _option(wording: Wording, view: CallView, option: Option) -> str:
    own = f"phone.option_{option.meaning}"
    keyed = view.prompt is not None and profile_for(view.kind, Pace.NORMAL).keyed
    digit = wording.say(view.language, "phone.then_hash", digit=option.key) if keyed else option.key
    if wording.has(view.language, own):
        return wording.say(view.language, own, digit=digit)
    label = option.label[:1].lower() + option.label[1:] if not option.label[:2].isupper() else option.label
    return wording.say(view.language, "phone.option", label=label, digit=digit)


def _not_the_same_again(wording: Wording, state: CallState, step: Step, view: CallView, lines: list[str]) -> list[str]:
    """What was not asked to be repeated is never said twice in the same words."""
    if step.again or not lines or " ".join(lines) != state.last_words or state.pace is Pace.RELAY:
        return lines
    return [_own_line(wording, view.language, "once_more", state.last_words), *lines]
