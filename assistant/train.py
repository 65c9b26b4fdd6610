"""Trains the model when what it is made of has changed: `python -m assistant.train`."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

from assistant.prepare import prepare_rasa

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "models" / "heard.tar.gz"
MADE_OF = ("data", "assistant/config.yml", "assistant/domain", "assistant/components")


def main() -> int:
    """Train if needed and say what was done; 0 when a fresh model is there."""
    if is_fresh():
        print(f"The model is up to date: {MODEL.relative_to(ROOT)}.")
        return 0
    started = time.perf_counter()
    print("Training the model: the data or the components have changed.")
    train()
    print(f"Trained {MODEL.relative_to(ROOT)} in {time.perf_counter() - started:.0f} s.")
    return 0


def is_fresh() -> bool:
    """Whether the model was made of exactly what is there now."""
    stamp = _stamp()
    return MODEL.exists() and stamp.exists() and stamp.read_text("utf-8") == fingerprint()


def train() -> Path:
    """Train whatever the state, and return the model's path."""
    prepare_rasa()
    from rasa.model_training import train as train_with_rasa

    os.chdir(ROOT)
    made_of = fingerprint()
    MODEL.parent.mkdir(exist_ok=True)
    train_with_rasa(
        domain="assistant/domain",
        config="assistant/config.yml",
        training_files=["data"],
        output=str(MODEL.parent),
        fixed_model_name=MODEL.name,
        force_training=True,
    )
    _stamp().write_text(made_of, "utf-8")
    return MODEL


def fingerprint() -> str:
    """A digest of every file the model is made of."""
    digest = hashlib.sha256()
    for part in MADE_OF:
        path = ROOT / part
        files = [path] if path.is_file() else sorted(path.rglob("*.*"))
        for file in files:
            if file.is_file() and file.suffix in {".yml", ".py"}:
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _stamp() -> Path:
    return MODEL.with_name("heard.made-of")


if __name__ == "__main__":
    sys.exit(main())
