"""Waits until every part really answers, then says where everything is."""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.request

from backend.config import Config, read_config
from backend.development import say

_PATIENCE = 90.0  # seconds before people are sent to what does answer
_SAY_EVERY = 5.0
_QUIET_FOR = 2.0


def main() -> None:
    """Polls each part; ends with the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    config = read_config(os.environ)
    missing = _wait(_parts(config))
    if "web" in missing:
        sys.exit("The web pages do not answer yet; the lines marked web.1 say why.")
    if missing:
        say(f"Not answering yet: {' and '.join(missing)}. People are answered without; staff see it all.")
    _say_where(config)


def _parts(config: Config) -> dict[str, str]:
    host = os.environ.get("HOST", "127.0.0.1")
    seen_from_here = "127.0.0.1" if host == "0.0.0.0" else host
    return {
        "web": f"http://{seen_from_here}:{config.port}/health/ready",
        "api": f"http://127.0.0.1:{config.api_port}/health",
        "assistant": f"{config.assistant_url}/",
    }


def _wait(parts: dict[str, str]) -> list[str]:
    """The names of the parts that still do not answer when patience is over."""
    runner, started, next_word = os.getppid(), time.monotonic(), _QUIET_FOR
    waiting = list(parts)
    while waiting and (passed := time.monotonic() - started) < _PATIENCE:
        if os.getppid() != runner:
            sys.exit()
        waiting = [name for name in waiting if not _answers(parts[name])]
        if waiting and passed >= next_word:
            say(f"Waiting for {' and '.join(waiting)} ...")
            next_word += _SAY_EVERY
        time.sleep(0.25 if waiting else 0)
    return waiting


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:  # nobody there yet, or a status that says not ready
        return False


def _say_where(config: Config) -> None:
    here = f"http://localhost:{config.port}"
    policies = sorted(config.policies_folder.glob("*/policy.yml"))
    say("Heard is ready. Stop it with Ctrl-C.")
    for policy in policies:
        say(f"  chat     {here}/{policy.parent.name}/chat")
    say("  phone    make call, in another terminal")
    say(f"  console  {here}/staff/login")
    say(f"  health   {here}/health/ready")


if __name__ == "__main__":
    main()
