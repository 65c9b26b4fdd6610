"""A skip is a failure when everything is required, and each environment runs its own tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest

SKIPS = """
import pytest
def test_skips(): pytest.skip("There is no kettle.")
@pytest.mark.xfail
def test_is_expected_to_fail(): assert False
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of tests under the same rules as ours."""
    shutil.copy(conftest.__file__, tmp_path / "conftest.py")
    return tmp_path


def run(folder: Path, *, require_all: str) -> str:
    """What pytest prints for it, the last line first of interest."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", "."]
    environ = {"REQUIRE_ALL": require_all, "PATH": ""}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True).stdout


def test_a_skip_passes_on_a_developers_machine(folder):
    (folder / "test_kettle.py").write_text(SKIPS)
    assert "1 skipped, 1 xfailed" in run(folder, require_all="")


def test_a_skip_fails_when_everything_is_required(folder):
    (folder / "test_kettle.py").write_text(SKIPS)
    said = run(folder, require_all="1")
    assert "1 failed, 1 xfailed" in said
    assert "REQUIRE_ALL=1 forbids this: Skipped: There is no kettle." in said


def test_a_whole_file_that_skips_fails_too(folder):
    (folder / "test_kettle.py").write_text("import pytest\npytest.importorskip('no_such_kettle')\n")
    assert "REQUIRE_ALL=1 forbids this" in run(folder, require_all="1")


@pytest.mark.parametrize(
    ("path", "of_the_assistant"),
    [
        ("assistant/test_one.py", True),
        ("actions", True),
        ("channels/test_rasa_input.py", True),
        ("channels/test_rasa_client.py", False),
        ("channels/web_chat/test_page.py", False),
        ("core/test_points.py", False),
    ],
)
def test_each_environment_collects_its_own(path, of_the_assistant, monkeypatch):
    for in_the_assistant in (True, False):
        monkeypatch.setattr(conftest, "IN_THE_ASSISTANT", in_the_assistant)
        ignored = conftest.pytest_ignore_collect(conftest.TESTS / path)
        assert ignored is (True if in_the_assistant != of_the_assistant else None)
