"""Finds uv, or installs it for this clone alone, and asks it for a Python."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from backend.development import ROOT, say

OLDEST = (0, 9)  # reads the Python of each dependency group
TOOLS = ROOT / ".tools"
NO_UV = (
    "Heard needs uv and could not install it; the lines above say why. Install uv, "
    "or what installs it (on Debian: apt install python3-venv), and run make again."
)
NO_PYTHON = (
    "The assistant needs Python 3.10; none was found and uv could not fetch one ({reason}). "
    "Install one (for example: pyenv install 3.10) or name one with ASSISTANT_PYTHON=/path/to/python3.10, "
    "and run make again."
)


def find_uv() -> str:
    """The uv to use, installed under .tools/ when the machine has none; SystemExit if that fails."""
    own = TOOLS / "bin" / "uv"
    found = _first_working([shutil.which("uv"), str(own)])
    if found:
        return found
    say("Installing uv in .tools ...")
    steps = (
        [sys.executable, "-m", "venv", "--clear", str(TOOLS)],
        [_tool("python"), "-m", "pip", "install", "-q", "uv>=0.9"],
    )
    if not all(_succeeds(step) for step in steps) or not _first_working([str(own)]):
        raise SystemExit(NO_UV)
    return str(own)


def backend_python(uv: str) -> str:
    """Python 3.11, which the tests use, or the newer one that is running."""
    return _find_python(uv, "3.11") or sys.executable


def assistant_python(uv: str) -> str:
    """Python 3.10, fetched by uv if need be; SystemExit with a sentence if there is none."""
    wanted = os.environ.get("ASSISTANT_PYTHON", "3.10")
    found = _find_python(uv, wanted)
    if found:
        return found
    say(f"Fetching Python {wanted} ...")
    fetched = subprocess.run([uv, "python", "install", wanted], capture_output=True, text=True)
    found = _find_python(uv, wanted)
    if not found:
        raise SystemExit(NO_PYTHON.format(reason=_reason(fetched.stderr)))
    return found


def _find_python(uv: str, wanted: str) -> str | None:
    command = [uv, "python", "find", "--system", "--no-project", "--no-python-downloads", wanted]
    answer = subprocess.run(command, capture_output=True, text=True)
    return answer.stdout.strip() or None


def _first_working(candidates: Iterable[str | None]) -> str | None:
    return next((uv for uv in candidates if uv and _version(uv) >= OLDEST), None)


def _version(uv: str) -> tuple[int, ...]:
    """A launcher for another Python's uv is found and does not run: that counts as version ()."""
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True)
    except OSError:
        return ()
    numbers = re.match(r"uv (\d+)\.(\d+)", answer.stdout)
    return tuple(map(int, numbers.groups())) if numbers else ()


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, stdout=sys.stderr).returncode == 0
    except OSError:
        return False


def _tool(name: str) -> str:
    return str(Path(TOOLS, "bin", name))


def _reason(text: str) -> str:
    lines = [line.strip(" .\n") for line in text.splitlines() if line.strip()]
    return re.sub(r"^(error|cause|caused by): *", "", lines[-1], flags=re.IGNORECASE) if lines else "it did not say why"
