"""One caller's whole call, held as a real caller would: by what the line says, without looking behind it.

The one thing taken from behind the line is the key of the open question, to find the caller's answer to it in their
file. What is not understood is said again, slowly and in other words; then the key is pressed that the line has named,
then the question is skipped, and at last 0 is pressed for a person. A point that was heard wrongly is told again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from backend.wording import Wording
from channels.phone.simulator.call import HUNG_UP, Call
from channels.phone.simulator.documents import CallFailure
from tests.audio_calls.caller import Answer, Caller
from tests.audio_calls.exchange import Exchange, Line
from tests.audio_calls.habits import A_PERSON_RINGS, CHANGES, HABITS, SKIPS, words_for
from tests.audio_calls.menu import Key, key_for, named_keys
from tests.audio_calls.retelling import is_own, read_back_in, to_say_again

MOST_EXCHANGES = 60
MOST_TRIES = 5  # of one question
_IN_WORDS = 2  # tries; then keys
_AT_ALL = 3  # tries of an answer; then the question is skipped, and then a person asked for
_MOST_PAGES = 5
_MOST_CHANGES = 2  # of one point
_POINT = re.compile(r"Point (\d+) of \d+")
_A_PERSON = re.compile(r"\b(call from a person|asking for a person|person will still ring)\b", re.IGNORECASE)
_WAYS_OUT = ("skip", "leave_it", "none_of_these", "not_now")
_TELLING = frozenset({"tell", "tell_more"})


@dataclass
class Player:
    """Holds the call; `asked` gives the key of the question that is open now."""

    caller: Caller
    call: Call
    line: Line
    wording: Wording
    asked: Callable[[], str | None]
    exchanges: list[Exchange] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)  # questions whose answer could not be got across
    dead_end: str = ""
    _question: str = ""
    _tries: Counter[str] = field(default_factory=Counter)
    _pages: int = 0
    _told: int = 0  # parts of the story
    _read_back: str = ""
    _point: str = ""  # the number of the one that was read back last
    _changes: Counter[str] = field(default_factory=Counter)
    _keys: list[Key] = field(default_factory=list)
    _person_asked: int = 0
    _person_heard: bool = False

    def hold(self) -> None:
        """The whole call, up to its end or to a dead end."""
        try:
            self.call.start()
            while not self._is_over():
                self._act()
        except CallFailure as failure:
            self.dead_end = f"what nobody should hear: {failure}"
        if not self.call.ended:
            self.call.hang_up()

    # What they hear

    def _is_over(self) -> bool:
        """Listens; whether there is nothing more to do."""
        heard = " ".join(self.call.heard)
        asked = self.asked() or ""
        if key_for(named_keys(heard), "carry_on", "", self.wording):
            asked = A_PERSON_RINGS
        before = self.exchanges[-1].heard if self.exchanges else ""
        self.exchanges.append(Exchange(heard, asked))
        self._notice(heard, asked)
        self.dead_end = self._dead_end(heard, before)
        return bool(self.dead_end) or self.call.ended or self._is_content(heard, asked)

    def _notice(self, heard: str, asked: str) -> None:
        """Which question this is, and which keys were named for it."""
        point = _POINT.search(heard)
        self._point, self._read_back = (point[1], read_back_in(heard)) if point else (self._point, self._read_back)
        question = f"{asked}/{self._place(asked)}"
        if question != self._question:
            self._question, self._pages, self._keys = question, 0, []
        self._keys = named_keys(heard) or self._keys
        self._person_heard = self._person_heard or bool(_A_PERSON.search(heard))

    def _place(self, asked: str) -> str:
        """What tells two questions of one kind apart: the part of the story, or the point and how often it changed."""
        if asked in _TELLING:
            return str(self._told)
        return f"{self._point}, {self._changes[self._point]}" if asked == "point" else ""

    def _dead_end(self, heard: str, before: str) -> str:
        if self.call.why_ended == "application error":
            return "an application error"
        if self.call.ended and self.call.why_ended != HUNG_UP and "saved" not in heard:
            return "the line hung up without a word about what is saved"
        if not heard:
            return "silence"
        if heard == before:
            return "the same words twice"
        if self._tries[self._question] > MOST_TRIES:
            return f"one question was asked more than {MOST_TRIES} times"
        return f"more than {MOST_EXCHANGES} exchanges" if len(self.exchanges) > MOST_EXCHANGES else ""

    def _is_content(self, heard: str, asked: str) -> bool:
        """Whether nothing is asked any more: then people say goodbye."""
        return not asked and not self._is_to_wait(heard) and not self._hears_tone()

    def _hears_tone(self) -> bool:
        return not self.call.ended and self.call.prompt.verb.name == "Record"

    @staticmethod
    def _is_to_wait(heard: str) -> bool:
        return "stay on the line" in heard.lower()

    # What they do

    def _act(self) -> None:
        heard, asked = self.exchanges[-1].heard, self.exchanges[-1].asked
        part = self._part(asked)
        if self._hears_tone():
            self._record()
        elif self._is_to_wait(heard) and not asked:
            self._do("waited", self.call.silence)
        elif self.caller.person_first and not self._person_heard:
            self._ask_for_person()
        elif part is not None:
            self._tell(part, again=asked == "tell" and self._told > 0)
        else:
            self._answer(self._answer_to(asked))

    def _answer_to(self, asked: str) -> Answer:
        if asked == "point" and self._changes[self._point] < _MOST_CHANGES and not self._is_own():
            return CHANGES
        if asked in {"change_point", "heard_wrong"}:
            self._changes[self._point] += 1
        if asked == "change_point":
            return Answer(to_say_again(self.caller.story, self._read_back))
        return self.caller.answers.get(asked) or HABITS.get(asked, SKIPS)

    def _is_own(self) -> bool:
        return is_own(self.caller.story, self._read_back)

    def _record(self) -> None:
        """Speaks after the tone; a person listens to that, and no recogniser."""
        words = to_say_again(self.caller.story, self._read_back)
        self._do(f'recorded "{words}"', lambda: self.call.say(words, then_press="#"))

    def _ask_for_person(self) -> None:
        self._person_asked += 1
        if self._person_asked > _IN_WORDS:
            self._press("0")
        else:
            self._say(self.caller.person_first, slowly=self._person_asked > 1)

    def _part(self, asked: str) -> str | None:
        """What there is still to tell; the first part again while nobody has said that they have it."""
        if asked == "tell":
            return self.caller.story[0]
        return self.caller.story[self._told] if asked == "tell_more" and self._told < len(self.caller.story) else None

    def _tell(self, part: str, *, again: bool) -> None:
        if again:
            self._tries[self._question] += 1
        else:
            self._told += 1
        self._say(part, slowly=again)

    def _answer(self, answer: Answer) -> None:
        tries = self._tries[self._question]
        self._tries[self._question] += 1
        if tries > _AT_ALL:
            self._press("0")
        elif tries == _AT_ALL or (answer.words and tries == _IN_WORDS):
            self._give_up()
        elif answer.keys:
            self._press(answer.keys)
        elif answer.words:
            self._say(answer.words, slowly=tries > 0 or self.exchanges[-1].asked == "change_point")
        else:
            self._choose(answer, tries)

    def _give_up(self) -> None:
        """Skips the question, by the key that the line has named for it."""
        self.given_up.append(self.exchanges[-1].asked)
        way_out = next(filter(None, map(self._key, _WAYS_OUT)), None)
        self._press(way_out.key if way_out else "0")

    def _choose(self, answer: Answer, tries: int) -> None:
        meaning, key = answer.choose, self._key(answer.choose, answer.about)
        if key is None and self._pages < _MOST_PAGES and (more := self._key("more")):
            self._pages, self._tries[self._question] = self._pages + 1, tries
            meaning, key = "more", more
        if key is not None and (not self.caller.speaks or tries >= _IN_WORDS):
            self._press(key.key)
        else:
            self._say(words_for(meaning, key.label if key else meaning, tries), slowly=tries > 0)

    def _key(self, meaning: str, about: str = "") -> Key | None:
        return key_for(self._keys, meaning, about, self.wording)

    def _say(self, words: str, *, slowly: bool) -> None:
        self.line.slowly = slowly
        arrived = self.line(words)
        heard = (lambda: self.call.say(arrived)) if arrived else self.call.say_nothing_clear
        self._do(f'said{" slowly" if slowly else ""} "{words}"', heard, arrived)

    def _press(self, keys: str) -> None:
        self._do(f"pressed {keys}", lambda: self.call.press(keys))

    def _do(self, what: str, doing: Callable[[], None], arrived: str = "") -> None:
        self.exchanges[-1] = replace(self.exchanges[-1], did=what, arrived=arrived)
        doing()
