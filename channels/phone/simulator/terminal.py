"""The caller's seat at a terminal: what is said is printed, what is typed is said, keys are pressed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from channels.phone.simulator.call import Call
from channels.phone.simulator.documents import CallFailure, Line
from channels.phone.simulator.garble import BadLine

HELP = """\
  words                 are said
  1  0  *  #  0770...   are pressed
  an empty line         is silence
  /press 12             presses keys, /say 12 says them
  /interrupt 1          presses it while the line still speaks
  /garble 0.3           makes the line bad: 0 is clear, 1 is as bad as it gets
  /who anonymous        rings again from another number (+447700900123), or a withheld one
  /raw                  shows the last document
  /hangup               hangs up"""
_KEYS = re.compile(r"[0-9*#]+")
_WIDTH = 88


@dataclass
class Terminal:
    """Holds one call at a time; `rings` makes a call from a number."""

    rings: Callable[[str], Call]
    write: Callable[[str], None]
    from_number: str
    line: BadLine = BadLine(0)

    def run(self, typed: Iterable[str]) -> int:
        """The exit code: 0 unless the line said what nobody should hear."""
        try:
            self._ring()
            for entry in typed:
                if self.call.ended:
                    break
                self._do(entry.strip())
            if not self.call.ended:
                self.call.hang_up()
        except CallFailure as failure:
            self.write(f"The call failed: {failure}")
            return 1
        self._say_end()
        return 1 if self.call.why_ended == "application error" else 0

    def _ring(self) -> None:
        self.call = self.rings(self.from_number)
        self.call.line = self.line
        self.write(f"Ringing from {self.from_number} ... (/help lists what you can do)")
        self.call.start()
        self._show()

    def _do(self, entry: str) -> None:
        command, _, rest = entry.partition(" ")
        if command.startswith("/"):
            self._command(command, rest.strip())
        elif not entry:
            self.call.silence()
            self._show()
        elif _KEYS.fullmatch(entry):
            self.call.press(entry)
            self._show()
        else:
            self._say(entry)

    def _command(self, command: str, rest: str) -> None:
        if command == "/press" and _KEYS.fullmatch(rest):
            self._do(rest)
        elif command == "/interrupt" and _KEYS.fullmatch(rest):
            self.call.press(rest, during=1.0)
            self._show()
        elif command == "/say" and rest:
            self._say(rest)
        elif command == "/garble" and re.fullmatch(r"0|1|[01]?\.\d+", rest):
            self.line = self.call.line = BadLine(min(float(rest), 1.0))
            self.write(f"The line is now garbled at {rest}.")
        elif command == "/who" and rest:
            self.call.hang_up()
            self.from_number = rest
            self._ring()
        elif command == "/raw":
            self.write(self.call.documents[-1])
        elif command == "/hangup":
            self.call.hang_up()
        else:
            self.write(HELP)

    def _say(self, words: str) -> None:
        heard = self.line(words)
        if heard != words:
            self.write(f"       (heard as: {heard})")
        self.call.say(words)
        self._show()

    def _show(self) -> None:
        for line in self.call.leg.heard:
            self.write(_shown(line))
        for transfer in self.call.dialled:
            self.write(f"       (rang {transfer.number}: {transfer.status})")
        self.call.dialled.clear()
        if not self.call.ended and self.call.prompt.verb.name == "Record":
            self.write("       (beep: what you type now is recorded)")

    def _say_end(self) -> None:
        for error in self.call.errors:
            self.write(error)
        if self.call.why_ended == "application error":
            self.write("Twilio would now say that an application error has occurred, and hang up.")
        minutes, seconds = divmod(round(self.call.seconds), 60)
        self.write(f"The call is over after {minutes}:{seconds:02d}: {self.call.why_ended}.")


def _shown(line: Line) -> str:
    minutes, seconds = divmod(int(line.at), 60)
    return textwrap.fill(line.words, _WIDTH, initial_indent=f"{minutes:02d}:{seconds:02d}  ", subsequent_indent=" " * 7)
