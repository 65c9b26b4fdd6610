"""Only what Twilio signed for this account is heard; anything else is refused and changes nothing."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha1, sha256
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import Headers

from channels.phone.signatures import is_signed, read_body

TOKEN, KEYS = "12345", {"key_1": "first-secret", "key_2": "second-secret"}
URL = "https://heard.test/phone/turn/3"
FORM = {"CallSid": "CA1", "SpeechResult": "My cheek is lumpy", "FromCity": "", "FromZip": ""}
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"


def _signature(url: str = URL, form: dict[str, str] = FORM, *, secret: str = TOKEN, by: object = sha1) -> str:
    """As Twilio documents it: the address, then every field with its value in the order of their names."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(secret.encode(), signed.encode(), by).digest()).decode()  # type: ignore[arg-type]


def _signed(
    headers: dict[str, str] | None = None,
    *,
    url: str = URL,
    raw: bytes | None = None,
    token: str | None = TOKEN,
    keys: dict[str, str] = KEYS,
) -> bool:
    headers = {"X-Twilio-Signature": _signature()} if headers is None else headers
    fields = read_body(urlencode(FORM).encode() if raw is None else raw)
    return is_signed(url, fields, Headers(headers), auth_token=token, shared_keys=keys)


def _by_shared_key(settings: str, *, secret: str = "first-secret") -> bool:
    return _signed({"X-Twilio-Signature": _signature(secret=secret, by=sha256), SETTINGS: settings})


def test_the_example_of_twilios_documentation_is_signed() -> None:
    raw = b"CallSid=CA1234567890ABCDE&Caller=%2B12349013030&Digits=1234&From=%2B12349013030&To=%2B18005551212"
    headers = {"X-Twilio-Signature": "0/KCTR6DLpKmkAf8muzZqo1nDgQ="}
    assert _signed(headers, url="https://mycompany.com/myapp.php?foo=1&bar=2", raw=raw)
    assert not _signed(headers, url="https://mycompany.com/myapp.php?bar=2&foo=1", raw=raw)


def test_blank_fields_are_kept_and_signed() -> None:
    assert read_body(b"CallSid=CA1&FromCity=&FromZip=").to_dict() == {"CallSid": "CA1", "FromCity": "", "FromZip": ""}
    assert _signed()


def test_plus_signs_and_letters_of_other_languages_are_read_as_they_were_signed() -> None:
    form = {"CallSid": "CA1", "From": "+447700900123", "SpeechResult": "Siân said żółć & 50% = no"}
    assert _signed({"X-Twilio-Signature": _signature(form=form)}, raw=urlencode(form).encode())


@pytest.mark.parametrize(
    "raw",
    [
        b"CallSid=CA1&SpeechResult=My+cheek+is+fine&FromCity=&FromZip=",
        b"CallSid=CA1&SpeechResult=My+cheek+is+lumpy",
        b"CallSid=CA1&SpeechResult=My+cheek+is+lumpy&FromCity=&FromZip=&Digits=0",
        b"",
        b"\xff\xfe",
    ],
    ids=["changed", "blank fields dropped", "a field added", "empty", "not UTF-8"],
)
def test_another_body_is_refused(raw: bytes) -> None:
    assert not _signed(raw=raw)


@pytest.mark.parametrize(
    "url",
    ["http://heard.test/phone/turn/3", "https://heard.test/phone/turn/4", f"{URL}/", f"{URL}?again=1", f"{URL}#rc=2"],
)
def test_another_address_is_refused(url: str) -> None:
    assert not _signed(url=url)


@pytest.mark.parametrize("signature", ["", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=", _signature(secret="other"), "\u00e9" * 28])
def test_a_missing_or_forged_signature_is_refused(signature: str) -> None:
    assert not _signed({"X-Twilio-Signature": signature})
    assert not _signed({})


def test_without_a_token_nothing_is_signed_not_even_by_an_empty_one() -> None:
    assert not _signed(token=None)
    assert not _signed({"X-Twilio-Signature": _signature(secret="")}, token="")


def test_the_shared_key_that_is_named_signs_by_sha_256() -> None:
    assert _by_shared_key("key=key_1,algorithm=HMAC_SHA256")
    assert _by_shared_key(" key = key_2 , algorithm = HMAC_SHA256 ", secret="second-secret")


@pytest.mark.parametrize(
    "settings",
    [
        "key=key_2,algorithm=HMAC_SHA256",
        "key=key_3,algorithm=HMAC_SHA256",
        "algorithm=HMAC_SHA256",
        "key=key_1,algorithm=HMAC_MD5",
        "key=key_1",
        "",
    ],
    ids=["another key", "an unknown key", "no key", "another algorithm", "no algorithm", "no settings"],
)
def test_a_signature_by_shared_key_under_other_settings_is_refused(settings: str) -> None:
    assert not _by_shared_key(settings)


def test_the_accounts_token_is_no_shared_key() -> None:
    assert not _by_shared_key("key=key_1,algorithm=HMAC_SHA256", secret=TOKEN)
    assert not _signed({"X-Twilio-Signature": _signature(secret="first-secret"), SETTINGS: "key=key_1"})
