"""A process that dies is started again; one that cannot start is not; none outlives its runner."""

from __future__ import annotations

import os
import signal
import subprocess

from backend.development import locks
from tests.development.stand_in import children, until

SLEEP = ("sleep", "600")


def test_a_killed_process_is_started_again_and_one_line_says_so(clone):
    keep = clone.start("keep", "web", *SLEEP)
    until(lambda: bool(children(keep.process.pid)))
    [first] = children(keep.process.pid)
    os.kill(first, signal.SIGKILL)
    keep.wait_for("web ended (signal 9); starting it again in 1 s.")
    until(lambda: children(keep.process.pid) not in ([], [first]))
    assert keep.stop() == 0


def test_the_second_death_waits_longer_than_the_first(clone):
    keep = clone.start("keep", "web", "sh", "-c", "sleep 0.1; kill -9 $$")
    keep.wait_for("again in 1 s.")
    keep.wait_for("again in 2 s.")
    assert keep.stop() == 0


def test_a_process_that_fails_on_its_first_start_is_not_started_again(clone):
    keep = clone.start("keep", "assistant", "sh", "-c", "echo The model is broken.; exit 3")
    assert keep.ended() == 3
    assert keep.said.splitlines() == [
        "The model is broken.",
        "assistant could not start (exit code 3): its last lines are above.",
    ]


def test_a_command_that_is_not_there_is_named(clone):
    keep = clone.start("keep", "web", "no-such-command")
    assert keep.ended() == 127
    assert "no-such-command: No such file or directory." in keep.said


def test_told_to_stop_it_stops_what_it_keeps(clone):
    keep = clone.start("keep", "web", *SLEEP)
    until(lambda: bool(children(keep.process.pid)))
    [kept] = children(keep.process.pid)
    assert keep.stop() == 0
    assert not locks.alive(kept)


def test_it_ends_with_its_runner(clone):
    runner = subprocess.Popen(SLEEP)
    keep = clone.start("keep", "web", *SLEEP, HEARD_RUNNER=str(runner.pid))
    until(lambda: bool(children(keep.process.pid)))
    runner.kill()
    runner.wait()
    assert keep.ended() == 0


def test_a_name_is_kept_once(clone):
    keep = clone.start("keep", "web", *SLEEP)
    until(lambda: bool(children(keep.process.pid)))
    second = clone.start("keep", "web", *SLEEP)
    assert second.ended() == 1
    assert second.said == f"web is running already (process {keep.process.pid}).\n"
    keep.stop()
