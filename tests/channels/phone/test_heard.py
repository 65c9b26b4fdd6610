"""What comes in with a webhook becomes one value; what cannot be read counts as absent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.phone.heard import HeardByPhone, caller_number, from_data, read_form, to_data
from channels.phone.signatures import read_body

BLANK = {"FromCity": "", "FromState": "", "FromZip": "", "SpeechResult": "", "Digits": "", "Confidence": ""}


def test_speech_is_read_with_its_confidence() -> None:
    heard = read_form({"SpeechResult": "My cheek is lumpy", "Confidence": "0.9128"})
    assert heard == HeardByPhone(speech="My cheek is lumpy", confidence=0.9128)


@pytest.mark.parametrize("form", [{}, BLANK, {"Digits": ""}, {"SpeechResult": " \t"}], ids=str)
def test_neither_words_nor_keys_is_nothing(form: dict[str, str]) -> None:
    assert read_form(form) == HeardByPhone()
    assert read_form(form).nothing


def test_keys_alone_are_something() -> None:
    assert not read_form(BLANK | {"Digits": "#"}).nothing


def test_keys_and_speech_together_are_both_kept() -> None:
    heard = read_form({"SpeechResult": "One.", "Digits": "1"})
    assert (heard.speech, heard.digits) == ("One.", "1")


def test_fields_that_are_not_known_are_left_alone() -> None:
    assert read_form({"SpeechResult": "Hello", "StirVerstat": "A", "NewField": "x"}) == HeardByPhone(speech="Hello")


@pytest.mark.parametrize("confidence", ["", "nan", "inf", "-inf", "0,9", "high", "0x1", " "])
def test_a_confidence_that_is_no_number_is_absent(confidence: str) -> None:
    heard = read_form({"SpeechResult": "Hello", "Confidence": confidence})
    assert heard == HeardByPhone(speech="Hello")


@pytest.mark.parametrize(
    ("sent", "speech"),
    [
        ("My\x00 cheek\x08 is\x1b lumpy", "My cheek is lumpy"),
        ("My\r\ncheek\tis\x0blumpy", "My cheek is lumpy"),
        ("lumpy\u202e cheek\ufeff", "lumpy cheek"),
        ("half a character \ufffd", "half a character"),
        ("Ż ł, Siân, 李", "Ż ł, Siân, 李"),
        ("...", ""),
        ("?!", ""),
        ("7.", "7."),
    ],
)
def test_speech_keeps_its_words_and_nothing_that_no_voice_says(sent: str, speech: str) -> None:
    assert read_form({"SpeechResult": sent}).speech == speech


def test_half_a_character_in_the_raw_body_does_not_reach_the_words() -> None:
    assert read_form(read_body(b"SpeechResult=%ED%A0%80+my+cheek")).speech == "my cheek"


@pytest.mark.parametrize(
    ("sent", "digits"), [("12#", "12#"), ("*", "*"), ("1w2", "12"), ("\u0663", ""), ("0" * 40, "0" * 32)]
)
def test_only_keys_of_a_telephone_are_keys(sent: str, digits: str) -> None:
    assert read_form({"Digits": sent}).digits == digits


@pytest.mark.parametrize(
    ("sent", "seconds"), [("12", 12), ("4.9", 4), ("-4", 0), ("", 0), ("nan", 0), ("1e9", 3600), ("long", 0)]
)
def test_a_recording_lasts_from_nothing_to_an_hour(sent: str, seconds: int) -> None:
    assert read_form({"RecordingSid": "RE1", "RecordingDuration": sent}).seconds == seconds


def test_how_a_dial_and_a_recording_ended_is_read() -> None:
    form = {"DialCallStatus": "no-answer", "RecordingSid": "RE1", "RecordingUrl": "https://api.twilio.test/RE1"}
    heard = read_form(form, poll=True)
    assert (heard.dial, heard.recording) == ("no-answer", "RE1")
    assert (heard.recording_url, heard.poll) == ("https://api.twilio.test/RE1", True)


@pytest.mark.parametrize(
    "sent",
    [
        "anonymous",
        "Restricted",
        "Anonymous",
        "",
        "+266696687",  # ANONYMOUS
        "+86282452253",  # UNAVAILABLE
        "+8656696",  # UNKNOWN
        "+2562533",  # BLOCKED
        "+7378742833",  # RESTRICTED
        "client:desk",
        "sip:caller@carrier.test",
        "07700900123",
        "+44770090012a",
        "+447700900123\n",
        "+4477009001231234",
    ],
)
def test_a_withheld_or_unreadable_number_is_no_number(sent: str) -> None:
    assert caller_number({"From": sent}) is None


@pytest.mark.parametrize("sent", ["+447700900123", "+353861234567", "+12025550123"])
def test_a_number_in_international_form_is_the_callers(sent: str) -> None:
    assert caller_number({"From": sent}) == sent


def test_no_number_at_all_is_withheld() -> None:
    assert caller_number({}) is None


FIELDS = ("SpeechResult", "Confidence", "Digits", "DialCallStatus", "RecordingSid", "RecordingUrl", "RecordingDuration")


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=100)), st.booleans())
def test_whatever_comes_it_is_read_and_kept_as_json(form: dict[str, str], poll: bool) -> None:
    heard = read_form(form, poll=poll)
    assert from_data(json.loads(json.dumps(to_data(heard), allow_nan=False))) == heard
    assert not any(mark in heard.speech for mark in "\x00\x08\u202e")
