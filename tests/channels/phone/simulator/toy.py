"""A toy application that answers Twilio's requests with documents a test gives it, over real HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator, get_signature_algorithm
from werkzeug.serving import make_server

from channels.phone.simulator.call import Call

TOKEN = "a-twilio-token-for-tests-only-012345"
PUBLIC = "https://heard.example"
SPEAK = 'Say language="en-GB" voice="Polly.Amy-Neural"'
Answer = str | tuple[int, str] | Callable[[dict[str, str]], str | tuple[int, str]]


def said(words: str) -> str:
    """A Say."""
    return f"<{SPEAK}>{words}</Say>"


def asking(words: str, action: str = "/phone/turn/1", **changed: str) -> str:
    """A document that asks a question by our rules, but for what is `changed`."""
    attributes = {
        "input": "dtmf speech",
        "action": action,
        "method": "POST",
        "language": "en-GB",
        "profanityFilter": "false",
        "actionOnEmptyResult": "true",
        "timeout": "7",
        "speechTimeout": "2",
    }
    written = " ".join(f'{name}="{value}"' for name, value in (attributes | changed).items())
    return document(f"<Gather {written}>{said(words)}</Gather><Redirect>{action}</Redirect>")


def document(inside: str) -> str:
    """A whole document."""
    return f"<Response>{inside}</Response>"


GOODBYE = document(f"{said('Goodbye.')}<Hangup/>")


@dataclass(frozen=True)
class Request:
    """What arrived: where, with which form and headers."""

    path: str
    form: dict[str, str]
    headers: dict[str, str]
    method: str = "POST"


@dataclass
class Toy:
    """Answers by path; a path without an answer says goodbye."""

    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self) -> Response:
        """What Flask asks for every request."""
        form = request.form.to_dict()
        signature = request.headers.get("X-Twilio-Signature", "")
        algorithm = get_signature_algorithm(request.headers.get("X-Twilio-Webhooks-Signature-Settings", ""))
        path = request.full_path.removesuffix("?")
        if not RequestValidator(TOKEN).validate(PUBLIC + path, form, signature, algorithm):
            return Response("Not signed by Twilio.", 403)
        with self.lock:
            self.requests.append(Request(path, form, dict(request.headers), request.method))
        given = self.answers.get(request.path, GOODBYE)
        if callable(given):
            given = given(form)
        status, text = given if isinstance(given, tuple) else (200, given)
        if status in {302, 307}:
            return Response("", status, {"Location": text})
        return Response(text, status, content_type="text/xml")

    def at(self, path: str) -> list[dict[str, str]]:
        """The forms that arrived at a path."""
        return [each.form for each in self.requests if each.path.partition("?")[0] == path]

    @property
    def paths(self) -> list[str]:
        """Where requests arrived, in their order."""
        return [each.path for each in self.requests]


@contextmanager
def running_toy() -> Iterator[Toy]:
    """A toy on a port of its own."""
    toy, app = Toy(), Flask("toy")
    app.add_url_rule("/health/live", view_func=dict)
    app.add_url_rule("/", view_func=toy.answer, methods=["GET", "POST"])
    app.add_url_rule("/<path:path>", view_func=lambda path: toy.answer(), methods=["GET", "POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    toy.url = f"http://127.0.0.1:{server.server_port}"
    yield toy
    server.shutdown()
    thread.join(5)
    server.server_close()


def slowly(twiml: str, seconds: float) -> Callable[[dict[str, str]], str]:
    """An answer that takes its time."""

    def answer(_: dict[str, str]) -> str:
        time.sleep(seconds)
        return twiml

    return answer


def calling(toy: Toy, first: str | None = None, **how: object) -> Call:
    """A call to the toy that has just been answered, with this document first."""
    if first is not None:
        toy.answers["/phone/lumiere/incoming"] = first
    call = Call(toy.url, "lumiere", TOKEN, public_url=PUBLIC, **how)  # type: ignore[arg-type]
    call.start()
    return call
