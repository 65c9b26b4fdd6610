"""A PostgreSQL for tests: the one TEST_POSTGRES_URL names, or a throw-away one on a socket in a new folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

_NONE = "PostgreSQL is not on this machine: install it (on Debian: apt install postgresql) or set TEST_POSTGRES_URL."
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # nothing here outlives the run


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """The address of a server's own database; `durable` keeps what survives a crash of the server."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield make_url(given).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return
    programs = _programs()
    if programs is None:
        pytest.skip(_NONE)
    with tempfile.TemporaryDirectory(prefix="heard-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        options = ["listen_addresses=", f"unix_socket_directories={folder}", "max_connections=200"]
        flags = " ".join(f"-c {option}" for option in [*options, *(() if durable else _FAST)])
        data = ["-D", str(folder / "data")]
        _run([programs / "initdb", *data, "-U", "heard", "-A", "trust", "-E", "UTF8", "--no-sync"])
        _run([programs / "pg_ctl", *data, "-o", flags, "-l", folder / "log", "-w", "start"])
        try:
            yield f"postgresql+psycopg://heard@/postgres?host={folder}"
        finally:
            _run([programs / "pg_ctl", *data, "-m", "immediate", "stop"])


@contextmanager
def empty_database(address: str) -> Iterator[str]:
    """The address of a new database on the server, dropped at the end."""
    name = f"heard_{uuid4().hex}"
    _execute(address, f'CREATE DATABASE "{name}"')
    yield make_url(address).set(database=name).render_as_string(hide_password=False)
    _execute(address, f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(address: str, statement: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _programs() -> Path | None:
    """Where the newest initdb is: Debian keeps it off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _run(command: list[str | Path]) -> None:
    """As root it runs as user postgres, for PostgreSQL refuses root."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    ended = subprocess.run([*as_postgres, *command], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if ended.returncode:
        raise RuntimeError(f"{command[0]} failed: {ended.stderr.decode().strip()}")
