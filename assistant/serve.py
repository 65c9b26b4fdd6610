"""Starts the assistant: `python -m assistant.serve`."""

from __future__ import annotations

from assistant.prepare import prepare_rasa

prepare_rasa()

import logging  # noqa: E402
import os  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from rasa.core.agent import Agent  # noqa: E402
from rasa.core.nlg import NaturalLanguageGenerator  # noqa: E402
from rasa.core.run import configure_app  # noqa: E402
from rasa.core.tracker_store import TrackerStore  # noqa: E402
from rasa.core.utils import AvailableEndpoints  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402
from sanic import Sanic  # noqa: E402

from assistant.in_process_actions import (  # noqa: E402
    InProcessActions,
    check_action_results_with_one_validator,
)
from assistant.train import MODEL, ROOT  # noqa: E402
from channels.rasa_input import HeardInput  # noqa: E402

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
DEFAULT_PORT = 5005


class CannotStart(RuntimeError):
    """The assistant cannot start; the message says why and what to do."""


def main() -> int:
    """Serve until stopped; 1 with one sentence on the error stream when that is impossible."""
    try:
        listening = listen(port_from_environment())
        app = build_app(load_agent(MODEL), secret=secret_from_environment())
    except CannotStart as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    app.run(sock=listening, workers=1, access_log=False, motd=False)
    return 0


def load_agent(model: Path, *, action_endpoint: EndpointConfig | None = None) -> Agent:
    """Rasa's agent with what endpoints.yml names; actions run here unless it says elsewhere."""
    if not model.exists():
        raise CannotStart(f"There is no model at {model}. Run `python -m assistant.train` first.")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    check_action_results_with_one_validator()
    try:
        return Agent.load(
            model,
            generator=NaturalLanguageGenerator.create(endpoints.nlg, None),
            tracker_store=TrackerStore.create(endpoints.tracker_store),
            action_endpoint=action_endpoint or endpoints.action or InProcessActions(),
        )
    except Exception as error:  # a broken archive fails in many ways, all with the same cure
        raise CannotStart(
            f"The model at {model} cannot be loaded ({_first_line(error)}). "
            "Delete it and run `python -m assistant.train`."
        ) from error


def build_app(agent: Agent, *, secret: str) -> Sanic:
    """Rasa's web app with the one channel; `GET /` answers once it serves."""
    channels = [HeardInput(secret=secret)]
    app = configure_app(channels, enable_api=False)
    app.ctx.agent = agent
    return app


def listen(port: int) -> socket.socket:
    """A socket bound to the private address; connections are taken once the app runs."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        raise CannotStart(
            f"Port {port} on {HOST} is taken ({error.strerror}). Stop what uses it, or set ASSISTANT_PORT."
        ) from error
    return listening


def port_from_environment() -> int:
    given = os.environ.get("ASSISTANT_PORT") or str(DEFAULT_PORT)
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise CannotStart(f"ASSISTANT_PORT is {given!r}, which is not a port number.")
    return int(given)


def secret_from_environment() -> str:
    secret = os.environ.get("SERVICE_TOKEN", "")
    if not secret:
        raise CannotStart("SERVICE_TOKEN is not set: it is the secret the front door sends.")
    return secret


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
