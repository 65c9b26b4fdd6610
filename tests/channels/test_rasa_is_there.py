"""Whether the assistant is there is asked quickly, and never an error."""

from __future__ import annotations

from flask import Flask

from channels.rasa_client import RasaClient
from tests.stack import free_port, serving


def test_an_assistant_that_serves_is_there_and_one_that_fails_or_is_gone_is_not():
    port = free_port()
    client = RasaClient(f"http://127.0.0.1:{port}", "a-token")
    assert client.answers() is False
    app = Flask("assistant")
    app.add_url_rule("/", view_func=lambda: ("", status))
    with serving(app, port):
        status = 200
        assert client.answers() is True
        status = 503
        assert client.answers() is False
