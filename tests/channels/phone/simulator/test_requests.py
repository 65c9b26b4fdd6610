"""What every request carries, and what happens when one goes wrong."""

from __future__ import annotations

import pytest

from channels.phone.simulator.clock import VirtualClock
from channels.phone.simulator.documents import CallFailure
from channels.phone.simulator.parties import WITHHELD
from tests.channels.phone.simulator.toy import GOODBYE, TOKEN, Toy, asking, calling, document, said, slowly

SORRY = document(f"{said('We cannot take your call. Please ring again.')}<Hangup/>")


def test_every_request_is_signed_for_the_public_address(toy: Toy) -> None:
    call = calling(toy, asking("What happened?", action="/phone/turn/1?of=c0ffee"))
    call.say("a scan was lost")
    assert call.why_ended == "hung up"  # the toy answers 403 to a wrong signature


def test_requests_can_be_signed_with_a_shared_key(toy: Toy) -> None:
    call = calling(toy, asking("What happened?"), shared_key=("webhooks_sharedkey_1", TOKEN))
    settings = toy.requests[0].headers["X-Twilio-Webhooks-Signature-Settings"]
    assert settings == "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
    assert not call.ended


def test_every_request_carries_the_call_blank_fields_and_a_field_nobody_knows(toy: Toy) -> None:
    call = calling(toy, asking("What happened?"))
    call.say("a scan was lost")
    for each in toy.requests:
        assert each.form["CallSid"] == call.call_sid
        assert each.form["FromCity"] == ""
        assert any(name.startswith("FieldOfTomorrow") for name in each.form)


def test_a_call_rings_and_then_is_in_progress(toy: Toy) -> None:
    call = calling(toy, asking("What happened?"))
    call.say("a scan was lost")
    assert [each.form["CallStatus"] for each in toy.requests] == ["ringing", "in-progress", "completed"]


@pytest.mark.parametrize("number", WITHHELD)
def test_a_number_can_be_withheld(toy: Toy, number: str) -> None:
    calling(toy, asking("What happened?"), from_number=number)
    assert toy.requests[0].form["From"] == toy.requests[0].form["Caller"] == number
    assert toy.requests[0].form["FromCountry"] == ""


def test_the_end_is_told_once_with_how_long_the_call_took(toy: Toy) -> None:
    call = calling(toy, asking("one two three four five"))
    call.hang_up()
    call.hang_up()
    (form,) = toy.at("/phone/status")
    assert (form["CallStatus"], form["CallDuration"], form["SequenceNumber"]) == ("completed", "2", "0")


def test_the_application_clock_is_moved_along(toy: Toy) -> None:
    passed: list[float] = []
    call = calling(toy, asking("one two three four five"), clock=VirtualClock(advance=passed.append))
    call.silence()
    assert sum(passed) == pytest.approx(call.seconds) == pytest.approx(9.4)


def test_a_failure_is_answered_by_the_fallback_with_its_code(toy: Toy) -> None:
    toy.answers |= {"/phone/turn/1": (500, "oh"), "/phone/fallback": SORRY}
    call = calling(toy, asking("What happened?"))
    call.say("a scan was lost")
    form = toy.at("/phone/fallback")[0]
    assert (form["ErrorCode"], form["ErrorUrl"]) == ("11200", "https://heard.example/phone/turn/1")
    assert form["SpeechResult"] == "a scan was lost"
    assert call.heard == ["We cannot take your call. Please ring again."]
    assert call.errors == ["Error 11200: https://heard.example/phone/turn/1 answered 500."]


def test_an_answer_after_the_limit_is_answered_by_the_fallback(toy: Toy) -> None:
    toy.answers |= {"/phone/lumiere/incoming": slowly(GOODBYE, 0.6), "/phone/fallback": SORRY}
    call = calling(toy, patience=0.3)
    assert toy.at("/phone/fallback")[0]["ErrorCode"] == "11205"
    assert call.seconds > 15


def test_without_a_fallback_that_works_the_call_ends(toy: Toy) -> None:
    toy.answers |= {"/phone/lumiere/incoming": (500, "oh"), "/phone/fallback": (500, "oh")}
    call = calling(toy)
    assert call.why_ended == "application error"
    assert toy.at("/phone/status")


