"""The telephone line on a real database, in one process: real documents, real wording, a caller at the other end.

Only what the assistant understands is a fake: what each thing the caller may say means is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import httpx
from flask import Flask

from assistant.wording import Catalogue, fill, load_catalogue
from backend.config import read_config
from backend.errors import Conflict
from backend.http_errors import register_errors
from backend.services.context import Context
from backend.services.operations import operate
from backend.services.runner import Runner
from backend.store.database import Database
from channels.phone.blueprint import phone
from channels.phone.simulator.call import Call
from channels.phone.simulator.clock import VirtualClock
from channels.phone.simulator.dialling import NOBODY, Answerers
from tests.builders import SECRET_KEY, Clock
from tests.channels.phone.calling import MOBILE, a_context, pass_time

TOKEN = "a-twilio-token-for-tests-only-012345"
Understood = tuple[str, str, tuple[str, ...]]  # operation, intent, topics
UNDERSTANDS: Mapping[str, Understood] = {
    "The bill for my scan was forty pounds too high.": ("answer", "complain_billing", ("complain_billing",)),
    "Nobody rang me back about it.": ("answer", "complain_no_reply", ("complain_no_reply",)),
    "The nurse was rude to my mother.": ("answer", "complain_staff_attitude", ("complain_staff_attitude",)),
    "hold on please": ("wait", "wait_a_moment", ()),
    "what happens to my complaint": ("process", "ask_process", ()),
    "yes please do": ("answer", "affirm", ()),
    "no I would rather not": ("answer", "deny", ()),
    "I want to start again": ("start-over", "start_over", ()),
    "what have you promised me": ("promises", "ask_status", ()),
    "I do not want to go on with this": ("withdraw", "withdraw_complaint", ()),
    "goodbye then": ("goodbye", "goodbye", ()),
}
OTHERWISE: Understood = ("answer", "add_information", ())


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


@dataclass
class Assistant:
    """Does what a thing said means here, and says it in the assistant's own words for the ear."""

    context: Context

    def __call__(self, brief: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The replies to a brief."""
        operation, intent, topics = OTHERWISE if brief["choice"] else UNDERSTANDS.get(brief["text"], OTHERWISE)
        understood = {"intent": "choice" if brief["choice"] else intent, "confidence": 0.9, "entities": []}
        understood["topics"] = [{"intent": topic, "confidence": 0.9} for topic in topics]
        try:
            reply = operate(self.context, brief["turn"], operation, understood)
        except Conflict:
            return []
        said = [_reply(say["key"], say["values"]) for say in reply["says"]]
        question = reply["question"]
        if question:
            said.append(_reply(f"ask.{question['key']}", question["values"]) | {"choices": question["choices"]})
        return said


def _reply(key: str, values: Mapping[str, Any]) -> dict[str, Any]:
    found = _catalogue().find(key, language="en")
    assert found is not None, f"There is no wording for {key}."
    return {"key": key, "text": fill(found[1].on("phone"), values, conjunction="and"), "lang": "en", "choices": []}


@dataclass
class PhoneLine:
    """The line, its store, and the means to ring it."""

    context: Context
    http: httpx.Client

    def ring(self, *, from_number: str = MOBILE, dial: Answerers = lambda number: NOBODY) -> Call:
        """A call that has been answered."""
        call = Call(
            "http://line.test",
            "lumiere",
            TOKEN,
            self.context.public_url,
            from_number=from_number,
            http=self.http,
            clock=VirtualClock(advance=lambda seconds: pass_time(self.context, seconds=seconds)),
            dial=dial,
        )
        call.start()
        return call


@contextmanager
def a_line(database: Database, context: Context | None = None) -> Iterator[PhoneLine]:
    """The line at ten on a Monday; with a context of its own where a provider has decided something."""
    context = context or replace(a_context(database), now=Clock())
    config = read_config({"SECRET_KEY": SECRET_KEY, "SERVICE_TOKEN": SECRET_KEY, "TWILIO_AUTH_TOKEN": TOKEN})
    app = Flask("line", static_folder=None)
    runner = Runner(context, Assistant(context), threads=4)
    config = replace(config, public_url=context.public_url)
    app.extensions["heard"] = SimpleNamespace(context=context, runner=runner, config=config)
    register_errors(app)
    app.register_blueprint(phone)
    with httpx.Client(transport=httpx.WSGITransport(app=app)) as http:
        yield PhoneLine(context, http)
    runner.stop()
