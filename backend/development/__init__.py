"""What `make` runs on a developer's machine; the first steps need nothing but the standard library."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def say(line: str) -> None:
    """Tells the person at the terminal."""
    print(line, flush=True)  # noqa: T201 - a terminal is where these modules speak