def test_what_is_not_xml_is_a_failure_where_nothing_is_linted(toy: Toy) -> None:
    toy.answers |= {"/phone/lumiere/incoming": "Hello", "/phone/fallback": SORRY}
    calling(toy, lint=lambda twiml, whisper=False: [])
    assert toy.at("/phone/fallback")[0]["ErrorCode"] == "12100"


def test_a_redirection_loses_what_the_caller_did(toy: Toy) -> None:
    toy.answers |= {"/phone/turn/1": (302, "/phone/elsewhere")}
    call = calling(toy, asking("Is that right?", numDigits="1"))
    call.press("1")
    followed = next(each for each in toy.requests if each.path.startswith("/phone/elsewhere"))
    assert followed.method == "GET"
    assert "CallSid" in followed.path and "Digits" not in followed.path


def test_a_duplicate_carries_a_token_and_both_answers_are_kept(toy: Toy) -> None:
    call = calling(toy, asking("What happened?"))
    call.duplicate_next()
    call.say("a scan was lost")
    first, second = [each for each in toy.requests if each.path == "/phone/turn/1"]
    assert first.form == second.form
    assert "I-Twilio-Idempotency-Token" not in first.headers and "I-Twilio-Idempotency-Token" in second.headers
    assert call.answers == [(GOODBYE, GOODBYE)]


def test_a_storm_of_retries_comes_at_once(toy: Toy) -> None:
    call = calling(toy, asking("What happened?"))
    call.retry_storm(5)
    call.say("a scan was lost")
    assert len(toy.at("/phone/turn/1")) == 5
    assert len(call.answers[0]) == 5


def test_a_late_answer_is_thrown_away(toy: Toy) -> None:
    toy.answers |= {"/phone/turn/1": asking("When?"), "/phone/fallback": SORRY}
    call = calling(toy, asking("What happened?"))
    call.late_next()
    call.say("a scan was lost")
    assert toy.at("/phone/turn/1") and toy.at("/phone/fallback")[0]["ErrorCode"] == "11205"
    assert call.heard == ["We cannot take your call. Please ring again."]


def test_a_caller_can_hang_up_while_we_think(toy: Toy) -> None:
    toy.answers["/phone/turn/1"] = slowly(asking("When?"), 0.2)
    call = calling(toy, asking("What happened?"))
    call.drop_during()
    call.say("a scan was lost")
    assert call.why_ended == "the caller hung up" and call.heard == []
    assert set(toy.paths[-2:]) == {"/phone/status", "/phone/turn/1"}


def test_an_old_request_can_come_again_out_of_its_time(toy: Toy) -> None:
    toy.answers["/phone/turn/1"] = asking("When?", "/phone/turn/2")
    call = calling(toy, asking("What happened?"))
    call.say("a scan was lost")
    assert "What happened?" in call.send_again(0)
    assert call.heard == ["When?"]


def test_a_failing_address_is_tried_as_often_as_it_asks(toy: Toy) -> None:
    answers = iter([(500, "oh"), (500, "oh"), (200, GOODBYE)])
    toy.answers["/phone/turn/1"] = lambda form: next(answers)
    call = calling(toy, asking("What happened?", action="/phone/turn/1#rc=2&amp;rp=5xx"))
    call.say("a scan was lost")
    assert len(toy.at("/phone/turn/1")) == 3 and call.heard == ["Goodbye."]


def test_a_document_with_problems_fails_the_call_with_its_sentences(toy: Toy) -> None:
    with pytest.raises(CallFailure, match="Response: an empty one hangs up"):
        calling(toy, "<Response/>")


def test_an_empty_document_ends_the_call(toy: Toy) -> None:
    call = calling(toy, "<Response/>", lint=lambda twiml, whisper=False: [])
    assert call.why_ended == "the document ended"


def test_redirects_that_never_listen_are_a_failure_with_the_documents(toy: Toy) -> None:
    toy.answers["/phone/poll/1"] = document(
        f"{said('One moment.')}<Pause length='2'/><Redirect>/phone/poll/1</Redirect>"
    )
    with pytest.raises(CallFailure, match="50 redirects(.|\n)*One moment."):
        calling(toy, document("<Redirect>/phone/poll/1</Redirect>"))


def test_an_address_that_is_not_ours_fails_the_call(toy: Toy) -> None:
    call = calling(toy, asking("What happened?", action="https://elsewhere.example/turn"))
    with pytest.raises(CallFailure, match="elsewhere.example"):
        call.say("a scan was lost")
