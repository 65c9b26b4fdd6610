"""The texts that a scenario has sent, through the worker to what stands for Twilio's REST server."""

from __future__ import annotations

from typing import Any

from backend.telephone import Telephone
from backend.worker import work_once
from tests.stack import Stack
from tests.twilio_api.server import ACCOUNT_SID, AUTH_TOKEN, twilio_api


def check_texts(expected: list[dict[str, Any]], stack: Stack) -> None:
    """Each text goes `to` a number, and `holds` and `holds_not` some words."""
    public = stack.context.public_url
    with twilio_api() as api:
        work_once(stack.context, stack.mail, Telephone(ACCOUNT_SID, AUTH_TOKEN, public_url=public, http=api.client()))
    assert [text["To"] for text in api.messages] == [text["to"] for text in expected]
    for sent, text in zip(api.messages, expected, strict=True):
        missing = [words for words in text.get("holds", []) if words not in sent["Body"]]
        told = [words for words in text.get("holds_not", []) if words in sent["Body"]]
        assert not missing and not told, sent["Body"]
