"""Texts and calls that we begin, and recordings, by Twilio's REST interface; the one module that knows it."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from urllib.parse import quote

import httpx
from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import HttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from backend.errors import NotFound, Unavailable
from backend.services.listening import Sound

API = "https://api.twilio.com"
_SECONDS = 20.0
_RING_SECONDS = 30
_RUNNING = "Twilio.CURRENT"  # the one recording of a call that is being made
_GONE, _PARTIAL = 404, 206
_NO_SOUND = "Twilio does not give the recording now. Please try again in a few minutes."
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
        api_url: str = API,
    ) -> None:
        self._public_url = public_url
        self._api_url, self._credentials = api_url, (account_sid or "", auth_token or "")
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

    def stop_recording(self, *, call: str) -> None:
        """Ends the recording of a call that goes on; one that is over, or was never begun, is no error."""
        try:
            self._account().calls(call).recordings(_RUNNING).update(status="stopped")
        except TwilioRestException as error:
            if error.status != _GONE:
                raise TelephoneError(_why(error)) from error
        except (TwilioException, RequestException, OSError) as error:
            raise TelephoneError(_why(error)) from error

    def delete_recording(self, sid: str) -> None:
        """Deletes a recording for good; one that is there no more is no error."""
        try:
            self._account().recordings(sid).delete()
        except TwilioRestException as error:
            if error.status != _GONE:
                raise TelephoneError(_why(error)) from error
        except (TwilioException, RequestException, OSError) as error:
            raise TelephoneError(_why(error)) from error

    def sound(self, sid: str, *, part: str | None = None) -> Sound:
        """The sound of a recording, or the part of it that a Range header asks for; to be closed when it was sent."""
        if self._client is None:
            raise Unavailable("No telephone account is set, so recordings cannot be fetched from Twilio.")
        account = self._credentials[0]
        address = f"{self._api_url}/2010-04-01/Accounts/{account}/Recordings/{quote(sid, safe='')}.mp3"
        headers = {"Accept-Encoding": "identity"} | ({"Range": part} if part else {})
        with ExitStack() as until_sent:
            client = until_sent.enter_context(
                httpx.Client(auth=self._credentials, headers=headers, timeout=_SECONDS, follow_redirects=True)
            )
            try:
                answer = until_sent.enter_context(client.stream("GET", address))
            except httpx.HTTPError as error:
                raise Unavailable(_NO_SOUND) from error
            if answer.status_code == _GONE:
                raise NotFound("Twilio does not have this recording any more.")
            if not answer.is_success:
                raise Unavailable(_NO_SOUND)
            close = until_sent.pop_all().close
        return Sound(
            chunks=answer.iter_raw(),
            close=close,
            length=answer.headers.get("Content-Length"),
            part=answer.headers.get("Content-Range") if answer.status_code == _PARTIAL else None,
        )

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
