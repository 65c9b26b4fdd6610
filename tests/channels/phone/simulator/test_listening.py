"""What a Gather and a Record make of what a caller does."""

from __future__ import annotations

import pytest

from channels.phone.simulator.documents import CallFailure
from tests.channels.phone.simulator.toy import GOODBYE, Toy, asking, calling, document, said

NO_LINT = {"lint": lambda twiml, whisper=False: []}
RECORD = '<Record action="/phone/recorded" maxLength="60" playBeep="true" recordingStatusCallback="/phone/recording"/>'
VOICEMAIL = document(f"{said('Leave a message.')}{RECORD}<Redirect>/phone/nothing-left</Redirect>")


def test_the_caller_hears_the_question_and_its_profile_can_be_read(toy: Toy) -> None:
    call = calling(toy, asking("What happened?", timeout="10"))
    assert call.heard == call.prompt.spoken == ["What happened?"]
    assert call.prompt.profile["timeout"] == "10"
    assert not call.ended


def test_speech_is_sent_to_the_action_and_its_document_replaces_this_one(toy: Toy) -> None:
    call = calling(toy, asking("What happened?"))
    toy.answers["/phone/turn/1"] = asking("When was that?", "/phone/turn/2")
    call.say("they lost my scan", confidence=0.81)
    assert toy.at("/phone/turn/1")[0]["SpeechResult"] == "they lost my scan"
    assert toy.at("/phone/turn/1")[0]["Confidence"] == "0.81"
    assert call.heard == ["When was that?"]


def test_confidence_is_left_out_unless_it_is_given(toy: Toy) -> None:
    call = calling(toy, asking("What happened?"))
    call.say("they lost my scan")
    assert "Confidence" not in toy.at("/phone/turn/1")[0]


def test_a_key_is_sent_at_once_where_one_is_enough(toy: Toy) -> None:
    call = calling(toy, asking("Is that right?", numDigits="1"))
    call.press("1")
    assert toy.at("/phone/turn/1")[0]["Digits"] == "1"
    assert call.seconds < 3


def test_keys_end_at_the_finishing_key_and_it_is_named(toy: Toy) -> None:
    call = calling(toy, asking("Which number?"))
    call.press("07700900123#99")
    assert toy.at("/phone/turn/1")[0]["Digits"] == "07700900123"
    assert toy.at("/phone/turn/1")[0]["FinishedOnKey"] == "#"


def test_keys_without_a_finishing_key_are_sent_after_the_timeout(toy: Toy) -> None:
    call = calling(toy, asking("Which number?", timeout="10"))
    call.press("12")
    assert toy.at("/phone/turn/1")[0]["Digits"] == "12"
    assert call.seconds > 10


def test_the_finishing_key_alone_is_an_empty_result(toy: Toy) -> None:
    call = calling(toy, asking("Which number?"))
    call.press("#")
    assert toy.at("/phone/turn/1")[0]["Digits"] == ""


def test_where_no_key_finishes_a_hash_is_a_key_like_any_other(toy: Toy) -> None:
    call = calling(toy, asking("Go on.", numDigits="1", finishOnKey=""))
    call.press("#")
    assert toy.at("/phone/turn/1")[0]["Digits"] == "#"


def test_a_key_pressed_after_speech_ends_nothing(toy: Toy) -> None:
    call = calling(toy, asking("What happened?", speechTimeout="4"))
    call.say("they lost it", then_press="#")
    assert "Digits" not in toy.at("/phone/turn/1")[0]
    assert "FinishedOnKey" not in toy.at("/phone/turn/1")[0]
    assert call.seconds > 4


def test_keys_and_speech_can_come_together(toy: Toy) -> None:
    call = calling(toy, asking("Is that right?", numDigits="1"))
    call.press("1", also_said="yes")
    form = toy.at("/phone/turn/1")[0]
    assert (form["Digits"], form["SpeechResult"]) == ("1", "yes")


def test_a_key_during_the_prompt_cuts_it_short(toy: Toy) -> None:
    call = calling(toy, asking("one two three four five six seven eight nine ten", numDigits="1"))
    call.press("1", during=2.0)
    spoken = [line.words for line in call.leg.transcript]
    assert spoken[0] == "one two three four five"
    assert call.seconds == pytest.approx(2.0 + 0.4 + 0.4)  # the prompt, the key, and "Goodbye."


