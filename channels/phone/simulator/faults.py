"""What goes wrong between Twilio and us; each is set for the next request of a call."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from channels.phone.simulator.webhooks import Fault, Send

_ON_ITS_WAY = 0.05  # seconds


def storm(times: int, answers: list[tuple[str, ...]], *, at_once: bool = True) -> Fault:
    """The same request comes this often, at once or one after the other; what each was answered is kept."""

    def fault(send: Send) -> httpx.Response:
        with ThreadPoolExecutor(times if at_once else 1) as pool:
            found = list(pool.map(send, [False, *[True] * (times - 1)]))
        answers.append(tuple(answer.text for answer in found))
        return found[-1]

    return fault


def late() -> Fault:
    """We answer, but after Twilio has given up."""

    def fault(send: Send) -> httpx.Response:
        send(False)
        raise httpx.ReadTimeout("The answer came too late.")

    return fault


def dropped(leaves: Callable[[], None]) -> Fault:
    """The caller hangs up while we still think; nobody hears the answer."""

    def fault(send: Send) -> httpx.Response:
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(send, False)
            time.sleep(_ON_ITS_WAY)
            leaves()
            return answer.result()

    return fault
