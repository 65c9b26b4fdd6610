"""Twilio's REST server as far as we use it, over real HTTP: what does not fit the shapes is refused as Twilio does."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from flask import Flask, jsonify, request, send_file
from jsonschema import Draft202012Validator, FormatChecker
from twilio.http.http_client import TwilioHttpClient

from tests.stack import free_port, serving

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "t" * 32
_SHAPES = yaml.safe_load((Path(__file__).parent / "shapes.yml").read_text(encoding="utf-8"))
_FORMATS = FormatChecker()
_FORMATS.checks("phone-number")(lambda value: re.fullmatch(r"\+[1-9][0-9]{7,14}", str(value)) is not None)
_FORMATS.checks("uri")(lambda value: urlsplit(str(value)).scheme in {"http", "https"} and " " not in str(value))


@dataclass
class TwilioApi:
    """What was sent, in order, and the recordings it has; `refuses` answers the next requests with this status."""

    url: str = ""
    messages: list[dict[str, str]] = field(default_factory=list)
    calls: list[dict[str, str]] = field(default_factory=list)
    recorded: set[str] = field(default_factory=set)  # calls whose recording goes on
    stopped: list[str] = field(default_factory=list)
    recordings: dict[str, bytes] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)  # the headers of each request for a recording's sound
    refuses: int | None = None

    def client(self) -> TwilioHttpClient:
        """Twilio's own HTTP client, which finds this server where Twilio's would be."""
        return _Redirected(self.url)


class _Redirected(TwilioHttpClient):
    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        return super().request(method, self._base + urlsplit(url).path, *args, **kwargs)


@contextmanager
def twilio_api() -> Iterator[TwilioApi]:
    """The server, running."""
    api = TwilioApi()
    app = Flask("twilio-api")

    def take(kind: str, sent: list[dict[str, str]], prefix: str) -> Any:
        form = request.form.to_dict()
        refused = _unwelcome(api) or _misshapen(kind, form)
        if refused:
            return refused
        sent.append(form)
        return jsonify(
            sid=f"{prefix}{uuid.uuid4().hex}", status="queued", **{"from": form["From"], "to": form["To"]}
        ), 201

    app.add_url_rule(
        "/2010-04-01/Accounts/<sid>/Messages.json",
        "messages",
        lambda sid: take("Messages", api.messages, "SM"),
        methods=["POST"],
    )
    app.add_url_rule(
        "/2010-04-01/Accounts/<sid>/Calls.json", "calls", lambda sid: take("Calls", api.calls, "CA"), methods=["POST"]
    )
    _add_recordings(app, api)
    port = free_port()
    with serving(app, port):
        api.url = f"http://127.0.0.1:{port}"
        yield api


def _unwelcome(api: TwilioApi) -> Any:
    """The refusal of a request that is not the account's own, or none."""
    if api.refuses is not None:
        return jsonify(code=20500, message="Refused for the test.", status=api.refuses), api.refuses
    if request.authorization is None or request.authorization.password != AUTH_TOKEN:
        return jsonify(code=20003, message="Authenticate", status=401), 401
    return None


def _misshapen(kind: str, form: dict[str, str]) -> Any:
    """The refusal of a form that Twilio would not take, or none."""
    shape = _SHAPES[f"/2010-04-01/Accounts/{{AccountSid}}/{kind}.json"]
    wrong = [error.message for error in Draft202012Validator(shape, format_checker=_FORMATS).iter_errors(form)]
    return (jsonify(code=21211, message="; ".join(wrong), status=400), 400) if wrong else None


def _gone() -> Any:
    return jsonify(code=20404, message="The requested resource was not found.", status=404), 404


def _add_recordings(app: Flask, api: TwilioApi) -> None:
    """Recordings: their sound, their deletion, and the end of one that is being made."""
    account = "/2010-04-01/Accounts/<account>"

    @app.get(f"{account}/Recordings/<sid>.mp3")
    def sound(account: str, sid: str) -> Any:
        api.asked.append(dict(request.headers))
        if _unwelcome(api) or sid not in api.recordings:
            return _unwelcome(api) or _gone()
        return send_file(io.BytesIO(api.recordings[sid]), mimetype="audio/mpeg", conditional=True, etag=False)

    @app.delete(f"{account}/Recordings/<sid>.json")
    def delete(account: str, sid: str) -> Any:
        if _unwelcome(api) or api.recordings.pop(sid, None) is None:
            return _unwelcome(api) or _gone()
        api.deleted.append(sid)
        return "", 204

    @app.post(f"{account}/Calls/<call>/Recordings/<sid>.json")
    def update(account: str, call: str, sid: str) -> Any:
        form = request.form.to_dict()
        refused = _unwelcome(api) or _misshapen("Calls/{CallSid}/Recordings/{Sid}", form)
        if refused or sid != "Twilio.CURRENT" or call not in api.recorded:
            return refused or _gone()
        api.recorded.discard(call)
        api.stopped.append(call)
        return jsonify(sid=f"RE{uuid.uuid4().hex}", call_sid=call, status=form["Status"])
