"""The launcher as a process: ready in seconds, closed to strangers, plain about what is wrong."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant import train
from assistant.serve import CannotStart, load_agent
from tests.assistant import scripted_api
from tests.assistant.scripted_api import TOKEN, ScriptedApi, question, says
from tests.assistant.talking import brief

READY_WITHIN = 60.0
SECRET = "My neighbour Quillfeather saw it"


@dataclass(frozen=True)
class Served:
    """A running assistant."""

    url: str
    api: ScriptedApi
    process: subprocess.Popen[str]
    log: Path

    def post(self, body: object, *, token: str | None = TOKEN, path: str = "/webhooks/heard/turn") -> tuple[int, dict]:
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    train.main()
    log = tmp_path_factory.mktemp("served") / "log"
    port = _free_port()
    with scripted_api.running() as api, log.open("w") as output:
        process = _serve(ASSISTANT_PORT=str(port), API_URL=api.url, SERVICE_TOKEN=TOKEN, stdout=output)
        started = time.perf_counter()
        _wait_until_ready(f"http://127.0.0.1:{port}/", process)
        print(f"\nready after {time.perf_counter() - started:.1f} s, {_resident_mb(process.pid):.0f} MB resident")
        yield Served(f"http://127.0.0.1:{port}", api, process, log)
        process.terminate()
        process.wait(10)


def test_a_turn_over_http(served: Served) -> None:
    served.api.reset()
    served.api.reply = says(question=question("tell", choices=[{"meaning": "person", "about": None, "label": "P"}]))

    status, body = served.post(brief("the receptionist laughed at me"))

    assert status == 200
    assert body["failed"] is False
    assert body["messages"][-1]["choices"] == [{"meaning": "person", "about": None, "label": "P"}]
    assert served.api.last.operation == "answer"


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x"])
def test_a_stranger_is_refused(served: Served, token: str | None) -> None:
    served.api.reset()

    assert served.post(brief("hello"), token=token)[0] == 401
    assert served.api.calls == []


def test_a_body_that_is_no_brief_is_refused(served: Served) -> None:
    for body in ({}, [], "x", brief("x", turn=""), brief("x" * 50_001), brief("x", question={"key": "k"})):
        status, problem = served.post(body)
        assert status == 400
        assert problem["detail"].startswith("The brief is not usable")


@pytest.mark.parametrize("path", ["/model", "/conversations/x/tracker", "/webhooks/rest/webhook", "/model/parse"])
def test_nothing_else_of_rasa_is_served(served: Served, path: str) -> None:
    assert served.post({}, path=path)[0] in (404, 405)


def test_nothing_that_was_said_is_logged(served: Served) -> None:
    served.api.reset()
    for status in (200, 500, 409):
        served.api.status = status
        served.post(brief(SECRET))
    served.post(brief("/restart Quillfeather"))

    log = served.log.read_text()
    assert "operation answer" in log
    assert "Quillfeather" not in log


def test_it_listens_only_on_the_private_address(served: Served) -> None:
    port = int(served.url.rpartition(":")[2])
    listening = [line.split() for line in Path(f"/proc/{served.process.pid}/net/tcp").read_text().splitlines()[1:]]
    mine = [row[1] for row in listening if row[3] == "0A" and int(row[1].partition(":")[2], 16) == port]

    assert mine == [f"0100007F:{port:04X}"]


def test_a_taken_port_is_one_sentence(served: Served) -> None:
    port = served.url.rpartition(":")[2]

    assert _refusal(ASSISTANT_PORT=port, SERVICE_TOKEN=TOKEN).startswith(f"Port {port} on 127.0.0.1 is taken")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SERVICE_TOKEN": ""}, "SERVICE_TOKEN is not set"),
        ({"SERVICE_TOKEN": TOKEN, "ASSISTANT_PORT": "http"}, "ASSISTANT_PORT is 'http'"),
    ],
)
def test_a_wrong_setting_is_one_sentence(settings: dict[str, str], sentence: str) -> None:
    settings = {"ASSISTANT_PORT": str(_free_port()), **settings}

    assert _refusal(**settings).startswith(sentence)


def test_a_missing_or_broken_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="There is no model .*python -m assistant.train"):
        load_agent(tmp_path / "heard.tar.gz")
    (tmp_path / "heard.tar.gz").write_bytes(b"not an archive")
    with pytest.raises(CannotStart, match="cannot be loaded .*Delete it"):
        load_agent(tmp_path / "heard.tar.gz")


def _serve(stdout: object = subprocess.DEVNULL, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.serve"],
        cwd=train.ROOT,
        env={**os.environ, **settings},
        stdout=stdout,
        stderr=stdout if stdout != subprocess.DEVNULL else subprocess.PIPE,
        text=True,
    )


def _refusal(**settings: str) -> str:
    process = _serve(**settings)
    _, errors = process.communicate(timeout=READY_WITHIN)
    assert process.returncode == 1
    lines = [line for line in errors.splitlines() if line.strip()]
    assert len(lines) == 1, errors
    return lines[0]


def _wait_until_ready(url: str, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the assistant did not get ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
