"""What a recogniser made of words is kept on disk, so that it is asked once."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """One small file for each utterance, named by a digest of all that it depends on."""

    folder: Path

    def find(self, *names: str) -> str | None:
        """What was heard, or None when it was not asked yet or its file cannot be read."""
        try:
            return str(json.loads(self._path(names).read_text(encoding="utf-8"))["heard"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, heard: str, *names: str) -> None:
        """Keeps it; a run that is stopped half way leaves no half file."""
        path = self._path(names)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps({"of": names, "heard": heard}, indent=1), encoding="utf-8")
        part.replace(path)

    def _path(self, names: tuple[str, ...]) -> Path:
        return self.folder / f"{hashlib.sha256(json.dumps(names).encode()).hexdigest()[:32]}.json"
