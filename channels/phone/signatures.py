"""Whether a webhook is Twilio's: its signature over the public address and the raw body, blank fields and all."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from twilio.request_validator import (
    HMAC_SHA1,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from werkzeug.datastructures import Headers, MultiDict


def read_body(raw: bytes) -> MultiDict[str, str]:
    """The form's fields, blank ones too: they are signed, and every call from the UK has some."""
    return MultiDict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))


def is_signed(
    url: str,
    fields: MultiDict[str, str],
    headers: Headers,
    *,
    auth_token: str | None,
    shared_keys: Mapping[str, str],
) -> bool:
    """Whether the signature fits: SHA-1 with the account's token, or SHA-256 with the shared key it names."""
    signature = headers.get(SIGNATURE_HEADER)
    settings = headers.get(SIGNATURE_SETTINGS_HEADER, "")
    algorithm = get_signature_algorithm(settings)
    secret = auth_token if algorithm == HMAC_SHA1 else shared_keys.get(_key_id(settings))
    if not signature or not secret:
        return False
    return bool(RequestValidator(secret).validate(url, fields, signature, algorithm))


def _key_id(settings: str) -> str:
    parts = (part.partition("=") for part in settings.split(","))
    return next((value.strip() for name, _, value in parts if name.strip() == "key"), "")
