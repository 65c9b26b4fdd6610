"""The figures of a run, voice by voice, and whether they are good enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from channels.phone.simulator.audio.word_errors import word_error_rate
from tests.audio_calls.exchange import Exchange

# The share of calls that must be complete: a good line, an average one. The third voice is hard to hear for anybody;
# there a call may fail, and must not leave the caller with nothing to do.
LEAST_COMPLETED = {"flite rms": 0.90, "flite slt": 0.75}
NO_DEAD_END = frozenset({"espeak-ng en-gb"})
_HEAD = ("voice", "calls", "completed", "word errors", "exchanges per call", "dead ends")


@dataclass(frozen=True, slots=True)
class Held:
    """One call: who held it, what is missing from its outcome, the dead end it came to, if any, and the questions
    whose answers could not be got across and were skipped."""

    caller: str
    exchanges: tuple[Exchange, ...]
    missing: tuple[str, ...]
    dead_end: str
    given_up: tuple[str, ...] = ()

    @property
    def completed(self) -> bool:
        """Whether the caller got what they rang for."""
        return not (self.missing or self.dead_end)


@dataclass(frozen=True, slots=True)
class Row:
    """A voice's calls, with all that it said and what arrived of it."""

    voice: str
    calls: tuple[Held, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def completed(self) -> int:
        """How many calls were complete."""
        return sum(call.completed for call in self.calls)

    @property
    def dead_ends(self) -> int:
        """How many came to a dead end."""
        return sum(bool(call.dead_end) for call in self.calls)


def table(rows: Iterable[Row]) -> str:
    """The figures, a line for each voice."""
    lines = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    return "\n".join(" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    calls = len(row.calls)
    exchanges = sum(len(call.exchanges) for call in row.calls) / calls
    completed = f"{row.completed} ({row.completed / calls:.0%})"
    errors = f"{word_error_rate(row.pairs):.1%}"
    return (row.voice, str(calls), completed, errors, f"{exchanges:.1f}", str(row.dead_ends))


def failures(row: Row) -> list[str]:
    """Each call that was not complete, with why and how it ended."""
    return [_failure(row.voice, call) for call in row.calls if not call.completed]


def _failure(voice: str, call: Held) -> str:
    why = "; ".join([*([f"dead end: {call.dead_end}"] if call.dead_end else []), *call.missing])
    return f"{voice}, {call.caller}: {why}\n{call.exchanges[-1] if call.exchanges else '  nothing was heard'}"


def answers_given_up(row: Row) -> str:
    """The questions whose answers were not understood, with how often; they do not count against a call."""
    counted = Counter(key for call in row.calls for key in call.given_up)
    listed = ", ".join(f"{key} {times}" for key, times in counted.most_common())
    return f"{row.voice}: answers given up: {listed or 'none'}"


def missed(rows: Sequence[Row]) -> list[str]:
    """The targets that were not reached, in words."""
    found = []
    for row in rows:
        least = LEAST_COMPLETED.get(row.voice, 0.0)
        if row.completed < least * len(row.calls):
            found.append(f"{row.voice}: {row.completed} of {len(row.calls)} calls were complete; {least:.0%} must be.")
        if row.voice in NO_DEAD_END and row.dead_ends:
            found.append(f"{row.voice}: {row.dead_ends} calls came to a dead end; none may.")
    return found
