"""What becomes of a transfer, by who answers."""

from __future__ import annotations

import pytest

from channels.phone.simulator import dialling
from tests.channels.phone.simulator.toy import GOODBYE, SPEAK, Toy, asking, calling, document, said

NUMBER = "+441134960001"


def transfer(number: str) -> str:
    return document(f'{said("One moment.")}<Dial action="/phone/dialled" timeout="20">{number}</Dial>')


PLAIN = transfer(f"<Number>{NUMBER}</Number>")
WHISPERED = transfer(f'<Number url="/phone/whisper/1">{NUMBER}</Number>')
ACCEPT = (
    f'<Gather input="dtmf speech" numDigits="1" action="/phone/accept/1" method="POST" actionOnEmptyResult="true">'
    f"<{SPEAK}>A complaint about a scan. Press 1 to take it.</Say></Gather><Hangup/>"
)


def accepted(form: dict[str, str]) -> str:
    return document(said("Thank you.")) if form.get("Digits") == "1" else document("<Hangup/>")


@pytest.mark.parametrize(
    ("answerer", "status", "bridged"),
    [
        (dialling.ANSWERS, "completed", "true"),
        (dialling.NOBODY, "no-answer", "false"),
        (dialling.BUSY, "busy", "false"),
        (dialling.FAILED, "failed", "false"),
    ],
)
def test_the_action_is_told_what_became_of_it(toy: Toy, answerer: dialling.Answerer, status: str, bridged: str) -> None:
    call = calling(toy, PLAIN, dial=lambda number: answerer)
    form = toy.at("/phone/dialled")[0]
    assert (form["DialCallStatus"], form["DialBridged"]) == (status, bridged)
    assert ("DialCallDuration" in form) is (status == "completed")
    assert call.dialled[0].number == NUMBER


def test_it_rings_no_longer_than_it_may(toy: Toy) -> None:
    call = calling(toy, PLAIN)
    assert 20 < call.seconds < 22


def test_staff_hear_the_whisper_on_a_leg_of_their_own_and_take_the_call(toy: Toy) -> None:
    toy.answers |= {"/phone/whisper/1": document(ACCEPT), "/phone/accept/1": accepted}
    call = calling(toy, WHISPERED, dial=lambda number: dialling.ANSWERS)
    form = toy.at("/phone/whisper/1")[0]
    assert form["ParentCallSid"] == call.call_sid != form["CallSid"]
    assert form["To"] == NUMBER and form["Direction"] == "outbound-dial"
    assert toy.at("/phone/accept/1")[0]["Digits"] == "1"
    assert call.dialled[0].whispered == ("A complaint about a scan. Press 1 to take it.", "Thank you.")
    assert call.heard == ["One moment.", "Goodbye."]


def test_staff_who_press_nothing_do_not_get_the_call(toy: Toy) -> None:
    toy.answers |= {"/phone/whisper/1": document(ACCEPT), "/phone/accept/1": accepted}
    call = calling(toy, WHISPERED, dial=lambda number: dialling.DECLINES)
    assert toy.at("/phone/dialled")[0]["DialCallStatus"] == "no-answer"
    assert not call.dialled[0].bridged


def test_the_caller_can_give_up_while_it_rings(toy: Toy) -> None:
    call = calling(toy, PLAIN, dial=lambda number: dialling.CALLER_GIVES_UP)
    assert call.why_ended == "the caller hung up"
    assert toy.at("/phone/dialled") == [] and toy.at("/phone/status")


def test_the_conversation_goes_on_after_a_transfer_that_failed(toy: Toy) -> None:
    toy.answers["/phone/dialled"] = asking("Nobody is free. Shall we ring you back?")
    call = calling(toy, PLAIN)
    assert call.prompt.spoken == ["Nobody is free. Shall we ring you back?"]


def test_the_end_of_a_transfer_is_told_once(toy: Toy) -> None:
    toy.answers["/phone/dialled"] = GOODBYE
    calling(toy, PLAIN, dial=lambda number: dialling.ANSWERS)
    assert len(toy.at("/phone/status")) == 1
