"""`make run` once both environments are there: prepares what is missing, then starts the Procfile."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from urllib.parse import urlsplit

from honcho.environ import parse_procfile  # type: ignore[import-untyped]  # ships no types
from honcho.manager import Manager  # type: ignore[import-untyped]

from backend.config import Config, read_config
from backend.development import ROOT, locks, say
from backend.development.ports import check_ports
from backend.development.settings import make_dotenv, settings, telephone_token
from backend.errors import ConfigError

_FLASK = (".venv/bin/flask", "--app", "backend.app")
_PREPARATIONS = (
    ("Bringing the database up to date", (*_FLASK, "db", "upgrade")),
    ("Checking the assistant's model", (".venv-assistant/bin/python", "-m", "assistant.train")),
    ("Looking for a staff account", (*_FLASK, "staff", "first")),
)
_ASKED_TO_STOP = {130, 143}


def main() -> int:
    """The exit code: 0 when asked to stop, otherwise that of what could not be started."""
    os.chdir(ROOT)
    environ, config = _settings()
    processes = parse_procfile((ROOT / "Procfile").read_text()).processes
    lock = _alone(list(processes))
    check_ports(_ports(config), host=environ.get("HOST", "127.0.0.1"))
    for what, command in _PREPARATIONS:
        _prepare(what, command, environ)
    try:
        return _start(processes, environ)
    finally:
        for name in processes:
            locks.stop(name)
        os.close(lock)


def _settings() -> tuple[dict[str, str], Config]:
    try:
        make_dotenv(ROOT / ".env")
        environ = settings(ROOT / ".env", os.environ)
        config = read_config(environ)
    except ConfigError as error:
        sys.exit(f"The settings (.env or the environment) cannot be used: {error}")
    environ |= {"PORT": str(config.port), "API_PORT": str(config.api_port), "HEARD_RUNNER": str(os.getpid())}
    environ["PYTHONUNBUFFERED"] = "1"
    if not config.production:
        environ["TWILIO_AUTH_TOKEN"] = telephone_token(environ)
    environ.setdefault("API_URL", f"http://127.0.0.1:{config.api_port}")
    return environ, config


def _alone(names: list[str]) -> int:
    """The lock of this clone's one runner, once whatever a killed runner left is stopped."""
    end = time.monotonic() + 10
    while (lock := locks.hold("heard")) is None:
        other = locks.holder("heard")
        if other and locks.alive(other) or time.monotonic() > end:
            sys.exit(f"Heard is running already (process {other}): press Ctrl-C where it was started.")
        _clear(names)
        time.sleep(0.2)
    _clear(names)
    return lock


def _clear(names: list[str]) -> None:
    for name in names:
        if locks.stop(name):
            say(f"Stopped {name}, left over from a run that was killed.")


def _ports(config: Config) -> dict[str, int]:
    assistant = urlsplit(config.assistant_url)
    ports = {"PORT": config.port, "API_PORT": config.api_port}
    if assistant.hostname in {"127.0.0.1", "localhost"} and assistant.port:
        ports["ASSISTANT_PORT"] = assistant.port
    return ports


def _prepare(what: str, command: tuple[str, ...], environ: dict[str, str]) -> None:
    """Runs one step, naming it once it takes over two seconds and now and then after that."""
    with subprocess.Popen(command, env=environ) as step:
        pause = 2
        while step.poll() is None:
            try:
                step.wait(pause)
            except subprocess.TimeoutExpired:
                say(f"{what} ...")
                pause = 15
    if step.returncode:
        sys.exit(f"{what} failed: the lines above say why.")


def _start(processes: dict[str, str], environ: dict[str, str]) -> int:
    """Runs every process until one gives up or the person stops them."""
    # honcho's own command would give each process another PORT, and let .env overrule the environment.
    manager = Manager()
    for name, command in processes.items():
        manager.add_process(name, command, env=environ)
    say(f"Starting {', '.join(processes)} ...")
    with subprocess.Popen([sys.executable, "-m", "backend.development.announce"], env=environ) as announcer:
        manager.loop()
        announcer.terminate()
    if manager.returncode in _ASKED_TO_STOP:
        return 0
    say("Heard has stopped: a process ended for good, and its last lines above say why.")
    return manager.returncode or 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
