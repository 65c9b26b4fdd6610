"""An environment is made, mended when it is only half there, and refused with a sentence when it cannot be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backend.development import uv
from backend.development.environments import Environment, Fault, fault, make

PROJECT = '[project]\nname = "empty"\nversion = "0"\nrequires-python = ">=3.11"\n[tool.uv]\npackage = false\n'
UV = uv.find_uv()


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """An environment without packages, not made yet."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / ".python-version").write_text("3.11\n")
    subprocess.run([UV, "lock", "--quiet", "--offline", "-p", sys.executable], cwd=tmp_path, check=True)
    return Environment(tmp_path / ".venv", ("--offline",), lambda _: sys.executable, "a moment")


def _package(environment: Environment) -> Path:
    [site] = environment.folder.glob("lib/python*/site-packages")
    info = site / "kettle-1.dist-info"
    info.mkdir()
    (info / "RECORD").write_text("kettle.py,,\n")
    (site / "kettle.py").touch()
    return site


def test_what_is_not_there_is_made_and_then_left_alone(environment):
    assert fault(environment) is Fault.MISSING
    make(environment, UV)
    assert fault(environment) is None


def test_an_interrupted_making_is_seen_and_mended(environment):
    make(environment, UV)
    environment.stamp.unlink()
    assert fault(environment) is Fault.HALF_MADE
    make(environment, UV)
    assert fault(environment) is None


def test_a_folder_that_is_no_environment_is_replaced(environment):
    environment.folder.mkdir()
    (environment.folder / "left").touch()
    assert fault(environment) is Fault.HALF_MADE
    make(environment, UV)
    assert fault(environment) is None


def test_a_lost_python_is_seen_and_mended(environment):
    make(environment, UV)
    (environment.folder / "bin" / "python").unlink()
    assert fault(environment) is Fault.NO_PYTHON
    make(environment, UV)
    assert fault(environment) is None


def test_a_new_lock_is_seen(environment):
    make(environment, UV)
    with (environment.folder.parent / "uv.lock").open("a") as lock:
        lock.write("# later\n")
    assert fault(environment) is Fault.OLD


def test_a_moved_clone_is_seen_for_scripts_name_their_folder(environment, tmp_path_factory):
    make(environment, UV)
    moved = tmp_path_factory.mktemp("moved") / "clone"
    shutil.copytree(environment.folder.parent, moved, symlinks=True)
    there = Environment(moved / ".venv", environment.options, environment.python, environment.patience)
    assert fault(there) is Fault.MOVED
    make(there, UV)
    assert fault(there) is None


@pytest.mark.parametrize("lost", ["kettle.py", "kettle-1.dist-info"])
def test_lost_files_are_seen(environment, lost):
    make(environment, UV)
    site = _package(environment)
    environment.stamp.write_text(environment.stamp.read_text().replace("[]", '["kettle-1.dist-info"]'))
    assert fault(environment) is None
    path = site / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert fault(environment) is Fault.DAMAGED


def test_when_uv_fails_a_sentence_says_what_was_not_made(environment, capfd):
    environment.folder.parent.joinpath("uv.lock").write_text("not a lock")
    with pytest.raises(SystemExit, match=r"^\.venv could not be made: uv says why above"):
        make(environment, UV)
    assert "uv.lock" in capfd.readouterr().err


def test_without_a_python_3_10_a_sentence_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.delenv("ASSISTANT_PYTHON", raising=False)
    with pytest.raises(SystemExit) as refused:
        uv.assistant_python(UV)
    assert "The assistant needs Python 3.10; none was found" in str(refused.value)
    assert "ASSISTANT_PYTHON=/path/to/python3.10" in str(refused.value)


def test_a_python_can_be_named(monkeypatch):
    monkeypatch.setenv("ASSISTANT_PYTHON", sys.executable)
    assert Path(uv.assistant_python(UV)).resolve() == Path(sys.executable).resolve()


def test_without_uv_and_without_a_way_to_install_it_a_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(uv, "TOOLS", tmp_path / ".tools")
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(SystemExit, match=r"Heard needs uv and could not install it.*apt install python3-venv"):
        uv.find_uv()


def test_a_launcher_that_does_not_run_and_a_uv_too_old_are_passed_over(tmp_path, monkeypatch):
    _script(tmp_path / "uv", "exit 127")
    _script(tmp_path / ".tools/bin/uv", "echo uv 0.10.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(uv, "TOOLS", tmp_path / ".tools")
    assert uv.find_uv() == str(tmp_path / ".tools/bin/uv")
    _script(tmp_path / ".tools/bin/uv", "echo uv 0.8.22")
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(SystemExit):
        uv.find_uv()


def _script(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
