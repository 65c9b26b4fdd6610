"""The recording of a whole call: begun by a Start, over with the call or when the account stops it, told at the end."""

from __future__ import annotations

from tests.channels.phone.simulator.toy import PUBLIC, Toy, asking, calling

START = f'<Start><Recording recordingStatusCallback="{PUBLIC}/phone/recorded"/></Start>'


def _recorded(words: str = "What happened?") -> str:
    return asking(words).replace("<Response>", f"<Response>{START}")


def test_it_is_told_once_the_call_is_over(toy: Toy) -> None:
    call = calling(toy, _recorded())
    call.say("a scan was lost")
    assert toy.paths[-2:] == ["/phone/status", "/phone/recorded"]
    told = toy.at("/phone/recorded")[0]
    assert (told["RecordingStatus"], told["CallSid"]) == ("completed", call.call_sid)
    assert told["RecordingSid"] == call.whole[0].sid and told["RecordingSid"] in told["RecordingUrl"]
    assert int(told["RecordingDuration"]) == round(call.seconds)


def test_once_it_is_stopped_the_rest_of_the_call_is_not_in_it(toy: Toy) -> None:
    toy.answers["/phone/turn/1"] = asking("Go on.", "/phone/turn/2")
    call = calling(toy, _recorded())
    call.say("a scan was lost")
    call.stop_recording()
    stopped = call.seconds
    call.say("and nobody rang me back about it at all")
    assert int(toy.at("/phone/recorded")[0]["RecordingDuration"]) == round(stopped) < round(call.seconds)


def test_a_second_start_begins_no_second_recording(toy: Toy) -> None:
    toy.answers["/phone/turn/1"] = _recorded("Go on.").replace("/phone/turn/1", "/phone/turn/2")
    call = calling(toy, _recorded())
    call.say("a scan was lost")
    call.hang_up()
    assert len(call.whole) == len(toy.at("/phone/recorded")) == 1
