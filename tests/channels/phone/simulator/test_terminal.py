"""A call held by typing, without a terminal."""

from __future__ import annotations

from channels.phone.simulator import dialling
from channels.phone.simulator.call import Call
from channels.phone.simulator.terminal import Terminal
from tests.channels.phone.simulator.toy import GOODBYE, PUBLIC, TOKEN, Toy, asking, document, said


def typing(toy: Toy, *typed: str) -> tuple[int, str]:
    """The exit code and all that was shown."""
    shown: list[str] = []

    def rings(number: str) -> Call:
        return Call(toy.url, "lumiere", TOKEN, PUBLIC, number, dial=lambda dialled: dialling.ANSWERS)

    code = Terminal(rings, shown.append, "+447700900123").run(typed)
    return code, "\n".join(shown)


def test_what_is_typed_is_said_and_what_is_said_is_printed_with_its_time(toy: Toy) -> None:
    toy.answers |= {"/phone/lumiere/incoming": asking("What happened?"), "/phone/turn/1": GOODBYE}
    code, shown = typing(toy, "they lost my scan")
    assert toy.at("/phone/turn/1")[0]["SpeechResult"] == "they lost my scan"
    assert "00:00  What happened?" in shown and "00:04  Goodbye." in shown
    assert "The call is over after 0:05: hung up." in shown
    assert code == 0


def test_digits_alone_are_keys_and_an_empty_line_is_silence(toy: Toy) -> None:
    toy.answers |= {"/phone/lumiere/incoming": asking("Yes?"), "/phone/turn/1": asking("Yes?")}
    typing(toy, "0", "*", "", "/press 0770", "/say 12", "/interrupt 1")
    sent = [(form.get("Digits"), form.get("SpeechResult")) for form in toy.at("/phone/turn/1")]
    assert sent == [("0", None), ("*", None), (None, None), ("0770", None), (None, "12"), ("1", None)]


def test_the_end_of_what_is_typed_hangs_up(toy: Toy) -> None:
    toy.answers["/phone/lumiere/incoming"] = asking("Yes?")
    _, shown = typing(toy)
    assert "the caller hung up" in shown and toy.at("/phone/status")


def test_a_bad_line_shows_what_was_heard(toy: Toy) -> None:
    toy.answers |= {"/phone/lumiere/incoming": asking("Yes?"), "/phone/turn/1": asking("Yes?")}
    _, shown = typing(toy, "/garble 1", "Yes, that's right.", "they did not ring me and it was not fifteen minutes")
    heard = [form["SpeechResult"] for form in toy.at("/phone/turn/1")]
    assert heard[1] != "they did not ring me and it was not fifteen minutes"
    assert f"(heard as: {heard[1]})" in shown


def test_another_number_rings_again(toy: Toy) -> None:
    toy.answers["/phone/lumiere/incoming"] = asking("Yes?")
    typing(toy, "/who anonymous")
    assert [form["From"] for form in toy.at("/phone/lumiere/incoming")] == ["+447700900123", "anonymous"]


def test_help_and_the_document_are_shown_when_asked_for(toy: Toy) -> None:
    toy.answers["/phone/lumiere/incoming"] = asking("Yes?")
    _, shown = typing(toy, "/raw", "/what")
    assert "<Response><Gather" in shown and "/garble 0.3" in shown


def test_a_transfer_and_a_recording_are_told(toy: Toy) -> None:
    dial = '<Dial action="/phone/dialled" timeout="20"><Number>+441134960001</Number></Dial>'
    record = '<Record action="/phone/recorded" maxLength="60" playBeep="true"/><Redirect>/phone/recorded</Redirect>'
    toy.answers |= {
        "/phone/lumiere/incoming": document(said("One moment.") + dial),
        "/phone/dialled": document(said("Leave a message.") + record),
    }
    _, shown = typing(toy, "please ring me")
    assert "(rang +441134960001: completed)" in shown and "(beep:" in shown
    assert toy.at("/phone/recorded")[0]["RecordingDuration"] == "1"


def test_what_nobody_should_hear_is_shown_and_is_a_failure(toy: Toy) -> None:
    toy.answers["/phone/lumiere/incoming"] = "<Response/>"
    code, shown = typing(toy)
    assert code == 1 and "Response: an empty one hangs up" in shown


def test_an_application_that_fails_is_named(toy: Toy) -> None:
    toy.answers |= {"/phone/lumiere/incoming": (500, "oh"), "/phone/fallback": (404, "oh")}
    code, shown = typing(toy, "hello")
    assert code == 1
    assert "phone/lumiere/incoming answered 500." in shown and "an application error has occurred" in shown
