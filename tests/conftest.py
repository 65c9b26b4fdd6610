"""Which tests each environment runs, what a skip means in CI, and a PostgreSQL for those that want one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
# These run in the assistant's environment (Python 3.10), all others in the backend's.
OF_THE_ASSISTANT = tuple(TESTS / name for name in ("assistant", "actions", "channels/test_rasa_input.py"))
IN_THE_ASSISTANT = sys.version_info < (3, 11)


def pytest_addoption(parser: pytest.Parser) -> None:
    if not IN_THE_ASSISTANT:
        parser.addini("asyncio_mode", "a setting for pytest-asyncio, which only the assistant's environment has")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    if collection_path.is_dir() and any(collection_path in part.parents for part in OF_THE_ASSISTANT):
        return None  # holds tests of both
    belongs = any(part == collection_path or part in collection_path.parents for part in OF_THE_ASSISTANT)
    return True if belongs != IN_THE_ASSISTANT else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    return _unless_all_required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    return _unless_all_required((yield))


def _unless_all_required(report):
    """With REQUIRE_ALL=1 a skip is a failure; an expected failure stays what it is."""
    if os.environ.get("REQUIRE_ALL") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"REQUIRE_ALL=1 forbids this: {reason}"
    return report


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of this test process alone; skips with a sentence when there is none."""
    from tests.postgres import empty_database, server  # the assistant's environment has no driver

    with server() as address, empty_database(address) as url:
        yield url
