"""A caller, read from a file: what they tell, what they answer, and whether they speak or use the keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from channels.phone.simulator.parties import CALLER

FOLDER = Path(__file__).parent / "callers"
_KNOWN = {"provider", "about", "uses", "from", "person_first", "story", "answers"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Words, the ready answer with a meaning (and what that is about, where several have it), or keys."""

    words: str = ""
    choose: str = ""
    about: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """`speaks` unless the line asks for keys; `person_first` is how they ask for a person before they tell anything."""

    name: str
    provider: str
    story: tuple[str, ...]
    speaks: bool = True
    number: str = CALLER
    person_first: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)


def read_callers(names: Iterable[str] = (), folder: Path = FOLDER) -> list[Caller]:
    """All callers, or those named; ValueError with the names there are for a name that is none."""
    paths = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    if unknown := [name for name in names if name not in paths]:
        raise ValueError(f"There is no caller {', '.join(unknown)}. There are: {', '.join(paths)}.")
    chosen = tuple(names) or tuple(paths)
    return [_caller(name, yaml.safe_load(paths[name].read_text(encoding="utf-8"))) for name in chosen]


def _caller(name: str, data: Mapping[str, Any]) -> Caller:
    if unknown := data.keys() - _KNOWN:
        raise ValueError(f"{name}.yml has {', '.join(sorted(unknown))}; a caller has {', '.join(sorted(_KNOWN))}.")
    return Caller(
        name=name,
        provider=data["provider"],
        story=tuple(data["story"]),
        speaks=data["uses"] == "speech",
        number=data.get("from", CALLER),
        person_first=data.get("person_first", ""),
        answers={key: _answer(given) for key, given in data["answers"].items()},
    )


def _answer(given: str | Mapping[str, str]) -> Answer:
    return Answer(given) if isinstance(given, str) else Answer(**given)
