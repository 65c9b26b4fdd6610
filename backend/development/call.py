"""`make call`: the telephone from the caller's seat, against a Heard that runs here; needs no Twilio account."""

from __future__ import annotations

import os
import sys
import time
import urllib.request
from collections.abc import Iterator

from backend.config import Config, read_config
from backend.development import ROOT, say
from backend.development.settings import settings, telephone_token
from backend.errors import ConfigError
from channels.phone.simulator.call import Call
from channels.phone.simulator.clock import VirtualClock
from channels.phone.simulator.parties import CALLER
from channels.phone.simulator.terminal import Terminal


def main() -> int:
    """Rings the provider named on the command line."""
    provider = sys.argv[1] if len(sys.argv) > 1 else "lumiere"
    environ, config = _settings()
    known = sorted(path.parent.name for path in config.policies_folder.glob("*/policy.yml"))
    if provider not in known:
        sys.exit(f"There is no provider {provider!r}: PROVIDER is one of {', '.join(known)}.")
    base = f"http://127.0.0.1:{config.port}"
    if not _answers(f"{base}/health/live"):
        sys.exit(f"Heard does not answer at {base}: do `make run` first, in another terminal.")
    token = telephone_token(environ)

    def rings(number: str) -> Call:
        return Call(base, provider, token, config.public_url, number, clock=VirtualClock(wait=time.sleep))

    return Terminal(rings, say, CALLER).run(_typed())


def _settings() -> tuple[dict[str, str], Config]:
    dotenv = ROOT / ".env"
    try:
        environ = settings(dotenv, os.environ) if dotenv.exists() else dict(os.environ)
        return environ, read_config(environ)
    except ConfigError as error:
        sys.exit(f"Do `make run` first: {error}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False


def _typed() -> Iterator[str]:
    """What is typed, line by line, until the end of it; a terminal shows a mark where to type."""
    while True:
        try:
            yield input("you> " if sys.stdin.isatty() else "")
        except EOFError:
            return


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
