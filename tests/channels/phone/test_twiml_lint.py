"""Every rule about TwiML refuses its bad example with a sentence, and good documents pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from channels.phone.twiml_elements import elements
from channels.phone.twiml_lint import problems

GOOD = {
    "input": "dtmf speech",
    "action": "/phone/turn/3",
    "method": "POST",
    "language": "en-GB",
    "profanityFilter": "false",
    "actionOnEmptyResult": "true",
    "timeout": "7",
    "speechTimeout": "2",
    "speechModel": "experimental_conversations",
}
SPEAK = 'Say language="en-GB" voice="Polly.Amy-Neural"'
SAY = f"<{SPEAK}>What happened?</Say>"
REDIRECT = "<Redirect>/phone/turn/3</Redirect>"
RECORD = '<Record action="/phone/recorded" maxLength="300" playBeep="true"/>'
START = '<Start><Recording recordingStatusCallback="https://heard.test/phone/recorded"/></Start>'
NUMBER = "<Number>+441134960000</Number>"


def gather(inside: str = SAY, without: str = "", **changed: str) -> str:
    attributes = {name: value for name, value in (GOOD | changed).items() if name != without}
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<Response><Gather {written}>{inside}</Gather>{REDIRECT}</Response>"


def document(inside: str) -> str:
    return f"<Response>{inside}</Response>"


def dial(inside: str = NUMBER, attributes: str = 'action="/phone/dialled" timeout="20"') -> str:
    return document(f"<{SPEAK}>One moment.</Say><Dial {attributes}>{inside}</Dial>")


def recorded_from(after: str, start: str = START) -> str:
    return after.replace("<Response>", f"<Response>{start}")


GOOD_DOCUMENTS = {
    "a question": gather(),
    "a question answered by a key": gather(numDigits="1", speechModel="experimental_utterances"),
    "a question with its hints": gather(hints="waiting room, Dr Smith"),
    "a question in relay mode": gather(timeout="90", speechTimeout="8"),
    "options with breath between": gather(f'{SAY}<Pause length="1"/><Play>/phone/audio/beep.wav</Play>'),
    "speech that is marked up": gather(f'<{SPEAK}><say-as interpret-as="digits">123</say-as><break time="1s"/></Say>'),
    "one moment": document(f"<{SPEAK}>One moment.</Say><Pause length='2'/><Redirect>/phone/poll/3</Redirect>"),
    "a transfer": dial(),
    "a transfer announced to staff": dial('<Number url="/phone/whisper/7c1f">+441134960000</Number>'),
    "a voicemail": document(f"<{SPEAK}>After the tone.</Say>{RECORD}"),
    "a voicemail with somewhere to go": document(f"<{SPEAK}>After the tone.</Say>{RECORD}{REDIRECT}"),
    "goodbye": document(f"<{SPEAK}>Goodbye.</Say><Hangup/>"),
    "a call that is recorded from here on": recorded_from(gather()),
    "only a redirect": document(REDIRECT),
    "an address with settings for Twilio": gather(action="/phone/turn/3#rc=2&amp;rp=all"),
    "an address with a short id": gather(action="https://heard.example/phone/turn/3?of=c0ffee-1"),
}

BAD_DOCUMENTS = [
    ("<Response>", "The document is not XML"),
    ("", "The document is not XML"),
    ("<Reply/>", "Reply: the root must be Response"),
    ("<Response/>", "Response: an empty one hangs up"),
    (document(f"{SAY}<Hangup/>").replace("What", "W" * 70_000), "Response: a document may have 65536 bytes"),
    (document("<Shout>Hello</Shout><Hangup/>"), "Shout: cannot stand inside Response"),
    (document("<say>Hello</say><Hangup/>"), "say: cannot stand inside Response"),
    (document(f'<{SPEAK} tone="warm">Hello</Say><Hangup/>'), "Say: there is no attribute tone"),
    (document("Hello<Hangup/>"), "Response: holds elements, not text"),
    (gather("<Hangup/>"), "Hangup: cannot stand inside Gather"),
    (gather(without="input"), 'Gather: input must be "dtmf speech"; it is not given'),
    (gather(input="speech"), 'Gather: input must be "dtmf speech"; it is "speech"'),
    (gather(without="action"), "Gather: action must be given"),
    (gather(without="method"), "Gather: method must be POST"),
    (gather(method="GET"), "Gather: method must be POST"),
    (gather(without="language"), "Gather: language must be given"),
    (gather(without="profanityFilter"), 'Gather: profanityFilter must be "false"'),
    (gather(profanityFilter="true"), 'Gather: profanityFilter must be "false"'),
    (gather(without="actionOnEmptyResult"), 'Gather: actionOnEmptyResult must be "true"'),
    (gather(speechTimeout="auto"), "refuses it together with a speechModel"),
    (gather(without="speechModel", speechTimeout="auto"), '"auto" stops at the first pause.'),
    (gather(speechTimeout="1.5"), "Gather: speechTimeout must be a whole number from 1 to 10"),
    (gather(speechTimeout="11"), "Gather: speechTimeout must be a whole number from 1 to 10"),
    (gather(without="speechTimeout"), "Gather: speechTimeout must be a whole number"),
    (gather(timeout="4"), "Gather: timeout must be a whole number from 5 to 120"),
    (gather(without="timeout"), "Gather: timeout must be a whole number"),
    (gather(timeout="seven"), "Gather: timeout must be a whole number"),
    (gather(numDigits="0"), "Gather: numDigits must be a whole number from 1 to 20"),
    (gather(finishOnKey="x"), "Gather: finishOnKey is not a key"),
    (gather(speechModel="whisper"), 'Gather: there is no speechModel "whisper"'),
    (gather(hints=",".join(["word"] * 501)), "Gather: at most 500 hints; there are 501"),
    (gather(hints="w" * 101), "Gather: a hint may have 100 characters"),
    (gather(enhanced="true"), "Gather: enhanced is deprecated"),
    (gather(action="phone/turn/3"), "Gather: action must be absolute or begin with /"),
    (gather(action="//elsewhere.example/turn"), "Gather: action must be absolute or begin with /"),
    (gather(action="/phone/turn/3?name=Ann%20Smith"), "Gather: action may carry only short ids"),
    (gather(action="/phone/turn/3?number=07700900123"), "Gather: action may carry only short ids"),
    (gather(action="/phone/turn/07700900123"), "Gather: action may carry only short ids"),
    (gather(action="/phone/ann@example.org"), "Gather: action may carry only short ids"),
    (gather(action="/phone/turn?secret"), "Gather: action may carry only short ids"),
    (gather(f"{SAY}<{SPEAK}> </Say>"), "Say: has no words"),
    (gather(f"<{SPEAK}>{'w' * 4097}</Say>"), "Say: at most 4096 characters; there are 4097"),
    (gather(f'<{SPEAK} loop="0">Hello</Say>'), "Say: loop must be a whole number from 1 to 3"),
    (gather('<Pause length="two"/>'), "Pause: length must be a whole number"),
    (gather().replace(REDIRECT, ""), "Gather: needs a Redirect right after it"),
    (gather().replace(REDIRECT, "<Hangup/>"), "Gather: needs a Redirect right after it"),
    (gather().replace("<Gather", f"{SAY}<Gather"), "Say: outside a Gather"),
    (document(f"{SAY}{REDIRECT}"), "Say: outside a Gather"),
    (document(f"<Play>/phone/audio/beep.wav</Play>{REDIRECT}"), "Play: outside a Gather"),
    (document(SAY), "Say: the document ends here, and the call with it"),
    (document(f"<Pause length='2'/>{REDIRECT}"), "Pause: as the first verb"),
    (document("<Redirect/>"), "Redirect: has no address"),
    (document("<Redirect>poll/3</Redirect>"), "Redirect must be absolute or begin with /"),
    (document("<Redirect method='GET'>/phone/poll/3</Redirect>"), 'Redirect: method must be POST; it is "GET"'),
    (document(RECORD.replace('action="/phone/recorded" ', "")), "Record: without an action"),
    (document(RECORD.replace("300", "301")), "Record: maxLength must be a whole number from 1 to 300"),
    (document(RECORD.replace('maxLength="300" ', "")), "Record: maxLength must be a whole number"),
    (document(RECORD.replace(' playBeep="true"', "")), "Record: playBeep must be"),
    (document(RECORD.replace("/>", ' transcribe="true"/>')), "Record: no transcribe"),
    (recorded_from(gather(), "<Start/>"), "Start: begins one Recording and nothing else"),
    (recorded_from(gather(), START.replace("</Start>", '<Stream url="wss://x"/></Start>')), "Start: begins one"),
    (recorded_from(gather(), START.replace("https://heard.test", "")), "Recording: recordingStatusCallback must be"),
    (recorded_from(gather(), "<Start><Recording/></Start>"), "Recording: recordingStatusCallback must be given"),
    (recorded_from(gather(), START.replace("/></", ' recordingStatusCallbackMethod="GET"/></')), "must be POST"),
    (recorded_from(gather(), START.replace("/></", ' recordingStatusCallbackEvent="absent"/></')), "must be completed"),
    (document(f"<{SPEAK}>Goodbye.</Say>{START}<Hangup/>"), "Start: a recording begins before anything is said"),
    (document(START), "Start: the document ends here, and the call with it"),
    (recorded_from(gather(), "<Stop><Recording/></Stop>"), "Recording: cannot stand inside Stop"),
    (dial(attributes='timeout="20"'), "Dial: without an action"),
    (dial(attributes='action="/phone/dialled"'), "Dial: timeout must be a whole number"),
    (dial(attributes='action="/phone/dialled" timeout="20" record="record-from-answer"'), "Dial: no record"),
    (dial(""), "Dial: has nobody to call"),
    (dial("+441134960000"), "Dial: the number belongs in a Number element"),
    (dial("<Number>0113 496 0000</Number>"), "Number: must be E.164"),
    (dial(NUMBER.replace(">+44", ' url="whisper">+44')), "Number: url must be absolute or begin with /"),
]


@pytest.mark.parametrize("twiml", GOOD_DOCUMENTS.values(), ids=GOOD_DOCUMENTS)
def test_a_good_document_has_no_problems(twiml: str) -> None:
    assert problems(twiml) == []


@pytest.mark.parametrize(("twiml", "sentence"), BAD_DOCUMENTS, ids=lambda value: value[:60])
def test_a_bad_document_is_refused_with_a_sentence(twiml: str, sentence: str) -> None:
    found = problems(twiml)
    assert any(sentence in problem for problem in found), found
    assert all(problem.endswith((".", "?")) for problem in found)


@pytest.mark.parametrize("without", GOOD)
def test_nothing_else_is_said_when_one_attribute_of_a_gather_is_missing(without: str) -> None:
    found = problems(gather(without=without))
    assert len(found) == (without != "speechModel")


@given(
    words=st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=500).filter(str.strip),
    timeout=st.integers(5, 120),
    hints=st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=20), max_size=20),
    turn=st.integers(0, 999_999),
)
def test_whatever_is_said_a_document_of_the_sdk_by_our_rules_has_no_problems(
    words: str, timeout: int, hints: list[str], turn: int
) -> None:
    response = VoiceResponse()
    asked = Gather(**_for_the_sdk() | {"timeout": timeout, "hints": ",".join(hints), "action": f"/phone/turn/{turn}"})
    asked.say(words, language="en-GB", voice="Polly.Amy-Neural")
    response.append(asked)
    response.redirect(f"/phone/turn/{turn}")
    assert problems(str(response)) == []


@given(st.text(max_size=300))
def test_no_text_is_too_strange_to_be_judged(text: str) -> None:
    assert problems(text)


def _for_the_sdk() -> dict[str, object]:
    return {
        "input": "dtmf speech",
        "method": "POST",
        "language": "en-GB",
        "profanity_filter": False,
        "action_on_empty_result": True,
        "speech_timeout": 2,
    }


def test_staff_may_be_told_and_joined_without_being_asked() -> None:
    whisper = document(f"<{SPEAK}>A caller asks for a person.</Say>")
    assert problems(whisper, whisper=True) == []
    assert problems("<Response/>", whisper=True) == []
    assert problems(whisper) != []


def test_staff_who_press_nothing_are_not_joined() -> None:
    asked = f'<Gather input="dtmf" numDigits="1" action="/phone/accept/7c1f">{SAY}</Gather>'
    assert problems(document(f"{asked}<Hangup/>"), whisper=True) == []
    (problem,) = problems(document(asked), whisper=True)
    assert problem.startswith("Gather: staff who press nothing")


def test_staff_are_not_sent_on_before_they_are_joined() -> None:
    nested = str(Dial("+441134960000", action="/phone/dialled", timeout=20)).removeprefix(
        '<?xml version="1.0" encoding="UTF-8"?>'
    )
    assert any("Dial: cannot be played" in problem for problem in problems(document(nested), whisper=True))


def test_a_voice_must_speak_the_language_it_is_given() -> None:
    assert problems(gather(SAY.replace("Polly.Amy-Neural", "Polly.Ewa"))) == [
        "Say: the voice Polly.Ewa does not speak en-GB."
    ]
    assert problems(gather(SAY.replace("en-GB", "xx"))) == ["Say: the voice Polly.Amy-Neural does not speak xx."]
    assert problems(gather("<Say>Hello</Say>")) == ["Say: language and voice must be given."]


def test_the_elements_are_those_of_the_sdk() -> None:
    known = elements()
    assert known["Gather"].children == {"Say", "Play", "Pause"}
    assert {"actionOnEmptyResult", "speechTimeout", "hints"} <= known["Gather"].attributes
    assert known["Say"].text and not known["Gather"].text
    assert "interpret-as" in known["say-as"].attributes
