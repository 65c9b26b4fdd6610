"""Whole calls are recorded only where the provider decided so, told first, and stopped by one key or a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from backend.mail import Mail
from backend.policies.load import all_policies
from backend.services.calls import conversation_of
from backend.services.context import Context
from backend.services.recordings import refuse
from backend.services.takeover import take_over
from backend.services.transfers import whisper_words
from backend.store.database import Database
from backend.store.tables import Event, Message, Outbox, Recording
from backend.wording import load_wording
from backend.worker import work_once
from channels.phone.simulator.call import Call
from channels.phone.simulator.dialling import ANSWERS
from channels.phone.speech import pieces, seconds_to_say
from tests.builders import a_staff, stored_conversation, with_settings
from tests.channels.phone.calling import rows
from tests.channels.phone.on_the_line import PhoneLine, a_line
from tests.policies.builders import THIRD_PROVIDER
from tests.services.recorded import SOUND, a_recording_context, telephone_of
from tests.twilio_api.server import TwilioApi, twilio_api

STORY = "The bill for my scan was forty pounds too high."
STOPPED = "The recording stops now, and what was recorded is deleted. I still keep notes."


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    with twilio_api() as running:
        yield running


@pytest.fixture
def line(database: Database) -> Iterator[PhoneLine]:
    """A line whose providers record their calls and keep recordings for thirty days."""
    context = a_recording_context(database, record_calls=True, recordings_kept_days=30)
    with a_line(database, context) as found:
        yield found


def _ring(line: PhoneLine, api: TwilioApi | None = None) -> Call:
    call = line.ring()
    if api is not None and call.whole:
        api.recorded.add(call.call_sid)
        api.recordings[call.whole[0].sid] = SOUND
    return call


def _work(line: PhoneLine, api: TwilioApi, call: Call) -> None:
    """The worker's next round, and what Twilio then does with the call."""
    work_once(line.context, Mail(None), telephone_of(api))
    if call.call_sid in api.stopped:
        call.stop_recording()


def _conversation(line: PhoneLine, call: Call) -> str:
    return conversation_of(line.context, call.call_sid)


def _refusals(line: PhoneLine) -> list[Event]:
    return rows(line.context, Event, Event.kind == "recording_refused")


@pytest.mark.parametrize("decided", [None, False, True])
@pytest.mark.parametrize("account", [False, True])
def test_a_call_is_recorded_only_where_that_is_decided_and_can_be_undone(
    sqlite_database: Database, decided: bool | None, account: bool
) -> None:
    context = replace(a_recording_context(sqlite_database, record_calls=decided), telephone_account=account)
    with a_line(sqlite_database, context) as line:
        call = line.ring()
        said = " ".join(call.heard)
        recorded = decided is True and account
        assert ("<Start>" in call.documents[0], "record" in said.lower()) == (recorded, recorded)
        assert "I keep notes" in said
        call.press("7")
        assert (STOPPED in " ".join(call.heard), len(_refusals(line))) == (recorded, int(recorded))


def test_the_greeting_says_that_it_is_recorded_and_how_to_go_on_without(line: PhoneLine) -> None:
    call = line.ring()
    assert "I keep notes. This call is recorded. To stop that, press 7." in " ".join(call.heard)
    assert (
        '<Start><Recording channels="mono" recordingStatusCallback="http://localhost:8000/phone/recorded"'
        ' recordingStatusCallbackEvent="completed" recordingStatusCallbackMethod="POST" trim="do-not-trim" /></Start>'
        "<Gather"
    ) in call.documents[0]
    call.say(STORY)
    assert not any("<Start>" in document for document in call.documents[1:])


@pytest.mark.parametrize("key", ["welcome_voice", "welcome_recorded_voice"])
def test_the_opening_is_over_in_twenty_seconds(key: str) -> None:
    wording = load_wording()
    for policy in (*all_policies().values(), *all_policies(THIRD_PROVIDER.parent).values()):
        name = policy.name.to("en")
        texts = [wording.say("en", f"greeting.{key}", provider=name), wording.say("en", "greeting.tell_voice")]
        lines = [piece for text in texts for piece in pieces(text)]
        assert seconds_to_say(" ".join(lines)) <= 20, policy.slug
        assert len(lines) <= 4, f"{policy.slug}: more breaths than anybody wants to sit through"


def test_the_whole_call_is_kept_with_its_case_and_for_as_long_as_decided(line: PhoneLine) -> None:
    call = line.ring()
    began = line.context.now()
    call.say(STORY)
    call.hang_up()
    (kept,) = rows(line.context, Recording)
    assert (kept.sid, kept.kind, kept.point) == (call.whole[0].sid, "call", None)
    assert kept.seconds == round(call.seconds)
    assert kept.case_id == stored_conversation(line.context, _conversation(line, call)).case_id is not None
    assert kept.delete_on is not None and (kept.delete_on - began.date()).days == 30
    assert kept.at <= began


def test_a_call_in_which_nothing_was_said_opens_no_case_by_its_recording(line: PhoneLine) -> None:
    call = line.ring()
    call.hang_up()
    (kept,) = rows(line.context, Recording)
    assert (kept.kind, kept.case_id) == ("call", None)
    assert not any(row.body.get("why") == "recording" for row in rows(line.context, Outbox))


