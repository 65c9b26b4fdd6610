"""A complainant's seat at the telephone: what is said is heard, what is chosen is keyed as the options say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from backend.services.turns import question_key
from backend.store.queries import messages_after
from backend.store.tables import Call as CallRow
from backend.store.tables import Case, Conversation, Message
from channels.phone.simulator.call import Call
from channels.phone.simulator.clock import VirtualClock
from channels.phone.speech import pieces, spoken
from tests.stack import TWILIO_AUTH_TOKEN, Stack

_OPTION = re.compile(r"([^.?!]*?),? press ([0-9*#])\.", re.IGNORECASE)
_DIGITS = re.compile(r"[\d ]+")
_MOST_PAGES = 5
_LONGEST_HEARD = 2_000  # characters of one message that are read aloud


@dataclass
class PhoneSeat:
    """Speaks and keys as a caller does; knows of the store only its conversation and what was stored as said."""

    stack: Stack
    provider: str
    reference: str = ""
    conversation: str = ""
    last: dict[str, Any] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)
    needs_asked: bool = False

    def open(self) -> None:
        """Rings the provider."""
        clock = VirtualClock(advance=lambda seconds: self.stack.clock.pass_time(seconds=seconds))
        public = self.stack.context.public_url
        self.call = Call(self.stack.url, self.provider, TWILIO_AUTH_TOKEN, public, clock=clock)
        self.call.start()
        with self.stack.context.database.read() as session:
            self.conversation = session.get_one(CallRow, self.call.call_sid).conversation_id
        self._took()

    def say(self, text: str) -> None:
        """Says it; a number alone is keyed where keys are taken, as people do."""
        if _DIGITS.fullmatch(text) and "numDigits" not in self.call.prompt.profile:
            self.call.press(text.replace(" ", "") + "#")
        else:
            self.call.say(" ".join(text.split()))
        self._took()

    def choose(self, meaning: str, about: str | None = None) -> None:
        """Presses the key that the line gives for this meaning; points are agreed to one after the other, but for
        one that is named."""
        point_by_point = meaning == "agree" and about is None and self._question() == "point"
        self._choose(meaning, about)
        said = self.last["messages"]
        while point_by_point and self._question() == "point":
            self._choose(meaning, about)
            said = said + self.last["messages"]
        self.last["messages"] = said

    def _choose(self, meaning: str, about: str | None) -> None:
        for _ in range(_MOST_PAGES):
            offered = self.offered()
            key = self._key(offered, meaning, about)
            if key is not None:
                self.call.press(key)
                self._took()
                return
            more = self._key(offered, "more", None)
            assert more, f"{meaning} has no key among {offered}"
            self.call.press(more)
        raise AssertionError(f"{meaning} is on no page.")

    def ask_for_person(self) -> None:
        """Presses 0."""
        self.call.press("0")
        self._took()

    def look(self) -> None:
        """Stays on the line in silence while somebody else is to speak."""
        with self.stack.context.database.read() as session:
            owner = session.get_one(Conversation, self.conversation).owner
            newest = session.scalar(
                select(func.max(Message.seq)).where(
                    Message.conversation_id == self.conversation, Message.sender != "customer"
                )
            )
        if owner != "bot" or (newest or 0) > self._last_seq():
            self.call.silence()
        self._took()

    def settle(self) -> None:
        """Needs nothing, which the telephone asks early and a page late."""
        before = self.last["messages"]
        if self._question() == "fact.needs" and not self.needs_asked:
            self.needs_asked = True
            self.choose("none_needed")
            self.last["messages"] = before + self.last["messages"]

    def named(self, question: str) -> str:
        """Points are read back one at a time."""
        return "point" if question == "points" else question

    def come_back(self) -> PhoneSeat:
        """Hangs up and is somebody who rings again, with what they still know."""
        self.leave()
        return PhoneSeat(self.stack, self.provider, self.reference)

    def leave(self) -> None:
        """Hangs up."""
        if not self.call.ended:
            self.call.hang_up()

    def offered(self) -> dict[str, str]:
        """Each key that was named since the last thing done, with the words before it."""
        return {key: words.strip() for words, key in _OPTION.findall(" ".join(self.call.heard))}

    def _question(self) -> str | None:
        return question_key(self.stack.context, self.conversation)

    def _key(self, offered: dict[str, str], meaning: str, about: str | None) -> str | None:
        if meaning == "person":
            return "0"
        fitting = [key for key, words in offered.items() if self._means(words, meaning, about)]
        return fitting[-1] if fitting else None

    def _means(self, words: str, meaning: str, about: str | None) -> bool:
        wording, own = self.stack.context.wording, f"phone.option_{meaning}"
        if wording.has("en", own):
            return wording.say("en", own, digit="1").startswith(words + ",")
        if about is not None and about.lower() in re.findall(r"\w+", words.lower()):
            return True
        label = (
            wording.say("en", f"choices.{meaning}", about=about or "")
            if wording.has("en", f"choices.{meaning}")
            else ""
        )
        return bool(label) and label.lower() in words.lower()

    def _last_seq(self) -> int:
        return int(self.heard[-1]["seq"]) if self.heard else 0

    def _took(self) -> None:
        """What was stored as said since; all of it must have been spoken."""
        assert not self.call.errors, self.call.errors
        with self.stack.context.database.read() as session:
            new = [m for m in messages_after(session, self.conversation, self._last_seq()) if m.sender != "customer"]
            messages = [{"seq": m.seq, "sender": m.sender, "text": m.text} for m in new]
            conversation = session.get_one(Conversation, self.conversation)
            if conversation.case_id is not None:
                self.reference = session.get_one(Case, conversation.case_id).reference
        self.last = {"messages": messages, "spoken": self.call.heard}
        self.heard += messages
        recording = not self.call.ended and self.call.prompt.verb.name == "Record"
        if not recording:  # what follows a recording is said after it
            self._must_have_spoken(messages)

    def _must_have_spoken(self, messages: list[dict[str, Any]]) -> None:
        aloud = " ".join(self.call.heard)
        for message in messages:
            missing = [piece for piece in pieces(spoken(message["text"][:_LONGEST_HEARD])) if piece not in aloud]
            assert not missing, f"Stored as said, but not spoken: {missing}; spoken was: {aloud}"
