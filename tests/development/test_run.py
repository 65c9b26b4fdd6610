"""`make run` starts everything, survives being killed, and says in a sentence why it will not start."""

from __future__ import annotations

import json
import os
import signal
import socket
import urllib.request

import pytest

from backend.development import locks
from tests.development.stand_in import Clone, Started, children, until

READY = "Heard is ready."


def running(clone: Clone, **environ: str) -> Started:
    run = clone.start("run", **environ)
    run.wait_for(READY)
    return run


def ready(clone: Clone) -> int:
    """The number of the web server's main process."""
    with urllib.request.urlopen(f"http://localhost:{clone.ports['PORT']}/health/ready", timeout=5) as answer:
        return json.load(answer)["pid"]


def test_it_prepares_starts_and_says_where_everything_is_and_stops_when_asked(clone):
    run = running(clone)
    run.wait_for("/health/ready")
    here = f"http://localhost:{clone.ports['PORT']}"
    for said in ("upgraded", "trained", "password shown", f"{here}/lumiere/chat", f"{here}/staff/login"):
        assert said in run.said
    assert ready(clone)
    assert run.stop() == 0
    with pytest.raises(OSError):
        ready(clone)


def test_people_are_answered_while_a_killed_assistant_comes_back(clone):
    run = running(clone)
    [assistant] = children(clone.holder("assistant"))
    os.kill(assistant, signal.SIGKILL)
    assert ready(clone)
    run.wait_for("assistant ended (signal 9); starting it again")
    until(lambda: children(clone.holder("assistant")) not in ([], [assistant]))
    assert run.process.poll() is None
    run.stop()


def test_a_second_run_is_refused_while_the_first_goes_on(clone):
    run = running(clone)
    second = clone.start("run")
    assert second.ended() == 1
    assert f"Heard is running already (process {run.process.pid})" in second.said
    assert ready(clone)
    run.stop()


def test_nothing_outlives_a_killed_runner(clone):
    run = running(clone)
    server = ready(clone)
    os.kill(run.process.pid, signal.SIGKILL)
    run.ended()
    until(lambda: not locks.alive(server))


def test_what_a_killed_run_left_is_stopped_and_the_next_run_starts(clone):
    run = running(clone)
    server, keeper = ready(clone), clone.holder("web")
    os.kill(keeper, signal.SIGKILL)  # the only one that would have stopped the server
    os.kill(run.process.pid, signal.SIGKILL)
    run.ended()
    assert ready(clone) == server
    again = running(clone)
    assert "Stopped web, left over from a run that was killed." in again.said
    assert ready(clone) != server
    again.stop()


def test_a_taken_port_stops_it_before_anything_is_prepared(clone):
    with socket.create_server(("127.0.0.1", clone.ports["PORT"])):
        run = clone.start("run")
        assert run.ended() == 1
    assert f"Port {clone.ports['PORT']} is taken by" in run.said
    assert "upgraded" not in run.said


@pytest.mark.parametrize(
    ("dotenv", "reason"),
    [
        ("not a setting\n", "Line 1 of .env cannot be read: write NAME=value."),
        ("SECRET_KEY=short\n", "SECRET_KEY must be set to at least 32 random characters (see README)."),
        ("HEARD_ENV=testing\n", "HEARD_ENV must be development or production."),
    ],
)
def test_a_broken_env_file_is_one_sentence(clone, dotenv, reason):
    clone.write(".env", dotenv)
    run = clone.start("run")
    assert run.ended() == 1
    assert run.said == f"The settings (.env or the environment) cannot be used: {reason}\n"


def test_a_step_that_fails_is_named(clone):
    clone.write("assistant/train.py", "raise SystemExit('The rule file has no rules.')")
    run = clone.start("run")
    assert run.ended() == 1
    assert run.said.splitlines()[-2:] == [
        "The rule file has no rules.",
        "Checking the assistant's model failed: the lines above say why.",
    ]


def test_an_assistant_that_cannot_load_its_model_stops_the_first_start(clone):
    clone.write("assistant/serve.py", "raise SystemExit('The model is broken: run make train.')")
    run = clone.start("run")
    assert run.ended() == 1
    assert "The model is broken: run make train." in run.said
    assert "Heard has stopped" in run.said.splitlines()[-1]
