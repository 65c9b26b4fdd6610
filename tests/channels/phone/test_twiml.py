"""Each kind of document, word for word, and whatever is said in it Twilio plays it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.question import Kind
from channels.phone import twiml
from channels.phone.locales import locale_for
from channels.phone.profiles import profile_for
from channels.phone.speech import pieces, spoken
from channels.phone.state import Pace
from channels.phone.twiml import Voice
from channels.phone.twiml_lint import problems

AMY, SLOW = Voice(locale_for("en")), Voice(locale_for("en"), slow=True)
NARRATIVE = profile_for(Kind.NARRATIVE, Pace.NORMAL)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
SAY = '<Say language="en-GB" voice="Polly.Amy-Neural">'
NEXT = '<Redirect method="POST">/phone/turn/3</Redirect>'


def _document(inside: str) -> str:
    return f"{XML}<Response>{inside}</Response>"


def test_a_question_is_asked_and_listened_to() -> None:
    profile = profile_for(Kind.YES_NO, Pace.NORMAL)
    hints = "yes, no, that's right, that's wrong, not sure, a person, repeat"
    asked = twiml.asking(["Thank you.", "Is that right?"], AMY, profile, action="/phone/turn/3")
    assert asked == _document(
        f'<Gather action="/phone/turn/3" actionOnEmptyResult="true" finishOnKey="" hints="{hints}" input="dtmf speech"'
        ' language="en-GB" method="POST" numDigits="1" profanityFilter="false" speechModel="experimental_utterances"'
        f' speechTimeout="1" timeout="7">{SAY}Thank you.</Say><Pause length="1" />{SAY}Is that right?</Say></Gather>'
        f"{NEXT}"
    )
    assert problems(asked) == []


def test_the_whole_call_is_recorded_from_its_first_word() -> None:
    asked = twiml.asking(["Hello."], AMY, NARRATIVE, action="/phone/turn/1", recorded_at="https://heard.test/told")
    assert asked.startswith(
        f'{XML}<Response><Start><Recording channels="mono" recordingStatusCallback="https://heard.test/told"'
        ' recordingStatusCallbackEvent="completed" recordingStatusCallbackMethod="POST" trim="do-not-trim" /></Start>'
        "<Gather"
    )
    assert problems(asked) == []


def test_a_number_is_asked_for_slowly_and_ended_by_the_hash_key() -> None:
    profile = profile_for(Kind.PHONE_NUMBER, Pace.RELAY)
    asked = twiml.asking(["Which number?"], SLOW, profile, action="/phone/turn/3")
    assert asked == _document(
        '<Gather action="/phone/turn/3" actionOnEmptyResult="true" finishOnKey="#"'
        ' hints="skip, double, zero, relay UK, go ahead" input="dtmf speech" language="en-GB" method="POST"'
        ' profanityFilter="false" speechModel="numbers_and_commands" speechTimeout="8" timeout="90">'
        f'{SAY}<prosody rate="80%">Which number?</prosody></Say></Gather>{NEXT}'
    )
    assert problems(asked) == []


def test_with_nothing_to_say_there_is_a_moment_of_quiet() -> None:
    asked = twiml.asking([], AMY, NARRATIVE, action="/phone/turn/3")
    assert '<Pause length="1" /></Gather>' in asked
    assert problems(asked) == []


def test_a_moment_is_asked_for_and_looked_again() -> None:
    asked = twiml.waiting(["One moment."], AMY, poll="/phone/poll/3")
    assert asked == _document(
        f'{SAY}One moment.</Say><Pause length="1" /><Redirect method="POST">/phone/poll/3</Redirect>'
    )
    assert problems(asked) == []


def test_a_call_ends_after_its_last_words() -> None:
    ended = twiml.ending(["It is saved.", "Goodbye."], AMY)
    assert ended == _document(f'{SAY}It is saved.</Say><Pause length="1" />{SAY}Goodbye.</Say><Hangup />')
    assert problems(ended) == []


def test_a_call_is_put_through_to_somebody_who_hears_first_what_it_is_about() -> None:
    put = twiml.dialling(
        ["One moment."], AMY, number="+441134960001", action="/phone/turn/3", whisper="/phone/whisper/CA1"
    )
    assert put == _document(
        f'{SAY}One moment.</Say><Dial action="/phone/turn/3" answerOnBridge="true" method="POST" timeout="25">'
        '<Number method="POST" url="/phone/whisper/CA1">+441134960001</Number></Dial>'
    )
    assert problems(put) == []


def test_a_call_of_ours_shows_its_number_and_whispers_nothing() -> None:
    put = twiml.dialling([], AMY, number="+447700900123", action="/over", whisper=None, caller_id="+441134960003")
    assert '<Dial action="/over" answerOnBridge="true" callerId="+441134960003" method="POST" timeout="25">' in put
    assert "<Number>+447700900123</Number>" in put


def test_a_recording_follows_a_tone_and_has_somewhere_to_go() -> None:
    recorded = twiml.recording(["After the tone."], AMY, action="/phone/turn/3", seconds=300)
    assert recorded == _document(
        f'{SAY}After the tone.</Say><Record action="/phone/turn/3" finishOnKey="#" maxLength="300" method="POST"'
        f' playBeep="true" timeout="8" />{NEXT}'
    )
    assert problems(recorded) == []


def test_staff_take_a_call_by_one_key() -> None:
    whispered = twiml.whispering(["Press 1."], AMY, action="/phone/accept/CA1")
    assert whispered == _document(
        '<Gather action="/phone/accept/CA1" actionOnEmptyResult="true" input="dtmf speech" language="en-GB"'
        f' method="POST" numDigits="1" profanityFilter="false" speechTimeout="1" timeout="8">{SAY}Press 1.</Say>'
        '</Gather><Redirect method="POST">/phone/accept/CA1</Redirect>'
    )
    assert problems(whispered, whisper=True) == []


def test_staff_are_told_and_then_joined() -> None:
    joined = twiml.bridging(["You are being connected."], AMY)
    assert joined == _document(f"{SAY}You are being connected.</Say>")
    assert problems(joined, whisper=True) == []


def test_where_nothing_of_ours_answers_the_call_is_put_through_and_then_ended() -> None:
    put = twiml.putting_through(["Please wait."], ["Ring again."], AMY, number="+441134960001")
    assert put == _document(
        f'{SAY}Please wait.</Say><Dial timeout="40"><Number>+441134960001</Number></Dial>'
        f"{SAY}Ring again.</Say><Hangup />"
    )


@pytest.mark.parametrize("pace", Pace)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_question_at_every_pace_is_one_that_twilio_plays(kind: Kind, pace: Pace) -> None:
    asked = twiml.asking(["What happened?"], SLOW, profile_for(kind, pace), action="/phone/turn/3")
    assert problems(asked) == []


_WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)  # what a database can keep


@given(text=_WRITTEN.filter(str.strip), slow=st.booleans())
def test_whatever_somebody_wrote_twilio_says_it(text: str, slow: bool) -> None:
    voice = Voice(locale_for("en"), slow)
    lines = pieces(spoken(text))
    assert problems(twiml.asking(lines, voice, NARRATIVE, action="/phone/turn/3")) == []


@pytest.mark.parametrize("mark", ["\x08", "\x1b", "\x00", "\ufffe"])
def test_a_mark_that_xml_cannot_hold_does_not_spoil_the_document(mark: str) -> None:
    lines = pieces(spoken(f"A person from our team says: hello{mark} there."))
    assert problems(twiml.ending(lines, AMY)) == []


def test_a_line_without_end_is_cut_before_twilio_refuses_it() -> None:
    assert problems(twiml.ending(["w" * 5_000], AMY)) == []
    assert problems(twiml.ending(["w" * 5_000], SLOW)) == []
