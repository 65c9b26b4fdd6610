"""What comes in from outside, read strictly: wrong in any way is refused with a sentence, before anything changes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from backend.errors import HeardError, TooLong
from backend.services.turns import LONGEST_TEXT, Incoming

LARGEST_BODY = 1_000_000  # bytes: the longest text, every character escaped, fits
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CHOICE = re.compile(r"[0-9A-Za-z_-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})  # spaces, line ends, zero-width characters
_HIGHEST_SEQ = 2**31 - 1


class BadBody(HeardError):
    """A body or parameter that is not what this address takes."""


@dataclass(frozen=True, slots=True)
class Start:
    """How a conversation is asked for."""

    client_id: str | None
    language: str


def read_bytes() -> bytes:
    """The raw body, or TooLong."""
    request.max_content_length = LARGEST_BODY
    try:
        return request.get_data(cache=True)
    except RequestEntityTooLarge:
        raise too_long() from None


def too_long() -> TooLong:
    """The sentence for more than one message may hold."""
    return TooLong(f"That is longer than {LONGEST_TEXT:,} characters. Please send it in two or more parts.")


def read_object(*, known: frozenset[str]) -> dict[str, Any]:
    """The JSON object of the body with these keys at most; no body at all is an empty object."""
    raw = read_bytes()
    if not raw:
        return {}
    if not request.is_json:
        raise BadBody("Please send JSON, with the content type application/json.")
    try:
        data = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadBody("The body is not JSON in UTF-8.") from None
    if not isinstance(data, dict):
        raise BadBody("The body must be a JSON object.")
    if unknown := sorted(set(data) - known):
        raise BadBody(f"Unknown key {unknown[0][:40]!a}. This address takes {_listed(known)}.")
    return data


def _listed(keys: frozenset[str]) -> str:
    return ", ".join(sorted(keys)) or "an empty object"


def read_start(data: Mapping[str, Any]) -> Start:
    """Client id and language, both optional."""
    client_id = data.get("client_id")
    language = data.get("language") or "en"
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise BadBody("language must be a language code such as en.")
    return Start(None if client_id is None else read_client_id(client_id), language)


def read_first_words(data: Mapping[str, Any]) -> str:
    """The words that a conversation will begin with, as far as they are said."""
    text = data.get("text", "")
    return text[:LONGEST_TEXT] if isinstance(text, str) else ""


def read_client_id(value: object) -> str:
    """A UUID in its usual form, in lower case."""
    if not isinstance(value, str) or not _UUID.fullmatch(value.lower()):
        raise BadBody("client_id must be a UUID such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff.")
    return value.lower()


def read_incoming(data: Mapping[str, Any]) -> Incoming:
    """A message: a client id and either text or a choice."""
    client_id = read_client_id(data.get("client_id"))
    text, choice = data.get("text"), data.get("choice")
    if (text is None) == (choice is None):
        raise BadBody("Please send either text or a choice.")
    if choice is None:
        return Incoming(client_id, text=read_text(text))
    if not isinstance(choice, str) or not _CHOICE.fullmatch(choice):
        raise BadBody("choice must be the id of one of the choices in the conversation.")
    return Incoming(client_id, choice=choice)


def read_text(value: object) -> str:
    """Words as they were written, with plain line ends."""
    if not isinstance(value, str):
        raise BadBody("text must be a string.")
    text = value.replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        raise too_long()
    if all(unicodedata.category(char) in _UNSEEN for char in text):
        raise BadBody("There is nothing in the message yet. Please write something first.")
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise BadBody("The text holds characters that cannot be kept. Please remove them and send it again.")
    return text


def read_after(value: str | None) -> int:
    """The number of the last message that was seen; 0 when none is named."""
    if value is None or value == "":
        return 0
    if not value.isascii() or not value.isdigit():
        raise BadBody("after must be the number of a message.")
    return min(int(value[:12]), _HIGHEST_SEQ)


def is_uuid(value: str) -> bool:
    """Whether this can be the id of a conversation."""
    return _UUID.fullmatch(value) is not None
