"""`make call` rings a Heard that runs, and says in a sentence why it cannot."""

from __future__ import annotations

import os
import subprocess
import sys

from backend.config import ROOT
from backend.development.settings import telephone_token
from tests.channels.phone.simulator.toy import GOODBYE, PUBLIC, TOKEN, Toy, asking, running_toy
from tests.development.stand_in import free_ports

SECRETS = {"SECRET_KEY": "k" * 32, "SERVICE_TOKEN": "t" * 32, "PUBLIC_URL": PUBLIC, "TWILIO_AUTH_TOKEN": TOKEN}


def calling(*arguments: str, port: int, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backend.development.call", *arguments]
    environ = os.environ | SECRETS | {"PORT": str(port)}
    return subprocess.run(command, cwd=ROOT, env=environ, input=typed, capture_output=True, text=True, timeout=30)


def test_a_call_is_held_by_what_stands_on_the_standard_input() -> None:
    with running_toy() as toy:
        toy.answers |= {"/phone/exclusive-health/incoming": asking("What happened?"), "/phone/turn/1": GOODBYE}
        call = calling("exclusive-health", port=_port(toy), typed="they lost my scan\n")
    assert call.returncode == 0, call.stdout + call.stderr
    assert toy.at("/phone/turn/1")[0]["SpeechResult"] == "they lost my scan"
    assert "Goodbye." in call.stdout


def test_without_a_heard_that_runs_it_says_what_to_do_first() -> None:
    call = calling(port=free_ports(1)[0])
    assert call.returncode == 1
    assert "do `make run` first" in call.stderr and "Traceback" not in call.stderr


def test_a_provider_that_is_not_there_is_named_with_those_that_are() -> None:
    call = calling("lumier", port=free_ports(1)[0])
    assert "There is no provider 'lumier': PROVIDER is one of exclusive-health, lumiere." in call.stderr


def test_the_telephone_is_signed_with_twilios_token_or_one_of_our_own() -> None:
    ours = telephone_token({"SECRET_KEY": "k" * 32})
    assert len(ours) == 64 and ours == telephone_token({"SECRET_KEY": "k" * 32, "TWILIO_AUTH_TOKEN": ""})
    assert ours != telephone_token({"SECRET_KEY": "other" * 8})
    assert telephone_token({"SECRET_KEY": "k" * 32, "TWILIO_AUTH_TOKEN": "twilio"}) == "twilio"


def _port(toy: Toy) -> int:
    return int(toy.url.rpartition(":")[2])