@pytest.mark.parametrize("how", ["7", "press seven", "I don't want to be recorded, thank you", "stop the recording"])
def test_one_key_or_a_word_stops_it_and_deletes_what_there_is(line: PhoneLine, api: TwilioApi, how: str) -> None:
    call = _ring(line, api)
    call.press(how) if how.isdigit() else call.say(how)
    assert " ".join(call.heard).startswith(STOPPED)
    assert "Please tell me what happened." in call.heard[-1]
    (refused,) = _refusals(line)
    assert (refused.stream, refused.actor.partition(":")[0]) == (
        f"conversation:{_conversation(line, call)}",
        "person",
    )
    _work(line, api, call)
    assert api.stopped == [call.call_sid]
    call.say(STORY)
    call.hang_up()
    (kept,) = rows(line.context, Recording)
    assert (kept.delete_on, kept.seconds < call.seconds) == (line.context.now().date(), True)
    _work(line, api, call)
    assert (api.deleted, api.recordings) == ([kept.sid], {})
    (gone,) = rows(line.context, Recording)
    assert gone.deleted_at == line.context.now()


def test_it_is_stopped_once_and_nothing_is_said_of_it_again(line: PhoneLine, api: TwilioApi) -> None:
    call = _ring(line, api)
    call.retry_storm(3)
    call.press("7")
    assert len(set(call.answers[0])) == 1
    call.press("*")
    assert "recorded" not in " ".join(call.heard)
    call.press("7")
    assert STOPPED not in " ".join(call.heard)
    assert len(_refusals(line)) == 1
    assert len(rows(line.context, Outbox, Outbox.kind == "recording_stop")) == 1


@pytest.mark.parametrize("moment", ["in the help menu", "in the middle of the story", "while staff have the call"])
def test_it_can_be_stopped_at_any_moment(line: PhoneLine, moment: str) -> None:
    call = line.ring()
    if moment == "in the help menu":
        call.press("8")
    else:
        call.say(STORY)
    if moment == "while staff have the call":
        conversation = _conversation(line, call)
        version = stored_conversation(line.context, conversation).owner_version
        take_over(line.context, a_staff(line.context), conversation, expected_version=version)
    call.press("7")
    assert STOPPED in " ".join(call.heard)
    assert len(_refusals(line)) == 1


def test_a_story_about_recording_is_a_story(line: PhoneLine) -> None:
    call = line.ring()
    words = "I said do not record me and the nurse did it all the same."
    call.say(words)
    assert _refusals(line) == []
    told = rows(line.context, Message, Message.sender == "customer")
    assert [message.text for message in told] == [words]


def test_a_refusal_in_the_last_moment_of_a_call_counts(line: PhoneLine) -> None:
    call = line.ring()
    call.drop_during()
    call.press("7")
    assert len(_refusals(line)) == 1
    (kept,) = rows(line.context, Recording)
    assert kept.delete_on == line.context.now().date()


def test_a_refusal_that_comes_after_the_recording_counts_too(line: PhoneLine) -> None:
    call = line.ring()
    call.hang_up()
    refuse(line.context, call.call_sid)
    (kept,) = rows(line.context, Recording)
    assert kept.delete_on == line.context.now().date()


def test_twilio_down_does_not_keep_what_a_caller_refused(line: PhoneLine, api: TwilioApi) -> None:
    call = _ring(line, api)
    call.press("7")
    api.refuses = 503
    _work(line, api, call)
    call.hang_up()
    api.refuses = None
    line.context.now.pass_time(minutes=5)  # type: ignore[attr-defined]
    _work(line, api, call)
    assert api.deleted == [call.whole[0].sid]


def test_staff_who_take_the_call_are_told_that_it_is_recorded(line: PhoneLine) -> None:
    call = line.ring()
    call.say(STORY)
    conversation = _conversation(line, call)
    assert "This call is recorded." in whisper_words(line.context, conversation)
    call.press("7")
    assert "recorded" not in whisper_words(line.context, conversation)


def test_a_call_that_staff_took_is_recorded_as_one(database: Database) -> None:
    context = a_recording_context(database, record_calls=True)
    with a_line(database, context) as line:
        call = line.ring(dial=lambda number: ANSWERS)
        call.press("0")
        assert any("This call is recorded." in words for words in call.dialled[0].whispered)
        call.hang_up()
        (kept,) = rows(line.context, Recording)
        assert kept.seconds == round(call.seconds)


def test_the_same_report_twice_or_of_a_call_that_is_not_ours_changes_nothing(line: PhoneLine) -> None:
    call = line.ring()
    call.hang_up()
    call.send_again()
    assert len(rows(line.context, Recording)) == 1
    report = call.webhooks.sent[-1]
    assert call.webhooks.request(report.url, report.form | {"CallSid": "CA0"}).status_code == 404
    absent = report.form | {"RecordingStatus": "absent", "RecordingSid": "RE0"}
    assert call.webhooks.request(report.url, absent).status_code == 204
    assert len(rows(line.context, Recording)) == 1


def test_a_setting_changed_in_the_middle_of_a_call_changes_nothing_for_it(line: PhoneLine) -> None:
    call = line.ring()
    off = with_settings(line.context, record_calls=False)
    assert isinstance(off, Context)
    assert "This call is recorded." in whisper_words(off, _conversation(line, call))