def test_silence_is_reported_where_the_gather_asks_for_it(toy: Toy) -> None:
    call = calling(toy, asking("Are you there?"))
    call.silence()
    form = toy.at("/phone/turn/1")[0]
    assert "SpeechResult" not in form and "Digits" not in form


def test_silence_may_come_with_blank_fields(toy: Toy) -> None:
    toy.answers["/phone/turn/1"] = asking("Are you there?")
    call = calling(toy, asking("Are you there?"))
    call.silence(SpeechResult="", Digits="")
    call.say_nothing_clear()
    assert toy.at("/phone/turn/1")[0]["Digits"] == ""
    assert toy.at("/phone/turn/1")[1]["SpeechResult"] == ""


def test_silence_falls_through_to_the_next_verb_otherwise(toy: Toy) -> None:
    first = asking("Are you there?", "/phone/turn/1", actionOnEmptyResult="false").replace(
        "<Redirect>/phone/turn/1", "<Redirect>/phone/nothing-heard"
    )
    call = calling(toy, first, **NO_LINT)
    call.silence()
    assert toy.paths[-2:] == ["/phone/nothing-heard", "/phone/status"]


def test_speech_is_not_heard_where_only_keys_are_asked_for(toy: Toy) -> None:
    call = calling(toy, asking("Press a key.", input="dtmf"), **NO_LINT)
    call.say("hello")
    assert "SpeechResult" not in toy.at("/phone/turn/1")[0]


def test_the_wait_begins_when_the_prompt_is_over(toy: Toy) -> None:
    call = calling(toy, asking("one two three four five", timeout="9"))
    call.silence()
    assert call.seconds == pytest.approx(2.0 + 9 + 0.4)


def test_speech_is_cut_after_a_minute_and_the_rest_is_said_on(toy: Toy) -> None:
    toy.answers["/phone/turn/1"] = asking("Go on.", "/phone/turn/2")
    toy.answers["/phone/turn/2"] = asking("Go on.", "/phone/turn/3")
    call = calling(toy, asking("What happened?"))
    story = " ".join(f"word{n}" for n in range(400))
    call.say(story)
    parts = [toy.at(f"/phone/turn/{n}")[0]["SpeechResult"] for n in (1, 2, 3)]
    assert [len(part.split()) for part in parts] == [150, 150, 100]
    assert " ".join(parts) == story


def test_a_voicemail_reaches_its_action_and_then_its_callback(toy: Toy) -> None:
    call = calling(toy, VOICEMAIL)
    call.say("please call me back about the invoice")
    assert toy.at("/phone/recorded")[0]["RecordingDuration"] == "3"
    assert toy.at("/phone/recorded")[0]["RecordingUrl"] == call.recordings[0].url
    assert toy.at("/phone/recording")[0]["RecordingStatus"] == "completed"
    assert call.recordings[0].words == "please call me back about the invoice"


def test_a_voicemail_is_cut_at_its_greatest_length(toy: Toy) -> None:
    call = calling(toy, VOICEMAIL)
    call.say(" ".join(["word"] * 400))
    assert toy.at("/phone/recorded")[0]["RecordingDuration"] == "60"


def test_an_empty_voicemail_falls_through(toy: Toy) -> None:
    call = calling(toy, VOICEMAIL)
    call.silence()
    assert toy.at("/phone/recorded") == [] and toy.at("/phone/nothing-left")


def test_hanging_up_ends_a_voicemail_that_is_kept(toy: Toy) -> None:
    call = calling(toy, VOICEMAIL)
    call.hang_up(saying="please call me back")
    assert toy.at("/phone/recorded")[0]["Digits"] == "hangup"
    assert toy.at("/phone/recorded")[0]["CallStatus"] == "completed"
    assert toy.at("/phone/status") and toy.at("/phone/recording")


def test_nobody_listens_after_the_end(toy: Toy) -> None:
    call = calling(toy, GOODBYE)
    with pytest.raises(CallFailure, match="Nobody listens: hung up"):
        call.say("hello?")
