"""`make call-audio`: whole calls with real voices, through the telephone's band and a recogniser, and their figures.

Every caller under `callers/` rings with every voice; what arrived of each utterance is kept, so that a second run takes
a few minutes. It needs nothing that runs already, and reaches nobody outside this machine.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from backend.development import ROOT, say
from channels.phone.simulator.audio.ear import Ear
from channels.phone.simulator.audio.kept import Kept
from channels.phone.simulator.audio.recogniser import Recogniser
from tests.audio_calls.caller import Caller, read_callers
from tests.audio_calls.held import hold
from tests.audio_calls.needed import chosen_voices, install_recogniser, what_is_missing
from tests.audio_calls.table import Held, Row, answers_given_up, failures, missed, table
from tests.stack import Stack, running_stack

KEPT = Kept(ROOT / "tests" / "output" / "recognised")


def main() -> int:
    """The exit code: 0 when every target was reached."""
    options = _options()
    try:
        voices, callers = chosen_voices(options.voices), read_callers(options.callers)
    except ValueError as error:
        sys.exit(str(error))
    if sentence := what_is_missing(voices):
        sys.exit(sentence)
    install_recogniser()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    recognise = Recogniser()
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder)) as stack:
        rows = [_row(stack, Ear(voice, KEPT, recognise), callers, whole=options.whole) for voice in voices]
    return _report(rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make call-audio", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--voices", type=_names, default=(), help="rms, slt, espeak-ng, by commas; all if none")
    parser.add_argument("--callers", type=_names, default=(), help="files under callers/ without .yml; all if none")
    parser.add_argument("--whole", action="store_true", help="print every call from beginning to end")
    return parser.parse_args()


def _names(given: str) -> tuple[str, ...]:
    return tuple(name for name in given.replace(",", " ").split() if name)


def _row(stack: Stack, ear: Ear, callers: Sequence[Caller], *, whole: bool) -> Row:
    calls = []
    for caller in callers:
        call = hold(stack, caller, ear)
        say(f"{ear.voice.name}, {caller.name}: {_in_short(call)}")
        if whole:
            say("\n".join(map(str, call.exchanges)))
        calls.append(call)
    return Row(ear.voice.name, tuple(calls), tuple(ear.pairs))


def _in_short(call: Held) -> str:
    return "complete" if call.completed else call.dead_end or "; ".join(call.missing)


def _report(rows: Sequence[Row]) -> int:
    for row in rows:
        for failure in failures(row):
            say(f"\n{failure}")
    say(f"\n{table(rows)}\n")
    for row in rows:
        say(answers_given_up(row))
    found = missed(rows)
    for sentence in found:
        say(f"Missed: {sentence}")
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
