"""Whatever a caller does, in whatever state the call is, they hear something that leads on, and nothing they said is
lost or doubled. Every document is judged by the lint as it is played."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.actor import Actor
from backend.errors import HeardError
from backend.mail import Mail
from backend.services.calls import conversation_of
from backend.services.takeover import hand_back, reply, take_over
from backend.store.database import Database
from backend.store.tables import Message
from backend.worker import work_once
from channels.phone.simulator.call import HUNG_UP, Call
from channels.phone.simulator.dialling import NOBODY, Answerer
from tests.builders import a_staff, stored_conversation
from tests.channels.phone.calling import rows
from tests.channels.phone.on_the_line import UNDERSTANDS, PhoneLine, a_line

STORY = (
    "The bill for my scan was forty pounds too high.",
    "Nobody rang me back about it.",
    "The nurse was rude to my mother.",
    "I want to kill myself",
    "The man in the green coat said so.",
)
TO_THE_LINE = (
    *(
        "can I speak so personally",
        "hello this is text relay go ahead",
        "say that again",
        "too fast",
        "um",
        "press two",
    ),
    *("that's everything", "oh seven seven double oh nine hundred one two three", "the third of November", "one"),
)
_LAST_WORDS = 8  # lines
NOTHING_CLEAR = ("silence", "noise")
KEYS = (*"0123456789*#", "0311#", "07700900123#", "4521#", "99")
FAULTS = ("", "", "", "duplicate", "late", "storm")
THEIRS = ("noise", "late post", "worker", "staff join", "staff write", "hand back")


@dataclass(frozen=True)
class Deed:
    """One thing a caller, or somebody else, does, and what goes wrong with the request it makes."""

    does: str
    with_what: str = ""
    fault: str = ""


deeds = st.one_of(
    st.builds(Deed, st.just("say"), st.sampled_from([*STORY, *UNDERSTANDS, *TO_THE_LINE]), st.sampled_from(FAULTS)),
    st.builds(Deed, st.just("press"), st.sampled_from(KEYS), st.sampled_from(FAULTS)),
    st.builds(Deed, st.just("silence"), st.just(""), st.sampled_from(FAULTS)),
    st.builds(Deed, st.sampled_from(THEIRS)),
)
answerers = st.sampled_from([NOBODY, Answerer("answers", keys="1"), Answerer("answers"), Answerer("busy")])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(deeds, max_size=25), answerer=answerers)
def test_no_walk_ends_in_silence_or_loses_a_word(
    walk: list[Deed], answerer: Answerer, sqlite_database: Database
) -> None:
    with a_line(sqlite_database) as line:
        seat = Seat(
            line, line.ring(dial=lambda number: answerer), a_staff(line.context, email=f"{uuid.uuid4()}@a.test")
        )
        for deed in walk:
            if seat.call.ended:
                break
            seat.do(deed)
            seat.must_be_led_on()
        if not seat.call.ended:
            seat.call.hang_up()
        seat.must_have_kept_every_word()


@dataclass
class Seat:
    """The caller, and a member of staff at the console."""

    line: PhoneLine
    call: Call
    staff: Actor

    def __post_init__(self) -> None:
        self.told: Counter[str] = Counter()
        self.conversation = conversation_of(self.line.context, self.call.call_sid)
        self.relay = False

    def do(self, deed: Deed) -> None:
        """One deed."""
        before = " ".join(self.call.heard)
        self._goes_wrong(deed.fault)
        self.relay = self.relay or "relay" in deed.with_what or deed.with_what == "3"
        if deed.does == "say":
            if self.call.prompt.verb.name == "Gather":
                self.told[deed.with_what] += 1
            self.call.say(deed.with_what)
        elif deed.does == "press":
            self.call.press(deed.with_what)
        else:
            self._others()[deed.does]()
        if deed.does in NOTHING_CLEAR and not self.relay:
            assert not self.call.heard or " ".join(self.call.heard) != before, "The same words twice in a row."

    def _goes_wrong(self, fault: str) -> None:
        if fault == "duplicate":
            self.call.duplicate_next()
        elif fault == "late":
            self.call.late_next()
        elif fault == "storm":
            self.call.retry_storm(3)

    def _others(self) -> dict[str, Callable[[], object]]:
        context = self.line.context
        version = stored_conversation(context, self.conversation).owner_version
        where = {"conversation_id": self.conversation, "expected_version": version}
        return {
            "silence": self.call.silence,
            "noise": self.call.say_nothing_clear,
            "late post": self.call.send_again,
            "worker": lambda: work_once(context, Mail(None)),
            "staff join": lambda: self._if_allowed(lambda: take_over(context, self.staff, **where)),
            "hand back": lambda: self._if_allowed(lambda: hand_back(context, self.staff, reason="done", **where)),
            "staff write": lambda: self._if_allowed(
                lambda: reply(context, self.staff, self.conversation, text="I am here.", client_id=str(uuid.uuid4()))
            ),
        }

    def _if_allowed(self, act: Callable[[], object]) -> None:
        with suppress(HeardError):
            act()

    def must_be_led_on(self) -> None:
        """Somebody listens, or the call ended with last words that say how to come back."""
        if self.call.ended:
            assert self.call.why_ended in {"hung up", HUNG_UP}, self.call.why_ended
            last = " ".join(line.words for line in self.call.leg.transcript[-_LAST_WORDS:])
            assert re.search("ring (?:this number )?again", last), last

    def must_have_kept_every_word(self) -> None:
        """Each sentence of a story is in the conversation as often as it was said."""
        stored = rows(
            self.line.context, Message, Message.conversation_id == self.conversation, Message.sender == "customer"
        )
        whole = " ".join(message.text for message in stored)
        kept = {sentence: whole.count(sentence) for sentence in STORY}
        assert kept == {sentence: self.told[sentence] for sentence in STORY}
