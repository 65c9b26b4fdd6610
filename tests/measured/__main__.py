"""What a Heard that runs costs, seen from outside: `make measure`, in another terminal, prints the figures.

One chat of over a hundred turns and a few telephone calls, through the whole stack, and the memory of each process.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import httpx

from backend.config import ROOT
from backend.development.settings import settings, telephone_token
from channels.phone.simulator.call import Call

TURNS = 110
CALLS = 5
SENTENCES = (
    "My filler has gone lumpy on the left side.",
    "Nobody has rung me back about it since.",
    "The bill for my scan was forty pounds too high.",
    "The receptionist laughed when I asked her.",
    "I waited for two hours past my appointment.",
)
PROCESSES = {
    "web": "backend.app:serve",
    "api": "backend.app:create_api",
    "assistant": "assistant.serve",
    "worker": "backend.app worker",
}


def main() -> None:
    """Measures whatever answers at PORT."""
    environ = settings(ROOT / ".env", os.environ)
    base = f"http://127.0.0.1:{environ.get('PORT', '8000')}"
    try:
        httpx.get(f"{base}/health/ready").raise_for_status()
    except httpx.HTTPError:
        sys.exit(f"Heard does not answer at {base}: do `make run` first, in another terminal.")
    took = _chat(base)
    print(f"chat, {TURNS} turns: {_of(took)}")
    print(f"  turns 3 to 8: {_of(took[2:8])}; turns 97 to 107: {_of(took[96:107])}")
    exchanges = [each for _ in range(CALLS) for each in _call(base, telephone_token(environ))]
    print(f"telephone, {len(exchanges)} exchanges: {_of(exchanges)}")
    for name, memory in _memory().items():
        print(f"resident memory, {name}: {memory} MB")
    print(f"load: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _chat(base: str) -> list[float]:
    with httpx.Client(base_url=base, timeout=30) as http:
        opened = http.post("/lumiere/chat/conversations", json={"client_id": str(uuid.uuid4())}).json()
        http.headers["Authorization"] = f"Bearer {opened['token']}"
        return [_send(http, opened["conversation"], text) for text in _story()]


def _story() -> list[str]:
    return [f"{text} That was time {n}." for n, text in enumerate(islice(cycle(SENTENCES), TURNS), start=1)]


def _send(http: httpx.Client, conversation: str, text: str) -> float:
    """How long the answer took; waiting to be let in again does not count."""
    message = {"client_id": str(uuid.uuid4()), "text": text}
    while True:
        began = time.monotonic()
        answer = http.post(f"/chat/{conversation}/messages", json=message)
        if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
            break
        time.sleep(float(answer.headers["Retry-After"]))
    took = (time.monotonic() - began) * 1000
    assert answer.status_code == httpx.codes.OK and not answer.json()["pending"], answer.text
    return took


def _call(base: str, token: str) -> list[float]:
    public = os.environ.get("PUBLIC_URL", base.replace("127.0.0.1", "localhost"))
    call = Call(base, "lumiere", token, public)
    took = [_timed(call.start)]
    took += [_timed(lambda text=text: call.say(text)) for text in SENTENCES]
    took += [_timed(lambda key=key: call.press(key)) for key in ("1", "1", "1", "1")]
    call.hang_up()
    return took


def _timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return (time.monotonic() - began) * 1000


def _of(took: list[float]) -> str:
    last = statistics.quantiles(took, n=20)[-1]
    return f"p50 {statistics.median(took):.0f} ms, p95 {last:.0f} ms"


def _memory() -> dict[str, int]:
    """The largest process of each part."""
    found = dict.fromkeys(PROCESSES, 0)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            pages = int((folder / "statm").read_text().split()[1])
        except OSError:
            continue  # it has ended meanwhile
        for name, part in PROCESSES.items():
            if part in command and "development.keep" not in command:
                found[name] = max(found[name], pages * os.sysconf("SC_PAGE_SIZE") // 2**20)
    return found


if __name__ == "__main__":
    main()
