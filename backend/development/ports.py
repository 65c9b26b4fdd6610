"""Says which port is taken, and by what, before anything tries to use it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

_LISTENING = "0A"  # state column of /proc/net/tcp


def check_ports(wanted: Mapping[str, int], *, host: str) -> None:
    """Raises SystemExit with a sentence unless each setting's port is its own and free."""
    seen: dict[int, str] = {}
    for setting, port in wanted.items():
        if port in seen:
            raise SystemExit(f"{seen[port]} and {setting} are both {port}: give each its own port.")
        seen[port] = setting
        _check(setting, port, host if setting == "PORT" else "127.0.0.1")


def _check(setting: str, port: int, host: str) -> None:
    try:
        free = _free(port, host) and _free(port, "::1")
    except OSError as error:
        raise SystemExit(f"{setting}: port {port} of {host} cannot be used ({error.strerror}).") from error
    if not free:
        by = _holder(port)
        raise SystemExit(
            f"Port {port} is taken{f' by {by}' if by else ''}: stop that, or choose another port, "
            f"for example {setting}={port + 1000 if port < 60000 else port - 1000} make run."
        )


def _free(port: int, host: str) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            if host != "::1":  # a machine without IPv6 is none the worse
                raise
    return True


def _holder(port: int) -> str | None:
    """The listening program as Linux tells it; None elsewhere and for other people's processes."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if any(str(file.readlink()) in sockets for file in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return None


def _listening(port: int) -> Iterator[str]:
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for row in table.read_text().splitlines()[1:] if table.exists() else ():
            columns = row.split()
            if columns[3] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                yield columns[9]
