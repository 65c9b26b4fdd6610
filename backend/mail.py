"""E-mail by SMTP; the one module that knows its wire."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

_SECONDS = 20


class MailError(Exception):
    """The message was not taken; it will be tried again."""


class Mail:
    """Sends plain-text e-mail through the server in SMTP_URL (smtp:// or smtps://user:password@host:port)."""

    def __init__(self, url: str | None) -> None:
        self._url = url

    def send(self, *, to: str, sender: str, subject: str, body: str, message_id: str) -> None:
        """Hands one message to the server; the same `message_id` again is the same message."""
        if self._url is None:
            raise MailError("No mail server is set; set SMTP_URL.")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Message-ID"] = f"<{message_id}@heard>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        parts = urlsplit(self._url)
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        try:
            with kind(parts.hostname or "localhost", parts.port or 25, timeout=_SECONDS) as server:
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                server.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise MailError(f"The mail server did not take it ({type(error).__name__}).") from error
