"""One stand-in clone for each test, with nothing of it left running."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.development.stand_in import Clone


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    """A clone of its own."""
    made = Clone(tmp_path / "clone")
    yield made
    for lock in (made.folder / "instance/run").glob("*.lock"):
        with suppress(ProcessLookupError, ValueError):
            os.killpg(int(lock.read_text()), signal.SIGKILL)
