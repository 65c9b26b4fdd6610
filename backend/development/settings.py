"""The settings of this clone: `.env`, made once with its own secrets, under what the environment says."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path

from dotenv.parser import parse_stream

from backend.errors import ConfigError


def make_dotenv(path: Path) -> None:
    """Writes .env with new secrets, for its owner's eyes only, unless there is one."""
    if path.exists():
        return
    lines = (
        "# The settings of Heard on this machine: keep them to yourself. README lists them all.",
        f"SECRET_KEY={secrets.token_urlsafe(48)}",
        f"SERVICE_TOKEN={secrets.token_urlsafe(48)}",
    )
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text("\n".join(lines) + "\n")
    unfinished.rename(path)


def settings(path: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment over the file; ConfigError naming the line that cannot be read."""
    return _read(path) | dict(environ)


def telephone_token(environ: Mapping[str, str]) -> str:
    """What signs the telephone's requests on this machine: Twilio's token, or one of our own made from our secret."""
    return environ.get("TWILIO_AUTH_TOKEN") or hmac.digest(environ["SECRET_KEY"].encode(), b"telephone", "sha256").hex()


def _read(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8") as file:
            for entry in parse_stream(file):
                if entry.error or (entry.key and entry.value is None):
                    raise ConfigError(f"Line {entry.original.line} of {path.name} cannot be read: write NAME=value.")
                if entry.key and entry.value is not None:
                    found[entry.key] = entry.value
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} cannot be read ({error}).") from error
    return found
