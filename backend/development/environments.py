"""Makes .venv and .venv-assistant from the one uv.lock, and mends either when it is only half there."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from backend.development import ROOT, locks, say
from backend.development.uv import assistant_python, backend_python, find_uv

_READ_BY_UV = ("uv.lock", "pyproject.toml", ".python-version")


class Fault(StrEnum):
    """What stops an environment from being used as it is."""

    MISSING = "is not there yet"
    HALF_MADE = "is half made"
    MOVED = "was made in another folder"
    OLD = "is older than uv.lock"
    NO_PYTHON = "has lost its Python"
    DAMAGED = "has lost files"


@dataclass(frozen=True, slots=True)
class Environment:
    """One of the two, with how uv makes it and how long that takes the first time."""

    folder: Path
    options: tuple[str, ...]
    python: Callable[[str], str]
    patience: str

    @property
    def stamp(self) -> Path:
        """Written last: what was installed, from what, and where."""
        return self.folder / "made.json"


def environments(root: Path) -> tuple[Environment, Environment]:
    """The backend's and the assistant's."""
    assistant = ("--no-default-groups", "--group", "assistant")
    return (
        Environment(root / ".venv", (), backend_python, "under a minute"),
        Environment(root / ".venv-assistant", assistant, assistant_python, "a minute or two"),
    )


def fault(environment: Environment) -> Fault | None:
    """What is wrong with the environment; None when it can be used."""
    if not environment.folder.exists():
        return Fault.MISSING
    try:
        made = json.loads(environment.stamp.read_text())
    except (OSError, ValueError):
        return Fault.HALF_MADE
    if made["place"] != str(environment.folder):
        return Fault.MOVED
    if made["from"] != _fingerprint(environment.folder.parent):
        return Fault.OLD
    if not _runs(environment.folder / "bin" / "python"):
        return Fault.NO_PYTHON
    if set(made["packages"]) - set(_packages(environment.folder)) or _damaged(environment.folder):
        return Fault.DAMAGED
    return None


def make(environment: Environment, uv: str) -> None:
    """Makes or mends the environment; SystemExit with a sentence when uv cannot."""
    stamp, folder = environment.stamp, environment.folder
    if _useless(environment):
        shutil.rmtree(folder)
    stamp.unlink(missing_ok=True)
    python = environment.python(uv)
    _sync(environment, uv, python)
    if damaged := _damaged(folder):
        _sync(environment, uv, python, *(f"--reinstall-package={name}" for name in damaged))
    made = {"place": str(folder), "from": _fingerprint(folder.parent), "packages": sorted(_packages(folder))}
    stamp.write_text(json.dumps(made))


def _useless(environment: Environment) -> bool:
    """uv mends the rest; it refuses a folder that is no environment, and scripts know where they stand."""
    if not environment.folder.exists():
        return False
    no_environment = not (environment.folder / "pyvenv.cfg").exists()
    return no_environment or fault(environment) in {Fault.MOVED, Fault.NO_PYTHON}


def _sync(environment: Environment, uv: str, python: str, *more: str) -> None:
    quiet = () if sys.stderr.isatty() else ("--quiet",)
    command = [uv, "sync", "--frozen", *quiet, "--python", python, *environment.options, *more]
    chosen = {"UV_PROJECT_ENVIRONMENT": str(environment.folder), "UV_COMPILE_BYTECODE": "1"}
    ended = subprocess.run(command, cwd=environment.folder.parent, env=_without_active() | chosen)
    if ended.returncode:
        raise SystemExit(f"{environment.folder.name} could not be made: uv says why above. Then run make again.")


def _without_active() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "UV_PYTHON"}}


def _fingerprint(root: Path) -> str:
    return hashlib.sha256(b"".join((root / name).read_bytes() for name in _READ_BY_UV)).hexdigest()


def _runs(python: Path) -> bool:
    try:
        return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def _packages(folder: Path) -> dict[str, Path]:
    return {found.name: found for found in folder.glob("lib/python*/site-packages/*.dist-info")}


def _damaged(folder: Path) -> list[str]:
    """The packages with a file missing from those they list as theirs (RECORD: path, hash, size)."""
    return sorted(
        info.name.split("-")[0] for info in _packages(folder).values() if not all(p.exists() for p in _files(info))
    )


def _files(info: Path) -> Iterator[Path]:
    record = info / "RECORD"
    yield record
    if record.exists():
        with record.open(newline="", encoding="utf-8") as rows:
            yield from [info.parent / row[0] for row in csv.reader(rows) if row]


def main() -> None:
    """Leaves both environments fit to use, saying what it does when there is anything to do."""
    for environment in environments(ROOT):
        if fault(environment):
            with locks.turn("environments"):  # make run in one terminal, make test in another
                _mend(environment)


def _mend(environment: Environment) -> None:
    if found := fault(environment):
        verb = "making" if found is Fault.MISSING else "mending"
        say(f"{environment.folder.name} {found}: {verb} it ({environment.patience} the first time) ...")
        make(environment, find_uv())


if __name__ == "__main__":
    main()
