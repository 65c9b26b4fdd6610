"""kill -9 of any process at any moment loses nothing and doubles nothing (a hundred kills, one seed)."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, select

from backend.commands import alembic_config
from backend.services.turns import FINISHED
from backend.store.tables import Outbox, Turn
from tests.kill.arrows import API_ARROWS, GIVEN_UP, WEB_ARROWS
from tests.kill.checks import check_all
from tests.kill.driver import Talker
from tests.kill.processes import Processes, running

AT_RANDOM = {"web": 24, "api": 20, "worker": 16, "assistant": 12}
AT_EACH_ARROW = 3
STALLS = 2
_STALL_SECONDS = 3.5  # longer than a lease, so that a turn runs twice at once
TALKERS = 5
_ARROW_SECONDS = 12.0
_SETTLE_SECONDS = 60.0


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    command.upgrade(alembic_config(f"sqlite:///{tmp_path}/heard.sqlite"), "head")
    with running(tmp_path) as started:
        yield started


def test_whatever_is_killed_nothing_is_lost_and_nothing_is_doubled(processes: Processes) -> None:
    seed = int(os.environ.get("KILL_SEED", "20261123"))
    chance = random.Random(seed)
    talkers = [Talker(processes.url, number, f"{seed}.{number}") for number in range(1, TALKERS + 1)]
    began = time.monotonic()
    for talker in talkers:
        talker.start()
    died = _kill_all(processes, chance)
    for talker in talkers:
        talker.stop()
    for talker in talkers:
        talker.join(150)
        assert not talker.is_alive() and talker.failure is None, f"seed {seed}: {talker.failure!r}"
    _settle(processes)
    said = sum(len(talker.ledger) for talker in talkers)
    tries = sum(entry.tries for talker in talkers for entry in talker.ledger)
    print(f"\nseed {seed}: {died.total()} kills in {time.monotonic() - began:.0f} s {dict(sorted(died.items()))}")
    print(f"{said} messages in {tries} tries; turns {_turns(processes)}")
    assert died.total() >= 100
    assert all(died[arrow] for arrow in (*WEB_ARROWS, *API_ARROWS)), "An arrow was never reached."
    assert said >= 2 * TALKERS
    check_all(processes.database, talkers)


def _kill_all(processes: Processes, chance: random.Random) -> Counter[str]:
    """Every kill of the plan in a random order; how often each process or arrow was hit."""
    plan = [name for name, times in AT_RANDOM.items() for _ in range(times)]
    plan += [arrow for arrow in (*WEB_ARROWS, *API_ARROWS) for _ in range(AT_EACH_ARROW)]
    plan += ["stall"] * STALLS
    chance.shuffle(plan)
    died: Counter[str] = Counter()
    for target in plan:
        if target == "stall":
            processes.wait_until_up("assistant")
            processes.stall("assistant", seconds=_STALL_SECONDS)
            continue
        service = "web" if target in WEB_ARROWS else "api" if target in API_ARROWS else target
        processes.wait_until_up(service)
        time.sleep(chance.uniform(0.0, 0.5))
        if target == service:
            if service == "assistant":
                died[GIVEN_UP] += processes.arm(GIVEN_UP)
            processes.kill(service)
            died[service] += 1
        elif processes.kill_at(target, passing=_passing(target, chance), seconds=_ARROW_SECONDS):
            died[target] += 1
        else:
            processes.kill(service)
            died[service] += 1
    died[GIVEN_UP] += processes.disarm(GIVEN_UP)
    for service in AT_RANDOM:
        processes.wait_until_up(service)
    return died


def _passing(arrow: str, chance: random.Random) -> int:
    """Of commits and messages there are several in a turn: any of them is hit."""
    return chance.randint(1, 5) if arrow in {"web_commit", "api_commit", "storing"} else 1


def _settle(processes: Processes) -> None:
    """Waits until every turn is answered and the worker has nothing due."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < deadline:
        with processes.database.read() as session:
            open_turns = session.scalar(select(func.count()).where(Turn.state.not_in(FINISHED)))
            due = session.scalar(select(func.count()).where(Outbox.state == "waiting", Outbox.kind == "staff_alert"))
        if not open_turns and not due:
            return
        time.sleep(0.2)


def _turns(processes: Processes) -> dict[str, int]:
    with processes.database.read() as session:
        found = session.execute(select(Turn.state, func.count()).group_by(Turn.state))
        return {row[0]: row[1] for row in found}
