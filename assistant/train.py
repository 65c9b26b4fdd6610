"""Trains the model when what it is made of has changed: `python -m assistant.train`."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, TypeVar

from assistant.prepare import prepare_rasa

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "models" / "heard.tar.gz"
# Components that learn nothing are read from the source at every start.
MADE_OF = (
    "data",
    "assistant/config.yml",
    "assistant/domain",
    "assistant/intent_model",
    "assistant/components/intent_classifier.py",
)


Result = TypeVar("Result")


def main() -> int:
    """Train if needed and say what was done; 0 when a fresh model is there."""
    with _one_at_a_time():
        if is_fresh():
            _say(f"The model is up to date: {MODEL.relative_to(ROOT)}.")
            return 0
        started = time.perf_counter()
        _say("Training the model, because what it is made of has changed.")
        train()
        _say(f"Trained {MODEL.relative_to(ROOT)} in {time.perf_counter() - started:.0f} s.")
    return 0


def is_fresh() -> bool:
    """Whether the model was made of exactly what is there now."""
    stamp = _stamp()
    return MODEL.exists() and stamp.exists() and stamp.read_text("utf-8") == fingerprint()


def train() -> Path:
    """Train whatever the state, and return the model's path; the old one stays until then."""
    prepare_rasa()
    from rasa.model_training import train as train_with_rasa

    os.chdir(ROOT)
    made_of = fingerprint()
    MODEL.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MODEL.parent) as folder:
        result = _quietly(
            train_with_rasa,
            domain="assistant/domain",
            config="assistant/config.yml",
            training_files=["data"],
            output=folder,
            fixed_model_name=MODEL.name,
            force_training=True,
        )
        _stamp().unlink(missing_ok=True)
        Path(result.model).replace(MODEL)
    _stamp().write_text(made_of, "utf-8")
    return MODEL


def _quietly(call: Callable[..., Result], **given: Any) -> Result:
    """Call without Rasa's own report, which names the temporary place."""
    with redirect_stdout(io.StringIO()):
        return call(**given)


def fingerprint() -> str:
    """A digest of every file the model is made of."""
    digest = hashlib.sha256()
    for part in MADE_OF:
        path = ROOT / part
        for file in [path] if path.is_file() else sorted(path.rglob("*.*")):
            if file.is_file() and file.suffix in {".yml", ".py"}:
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold the folder's lock, so that a second training waits for the first and finds it fresh."""
    MODEL.parent.mkdir(exist_ok=True)
    with (MODEL.parent / ".training").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _stamp() -> Path:
    return MODEL.with_name("heard.made-of")


if __name__ == "__main__":
    sys.exit(main())
