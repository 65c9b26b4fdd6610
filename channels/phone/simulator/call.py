"""A call from the caller's seat: start, say, press, be silent, hang up; and what was heard."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

import httpx

from channels.phone.simulator import faults
from channels.phone.simulator.clock import VirtualClock
from channels.phone.simulator.dialling import NOBODY, Answerers, Dialled, dialled
from channels.phone.simulator.documents import CallFailure, Verb
from channels.phone.simulator.gathering import Gathered, Keys, Silence, Speech, gathered, listens_to
from channels.phone.simulator.leg import Leg, Lint, Prompt
from channels.phone.simulator.parties import ACCOUNT_SID, CALLER, OUR_NUMBER, Party
from channels.phone.simulator.recording import CallRecording, Recording, begun, ends, recorded, silence_ends
from channels.phone.simulator.webhooks import PATIENCE, Form, WebhookFailed, Webhooks
from channels.phone.twiml_lint import problems

HUNG_UP = "the caller hung up"


@dataclass
class Call:
    """One call to a provider's number. `dial` says who answers a transfer, `line` what a recogniser makes of words."""

    base_url: str
    provider: str
    auth_token: str
    public_url: str = ""
    from_number: str = CALLER
    to_number: str = OUR_NUMBER
    account_sid: str = ACCOUNT_SID
    clock: VirtualClock = field(default_factory=VirtualClock)
    http: httpx.Client = field(default_factory=httpx.Client)
    dial: Answerers = lambda number: NOBODY
    line: Callable[[str], str] = lambda words: words
    lint: Lint = problems
    shared_key: tuple[str, str] | None = None
    patience: float = PATIENCE
    dialled: list[Dialled] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)
    whole: list[CallRecording] = field(default_factory=list)  # recordings of the whole call
    answers: list[tuple[str, ...]] = field(default_factory=list)  # of requests that came more than once

    def __post_init__(self) -> None:
        base = self.base_url.rstrip("/")
        self._at = f"{(self.public_url or base).rstrip('/')}/phone"
        public = self._at.removesuffix("/phone")
        self.webhooks = Webhooks(base, public, self.auth_token, self.http, self.shared_key, self.patience)
        self.party = Party(self.from_number, self.to_number, self.account_sid)
        self._leg = Leg(self.webhooks, self.party, self.clock, fallback_url=f"{self._at}/fallback", lint=self.lint)
        self._leg.dial, self._leg.at_end = self._dials, self._over
        self._leg.starts = self._records

    @property
    def call_sid(self) -> str:
        """The call's own id."""
        return self.party.call_sid

    @property
    def ended(self) -> bool:
        """Whether the line is dead."""
        return bool(self.why_ended)

    @property
    def why_ended(self) -> str:
        """`the caller hung up`, `hung up` (by us), `the document ended`, `application error`, or nothing yet."""
        return self._leg.why_ended

    @property
    def seconds(self) -> float:
        """How long the call has taken so far, without the prompt that is still being spoken."""
        return self.clock.seconds

    @property
    def heard(self) -> list[str]:
        """What was spoken since the last thing the caller did."""
        return [line.words for line in self._leg.heard]

    @property
    def leg(self) -> Leg:
        """The caller's leg, with its whole transcript in seconds."""
        return self._leg

    @property
    def prompt(self) -> Prompt:
        """What waits for the caller now."""
        if self._leg.prompt is None:
            raise CallFailure(f"Nobody listens: {self.why_ended or 'the call was not started'}.")
        return self._leg.prompt

    @property
    def documents(self) -> list[str]:
        """Every document that was played."""
        return self._leg.documents

    @property
    def errors(self) -> list[str]:
        """What Twilio's own log would hold: each request that failed."""
        return self._leg.errors

    def start(self) -> None:
        """Dials the number."""
        self._leg.go_to(f"{self._at}/{self.provider}/incoming")

    def say(self, text: str, confidence: float | None = None, *, then_press: str = "") -> None:
        """Speaks; what a Gather cuts off after a minute is said on into the next one that listens."""
        if self.prompt.verb.name == "Record":
            self._leave(self.line(text), then_press)
            return
        said = self.line(text)
        while said:
            result = gathered(self.prompt.verb, Speech(said, confidence, then_press))
            self._leg.hear(result)
            said = result.rest if self._leg.prompt and listens_to(self.prompt.verb, "speech") else ""

    def say_nothing_clear(self) -> None:
        """Makes a sound in which the recogniser hears no word."""
        self._leg.hear(gathered(self.prompt.verb, Speech("")))

    def press(self, keys: str, *, during: float | None = None, also_said: str = "") -> None:
        """Presses keys, after the prompt or `during` it (in seconds), perhaps while something was said."""
        if self.prompt.verb.name == "Record":
            self._leg.hear(Gathered(None, 0))
        else:
            self._leg.hear(gathered(self.prompt.verb, Keys(keys, also_said)), during=during)

    def silence(self, **sends: str) -> None:
        """Does nothing until the line goes on; blank fields may come with it, as `SpeechResult=""`."""
        if self.prompt.verb.name == "Record":
            self._leg.hear(Gathered(None, silence_ends(self.prompt.verb)))
        else:
            self._leg.hear(gathered(self.prompt.verb, Silence(sends)))

    def hang_up(self, *, saying: str = "") -> None:
        """Puts the phone down once the prompt is over, perhaps in the middle of saying something."""
        waiting = self._leg.prompt
        self.clock.passes(waiting.seconds if waiting else 0)
        if waiting and waiting.verb.name == "Record" and saying:
            self._leave(self.line(saying), "", hangs_up=True)
        self._leg.end(HUNG_UP)

    def duplicate_next(self) -> None:
        """The answer to the next request is lost, and it comes again; `answers` keeps both."""
        self.webhooks.next_fault = faults.storm(2, self.answers, at_once=False)

    def retry_storm(self, times: int) -> None:
        """The next request comes this often at once; `answers` keeps what each was answered."""
        self.webhooks.next_fault = faults.storm(times, self.answers)

    def late_next(self) -> None:
        """The next request is answered after Twilio has given up."""
        self.webhooks.next_fault = faults.late()

    def drop_during(self) -> None:
        """The caller hangs up while the next request is being answered."""
        self.webhooks.next_fault = faults.dropped(lambda: self._leg.end(HUNG_UP))

    def send_again(self, index: int = -1) -> str:
        """An earlier request comes once more, out of its time; what it is answered reaches nobody."""
        earlier = self.webhooks.sent[index]
        return self.webhooks.request(earlier.url, earlier.form, token="late").text

    def _dials(self, dial: Verb) -> Form:
        self.dialled.append(dialled(self._leg, dial, self.dial))
        return self.dialled[-1].sent()

    def _leave(self, words: str, key: str, *, hangs_up: bool = False) -> None:
        """Leaves a message in a Record: the action is told, then the recording's own callback."""
        record = self.prompt.verb
        ended_by = "hangup" if hangs_up else key if ends(record, key) else ""
        message = recorded(record, words, self.party, ended_by=ended_by)
        self.recordings.append(message)
        if hangs_up:
            self.clock.passes(message.took)
            self.party.status = "completed"
            self._tell(record.attributes.get("action", self._leg.url), message.sent(ended_by))
        else:
            self._leg.hear(Gathered(message.sent(ended_by), message.took))
        if callback := record.attributes.get("recordingStatusCallback"):
            self._tell(callback, message.completed())

    def stop_recording(self) -> None:
        """What the account asked for by REST: the recording of this call ends here."""
        for recording in self.whole[-1:]:
            recording.stopped = self.seconds if recording.stopped is None else recording.stopped

    def _records(self, start: Verb) -> None:
        """Begins to record the call; while it is recorded already, Twilio begins no other."""
        recording = begun(start, self.party, at=self.seconds)
        if recording is not None and not any(other.stopped is None for other in self.whole):
            self.whole.append(recording)

    def _over(self) -> None:
        """The call is over: its status is told, then each recording of it."""
        self._tell_status()
        for recording in self.whole:
            if recording.callback:
                self._tell(recording.callback, recording.completed(ended=self.seconds))

    def _tell_status(self) -> None:
        """The status callback at the end of the call; nobody hears what it is answered."""
        now = format_datetime(datetime.now(UTC))
        length = round(self.seconds)
        self._tell(
            f"{self._at}/status",
            {
                "CallDuration": str(length),
                "Duration": str(-(-length // 60)),
                "Timestamp": now,
                "SequenceNumber": "0",
                "CallbackSource": "call-progress-events",
            },
        )

    def _tell(self, url: str, form: Form) -> None:
        with suppress(WebhookFailed):
            self.webhooks.request(self.webhooks.resolve(url, within=self._leg.url), self.party.parameters() | form)
