"""The elements of TwiML with their attributes and children, read off the Twilio SDK itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from twilio.twiml import TwiML
from twilio.twiml.voice_response import VoiceResponse


@dataclass
class Element:
    """What one element may carry."""

    attributes: set[str] = field(default_factory=set)
    children: set[str] = field(default_factory=set)
    text: bool = False


@cache
def elements() -> dict[str, Element]:
    """Every element of a voice document by name, from the response down."""
    found = {"Response": Element()}
    unread, read = [VoiceResponse], {VoiceResponse}
    while unread:
        kind = unread.pop()
        parent = found[_made(kind).name]
        for child in _children(kind):
            parent.children.add(child.name)
            known = found.setdefault(child.name, Element())
            known.attributes |= set(child.attrs)
            known.text = known.text or child.value is not None
            if type(child) not in read:
                read.add(type(child))
                unread.append(type(child))
    return found


def _children(kind: type[TwiML]) -> Iterator[TwiML]:
    """One child of each sort that this kind can nest, with everything set that can be set."""
    for name, method in vars(kind).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            yield getattr(_made(kind), name)(**{each.name: each.name for each in _parameters(method)})


def _made(kind: type[TwiML]) -> TwiML:
    needed = [each for each in _parameters(kind.__init__) if each.default is each.empty]
    return kind(**{each.name: each.name for each in needed})


def _parameters(method: Callable[..., Any]) -> list[inspect.Parameter]:
    known = inspect.signature(method).parameters.values()
    return [each for each in known if each.name != "self" and each.kind is not each.VAR_KEYWORD]
