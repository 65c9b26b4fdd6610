"""Texts and calls that we begin, by Twilio's REST interface; the one module that knows it."""

from __future__ import annotations

import logging

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException
from twilio.http import HttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

_SECONDS = 20.0
_RING_SECONDS = 30
# Twilio's own client logs whole requests, numbers and words and all.
_SILENT = logging.Logger("silent")
_SILENT.disabled = True


class TelephoneError(Exception):
    """The text or call was not taken; it will be tried again."""


class Telephone:
    """Sends texts and rings numbers for one account; `public_url` is where Twilio tells us how it went."""

    def __init__(
        self,
        account_sid: str | None,
        auth_token: str | None,
        *,
        public_url: str,
        http: HttpClient | None = None,
    ) -> None:
        self._public_url = public_url
        self._client: Client | None = None
        if account_sid and auth_token:
            http = http or TwilioHttpClient(timeout=_SECONDS, logger=_SILENT)
            self._client = Client(account_sid, auth_token, http_client=http)

    def text(self, *, to: str, sender: str, body: str) -> str:
        """Hands one text over and gives its id; how it fares comes to /phone/text-status."""
        try:
            sent = self._account().messages.create(
                to=to, from_=sender, body=body, status_callback=f"{self._public_url}/phone/text-status"
            )
        except (TwilioException, RequestException, OSError) as error:
            raise TelephoneError(_why(error)) from error
        return str(sent.sid)

    def ring(self, *, to: str, sender: str, path: str) -> str:
        """Rings a number and asks our address `path` what to say to whoever answers; gives the call's id."""
        try:
            call = self._account().calls.create(
                to=to, from_=sender, url=f"{self._public_url}{path}", method="POST", timeout=_RING_SECONDS
            )
        except (TwilioException, RequestException, OSError) as error:
            raise TelephoneError(_why(error)) from error
        return str(call.sid)

    def _account(self) -> Client:
        if self._client is None:
            raise TelephoneError(
                "No telephone account is set; set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or send it another way."
            )
        return self._client


def _why(error: Exception) -> str:
    """The kind of failure and Twilio's code for it; its message may quote a number."""
    code = getattr(error, "code", None)
    return f"Twilio did not take it ({type(error).__name__}{f' {code}' if code else ''})."
