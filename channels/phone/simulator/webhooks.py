"""Requests as Twilio makes them: signed, bounded in time, retried by its rules, and sometimes gone wrong on purpose."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import httpx
from twilio.request_validator import RequestValidator

from channels.phone.simulator.documents import CallFailure

PATIENCE = 15.0
NOT_FETCHED, TOO_LATE, NOT_XML, NO_TWIML = 11200, 11205, 12100, 12300
IDEMPOTENCY = "I-Twilio-Idempotency-Token"
_SETTINGS = "X-Twilio-Webhooks-Signature-Settings"

Form = dict[str, str]
Send = Callable[[bool], httpx.Response]
Fault = Callable[[Send], httpx.Response]


class WebhookFailed(Exception):
    """A request that Twilio gives up: its error code, the address, and what went wrong there."""

    def __init__(self, code: int, url: str, why: str) -> None:
        super().__init__(f"Error {code}: {url} {why}.")
        self.code, self.url = code, url


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that was made."""

    url: str
    form: Form


@dataclass
class Webhooks:
    """Reaches an application at `base_url` that the world knows as `public_url`."""

    base_url: str
    public_url: str
    auth_token: str
    http: httpx.Client
    shared_key: tuple[str, str] | None = None  # its id and its secret; signs instead of the account's token
    patience: float = PATIENCE
    next_fault: Fault | None = None
    sent: list[Sent] = field(default_factory=list)

    def resolve(self, url: str, *, within: str) -> str:
        """The public address of a URL in the document from another."""
        return urljoin(within or f"{self.public_url}/", url)

    def fetch(self, url: str, form: Form, given: Form | None = None) -> httpx.Response:
        """The answer to what the caller has given, or WebhookFailed; a redirection is followed without it."""
        fault, self.next_fault = self.next_fault, None
        token = str(uuid.uuid4())
        whole = form | (given or {})

        def send(again: bool) -> httpx.Response:
            return self.request(url, whole, token=token if again else None)

        try:
            answer = fault(send) if fault else self._by_the_rules(url, send)
        except httpx.ReadTimeout as error:
            raise WebhookFailed(TOO_LATE, url, "answered too late") from error
        if answer.is_redirect:
            elsewhere = self.resolve(answer.headers["Location"], within=url)
            answer = self.request(elsewhere, form, method="GET")
        if not answer.is_success:
            raise WebhookFailed(NOT_FETCHED, url, f"answered {answer.status_code}")
        if "xml" not in answer.headers.get("Content-Type", ""):
            raise WebhookFailed(NO_TWIML, url, "did not answer with XML")
        return answer

    def _by_the_rules(self, url: str, send: Send) -> httpx.Response:
        """Tries again as often as the address asks for, `#rc=2&rp=5xx,rt`; of itself once, if nobody answers."""
        asked = dict(parse_qsl(urldefrag(url).fragment))
        on = set(asked.get("rp", "ct").split(","))
        for left in range(int(asked.get("rc", 1)), -1, -1):
            again = left < int(asked.get("rc", 1))
            try:
                answer = send(again)
            except WebhookFailed as failed:
                why = "rt" if failed.code == TOO_LATE else "ct"
                if not left or not on & {why, "all"}:
                    raise
            else:
                why = f"{answer.status_code // 100}xx"
                if not left or why not in {"4xx", "5xx"} or not on & {why, "all"}:
                    return answer
        raise AssertionError("unreachable")

    def request(self, url: str, form: Form, *, token: str | None = None, method: str = "POST") -> httpx.Response:
        """One signed request; the fragment of the address is neither sent nor signed."""
        public = urldefrag(url).url
        if not public.startswith(f"{self.public_url}/"):
            raise CallFailure(f"{url} is not at {self.public_url}: Twilio would not reach us there.")
        if method == "GET":
            joint = "&" if urlsplit(public).query else "?"
            public, form = f"{public}{joint}{urlencode(form)}", {}
        self.sent.append(Sent(public, form))
        here = self.base_url + public.removeprefix(self.public_url)
        headers = self._signature(public, form) | ({IDEMPOTENCY: token} if token else {})
        started = time.monotonic()
        try:
            answer = self.http.request(method, here, data=form, headers=headers, timeout=self.patience)
        except httpx.ReadTimeout as error:
            raise WebhookFailed(TOO_LATE, url, "answered too late") from error
        except httpx.HTTPError as error:
            raise WebhookFailed(NOT_FETCHED, url, "could not be reached") from error
        if time.monotonic() - started > self.patience:
            raise WebhookFailed(TOO_LATE, url, "answered too late")
        return answer

    def _signature(self, url: str, form: Form) -> dict[str, str]:
        headers = {"User-Agent": "TwilioProxy/1.1"}
        algorithm, secret = "HMAC_SHA1", self.auth_token
        if self.shared_key:
            algorithm, (name, secret) = "HMAC_SHA256", self.shared_key
            headers[_SETTINGS] = f"key={name},algorithm={algorithm}"
        signed = RequestValidator(secret).compute_signature(url, form, algorithm=algorithm)
        return headers | {"X-Twilio-Signature": signed}
