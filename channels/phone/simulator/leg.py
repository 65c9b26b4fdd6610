"""One leg of a call: fetches documents, plays them, and waits where somebody is listened to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree import ElementTree

from channels.phone.simulator.clock import VirtualClock
from channels.phone.simulator.documents import CallFailure, Line, Verb, cut_short, lines, parse, seconds
from channels.phone.simulator.gathering import Gathered
from channels.phone.simulator.parties import Party
from channels.phone.simulator.webhooks import NOT_XML, TOO_LATE, Form, WebhookFailed, Webhooks
from channels.phone.twiml_lint import problems

MOST_REDIRECTS = 50
_SPOKEN = {"Say", "Play", "Pause"}
_GAVE_UP_AFTER = 15.0  # seconds


class Lint(Protocol):
    """What judges every document."""

    def __call__(self, twiml: str, *, whisper: bool = ...) -> list[str]:
        """The sentences about what is wrong with it."""
        ...


@dataclass(frozen=True, slots=True)
class Prompt:
    """The Gather or Record that waits for the caller: what it says, how long that takes, and its attributes."""

    verb: Verb
    began: float

    @property
    def spoken(self) -> list[str]:
        """What it says."""
        return [line.words for line in lines(self.verb.children, start=0)]

    @property
    def profile(self) -> dict[str, str]:
        """Its attributes: timeouts, model, hints and the rest."""
        return dict(self.verb.attributes)

    @property
    def seconds(self) -> float:
        """How long it speaks."""
        return sum(seconds(child) for child in self.verb.children)


@dataclass
class Leg:
    """Plays from the first document on; whoever sits at this end answers through `hear`."""

    webhooks: Webhooks
    party: Party
    clock: VirtualClock
    fallback_url: str = ""
    whisper: bool = False
    lint: Lint = problems
    dial: Callable[[Verb], Form] | None = None
    starts: Callable[[Verb], None] | None = None
    at_end: Callable[[], None] = lambda: None
    documents: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    transcript: list[Line] = field(default_factory=list)
    prompt: Prompt | None = None
    why_ended: str = ""
    url: str = ""
    heard_from: int = 0
    _then: tuple[Verb, ...] = ()
    _redirects: int = 0

    @property
    def heard(self) -> list[Line]:
        """What was spoken since whoever sits here last did something."""
        return self.transcript[self.heard_from :]

    def go_to(self, url: str, given: Form | None = None) -> None:
        """Fetches a document and plays it until somebody is listened to, or the leg ends."""
        self.prompt = None
        self._play(self._fetch(url, given or {}))

    def hear(self, result: Gathered, *, during: float | None = None) -> None:
        """What the Gather made of the last action; `during` is when, from the start of its prompt, it was cut short."""
        assert self.prompt is not None
        prompt, self.prompt, self._redirects = self.prompt, None, 0
        listened = prompt.seconds if during is None else min(during, prompt.seconds)
        if during is not None:
            self.transcript = cut_short(self.transcript, at=prompt.began + listened)
        self.heard_from = len(self.transcript)
        self.clock.passes(listened + result.seconds)
        if result.sent is None:
            self._play(self._then)
        else:
            self.go_to(prompt.verb.attributes.get("action", self.url), result.sent)

    def end(self, why: str) -> None:
        """The leg is over."""
        if not self.why_ended:
            self.prompt, self.why_ended = None, why
            self.party.status = "completed"
            self.at_end()

    def _play(self, verbs: Sequence[Verb]) -> None:
        left = deque(verbs)
        while left and not self.why_ended:
            verb = left.popleft()
            if verb.name in _SPOKEN:
                self._speak(verb)
            elif verb.name in {"Gather", "Record"}:
                self._listen(verb, tuple(left))
                return
            elif verb.name == "Redirect":
                left = deque(self._redirect(verb))
            elif verb.name == "Dial" and self.dial:
                given = self.dial(verb)
                left = left if self.why_ended else deque(self._fetch(verb.attributes.get("action", self.url), given))
            elif verb.name == "Start" and self.starts:
                self.starts(verb)
            elif verb.name in {"Hangup", "Leave"}:
                self.end("hung up")
            else:
                raise CallFailure(f"The player does not play {verb.name}.")
        self.end("the document ended")

    def _speak(self, verb: Verb) -> None:
        self.transcript += lines([verb], start=self.clock.seconds)
        if verb.name == "Pause":
            self.clock.pauses(seconds(verb))
        else:
            self.clock.passes(seconds(verb))

    def _listen(self, verb: Verb, then: tuple[Verb, ...]) -> None:
        self.prompt, self._then = Prompt(verb, self.clock.seconds), then
        self.transcript += lines(verb.children, start=self.clock.seconds)

    def _redirect(self, verb: Verb) -> tuple[Verb, ...]:
        self._redirects += 1
        if self._redirects > MOST_REDIRECTS:
            last = "\n".join(self.documents[-MOST_REDIRECTS:])
            raise CallFailure(f"{MOST_REDIRECTS} redirects and the caller was never listened to:\n{last}")
        return self._fetch(verb.text, {})

    def _fetch(self, url: str, given: Form) -> tuple[Verb, ...]:
        """The verbs at an address, or those of the fallback, or none when there is no help."""
        address = self.webhooks.resolve(url, within=self.url)
        form = self.party.parameters()
        try:
            return self._document(address, form, given)
        except WebhookFailed as failed:
            self.errors.append(str(failed))
            self.clock.passes(_GAVE_UP_AFTER if failed.code == TOO_LATE else 0)
            error = {"ErrorCode": str(failed.code), "ErrorUrl": failed.url}
        return self._fall_back(form | given | error)

    def _fall_back(self, form: Form) -> tuple[Verb, ...]:
        if self.fallback_url and not self.why_ended:
            try:
                return self._document(self.fallback_url, form, {})
            except WebhookFailed as failed:
                self.errors.append(str(failed))
        self.end("application error")
        return ()

    def _document(self, url: str, form: Form, given: Form) -> tuple[Verb, ...]:
        twiml = self.webhooks.fetch(url, form, given).text
        if found := self.lint(twiml, whisper=self.whisper):
            raise CallFailure("\n".join([f"{url} answered with what nobody should hear:", *found, twiml]))
        if self.why_ended:
            return ()
        self.documents.append(twiml)
        if self.party.status == "ringing":
            self.party.status = "in-progress"
        try:
            verbs = parse(twiml)
        except ElementTree.ParseError as error:
            raise WebhookFailed(NOT_XML, url, "answered with what is not XML") from error
        self.url = url
        return verbs
