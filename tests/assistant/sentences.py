"""The sentences the model is trained on and the ones it is measured on, and when two are as good as one."""

from __future__ import annotations

import re
import unicodedata

import yaml

from assistant.train import ROOT

HELD_OUT = ROOT / "tests" / "assistant" / "held_out"
TRAINED = ROOT / "data" / "nlu"
NEARLY = 0.8
FEW_WORDS = 4
_ENTITY = re.compile(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")


def held_out() -> list[tuple[str, str]]:
    """(sentence, intent) pairs of the author who has not seen the training data."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(HELD_OUT.glob("en/*.yml"))]
    return [(sentence, file["intent"]) for file in files for sentence in file["sentences"]]


def trained() -> list[str]:
    """Every training sentence of whatever language or intent, without its marks of entities."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(TRAINED.rglob("*.yml"))]
    items = [item for file in files for item in file.get("nlu", []) if "intent" in item]
    lines = [line for item in items for line in item.get("examples", "").splitlines()]
    return [_ENTITY.sub(r"\1", line.lstrip().removeprefix("- ")) for line in lines if line.strip()]


def words(sentence: str) -> list[str]:
    """The words of a sentence, however it is typed: `That's` and `thats` are one word."""
    plain = unicodedata.normalize("NFKC", sentence).casefold()
    return re.findall(r"\w+", _APOSTROPHES.sub("", plain))


def key(sentence: str) -> str:
    """What is left of a sentence when case, punctuation and white space are dropped."""
    return "".join(words(sentence))


def nearly_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """The same words in whatever order, or four fifths of them where there are enough words to tell."""
    if one == other:
        return True
    if max(len(one), len(other)) < FEW_WORDS or min(len(one), len(other)) < NEARLY * max(len(one), len(other)):
        return False
    return len(one & other) >= NEARLY * len(one | other)
