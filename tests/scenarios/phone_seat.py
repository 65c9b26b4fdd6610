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
from channels.phone.simulator.call import HUNG_UP, Call
from channels.phone.simulator.webhooks import TOO_LATE
from channels.phone.speech import pieces, spoken
from channels.phone.twiml_lint import problems
from tests.scenarios.phone_line import PhoneLine
from tests.stack import Stack

_OPTION = re.compile(r"([^.?!]*?),? press ([0-9*#])(?:, then hash)?\.", re.IGNORECASE)
_DIGITS = re.compile(r"[\d ]+")
_MOST_PAGES = 5
_MOST_SILENCES = 60
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
    line: PhoneLine = field(default_factory=PhoneLine)
    calls: list[Call] = field(default_factory=list)  # all that this person made
    conversations: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    began: float = 0.0
    mark: int = 0  # lines that were heard before the last thing done

    def open(self, from_number: str | None = None) -> None:
        """Rings the provider."""
        self.call = self.line.call(self.stack, self.provider, from_number)
        self.calls.append(self.call)
        self.heard, self.needs_asked = [], False
        self.begin()
        self._does(f"(rings from {self.call.from_number})")
        self.call.start()
        with self.stack.context.database.read() as session:
            self.conversation = session.get_one(CallRow, self.call.call_sid).conversation_id
        self.conversations.append(self.conversation)
        self._took()

    def begin(self) -> None:
        """A new step: what was heard and how long it took are counted from here."""
        self.began = self.call.seconds
        self.last = {"messages": [], "spoken": [], "rounds": []}

    def say(self, text: str) -> None:
        """Says it; a number alone is keyed where keys are taken, as people do."""
        text = self._with_reference(text)
        if _DIGITS.fullmatch(text) and "numDigits" not in self.call.prompt.profile:
            self.press(text.replace(" ", "") + "#")
            return
        self.speak(text)

    def speak(self, text: str) -> None:
        """Says it aloud, numbers too."""
        said = self.call.line(" ".join(self._with_reference(text).split()))
        self._does(f"says: {said}")
        self.call.say(" ".join(self._with_reference(text).split()))
        self._took()

    def press(self, keys: str, during: float | None = None) -> None:
        """Presses keys."""
        keys = self._with_reference(keys)
        self._does(f"presses {keys}")
        self.call.press(keys, during=during)
        self._took()

    def silence(self, rounds: int | str) -> None:
        """Does nothing, so many times or `until_end`; nothing is then said twice in the same words."""
        for _ in range(_MOST_SILENCES if rounds == "until_end" else int(rounds)):
            if self.call.ended:
                break
            self._does("is silent")
            self.call.silence()
            self._took()
        assert rounds != "until_end" or self.call.ended, "The call never ended."

    def noise(self) -> None:
        """Makes a sound that is no word."""
        self._does("makes a sound")
        self.call.say_nothing_clear()
        self._took()

    def choose(self, meaning: str, about: str | None = None) -> None:
        """Presses the key that the line gives for this meaning; points are agreed to one after the other, but for
        one that is named."""
        point_by_point = meaning == "agree" and about is None and self._question() == "point"
        self._choose(meaning, about)
        while point_by_point and self._question() == "point":
            self._choose(meaning, about)

    def _choose(self, meaning: str, about: str | None) -> None:
        for _ in range(_MOST_PAGES):
            offered = self.offered()
            key = self._key(offered, meaning, about)
            if key is not None:
                self.press(key)
                return
            more = self._key(offered, "more", None)
            assert more, f"{meaning} has no key among {offered}"
            self._does(f"presses {more}")
            self.call.press(more)
        raise AssertionError(f"{meaning} is on no page.")

    def ask_for_person(self) -> None:
        """Presses 0."""
        self.press("0")

    def look(self) -> None:
        """Stays on the line in silence while somebody else is to speak."""
        if self.call.ended:
            return
        with self.stack.context.database.read() as session:
            owner = session.get_one(Conversation, self.conversation).owner
            newest = session.scalar(
                select(func.max(Message.seq)).where(
                    Message.conversation_id == self.conversation, Message.sender != "customer"
                )
            )
        if owner != "bot" or (newest or 0) > self._last_seq():
            self._does("is silent")
            self.call.silence()
        self._took()

    def settle(self) -> None:
        """Needs nothing, which the telephone asks early and a page late."""
        if self._question() == "fact.needs" and not self.needs_asked and not self.call.ended:
            self.needs_asked = True
            self.choose("none_needed")

    def named(self, question: str) -> str:
        """Points are read back one at a time."""
        return "point" if question == "points" else question

    def come_back(self) -> PhoneSeat:
        """Hangs up and is somebody who rings again, with what they still know."""
        self.leave()
        return self

    def leave(self, saying: str = "") -> None:
        """Hangs up."""
        if not self.call.ended:
            self._does("hangs up")
            self.call.hang_up(saying=saying)
            self.last["spoken"] = self.last["spoken"] or ["(the line is dead)"]

    @property
    def seconds(self) -> float:
        """How long this step has taken."""
        return self.call.seconds - self.began

    @property
    def transcript(self) -> str:
        """Everything the caller did and heard, for whoever reads a failure."""
        return "\n".join(self.log)

    def state(self) -> dict[str, Any]:
        """How far the call has got, as the line keeps it."""
        with self.stack.context.database.read() as session:
            return {"pace": "normal"} | dict(session.get_one(CallRow, self.call.call_sid).state)

    def offered(self) -> dict[str, str]:
        """Each key that was named since the last thing done, with the words before it."""
        return {key: words.strip() for words, key in _OPTION.findall(" ".join(self.call.heard))}

    def _with_reference(self, text: str) -> str:
        return text.replace("{reference}", self.reference).replace("{digits}", self.reference[1:])

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

    def _does(self, what: str) -> None:
        """One thing the caller does, on a line where something may go wrong with it."""
        self.log.append(f"{self.call.seconds:7.1f}  CALLER {what}")
        self.mark = len(self.call.leg.transcript)
        self.line.before_request(self.call)

    def _took(self) -> None:
        """What was stored as said since; all of it must have been spoken, to a caller who was there to hear it."""
        call = self.call
        new = call.leg.transcript[min(self.mark, call.leg.heard_from) :]
        self.log += [f"{line.at:7.1f}    {line.words}" for line in new]
        aloud = [line.words for line in new]
        late = [error for error in call.errors if error.startswith(f"Error {TOO_LATE}")]
        assert call.errors == late, call.errors
        for answers in call.answers:
            assert len(set(answers)) == 1, "The same request was answered in different ways."
            assert not problems(answers[0]), problems(answers[0])
        with self.stack.context.database.read() as session:
            said = [m for m in messages_after(session, self.conversation, self._last_seq()) if m.sender != "customer"]
            messages = [{"seq": m.seq, "sender": m.sender, "text": m.text} for m in said]
            conversation = session.get_one(Conversation, self.conversation)
            if conversation.case_id is not None:
                self.reference = session.get_one(Case, conversation.case_id).reference
        self.last["messages"] += messages
        self.last["spoken"] += aloud
        self.last["rounds"].append(" ".join(aloud))
        self.heard += messages
        recording = not call.ended and call.prompt.verb.name == "Record"
        if not recording and call.why_ended != HUNG_UP:  # what follows a recording is said after it
            self._must_have_spoken(messages, " ".join(aloud))

    def _must_have_spoken(self, messages: list[dict[str, Any]], aloud: str) -> None:
        for message in messages:
            missing = [piece for piece in pieces(spoken(message["text"][:_LONGEST_HEARD])) if piece not in aloud]
            assert not missing, f"Stored as said, but not spoken: {missing}; spoken was: {aloud}"
