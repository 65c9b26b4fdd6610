"""Thirty whole stories by another author, told to the open question: they are taken as told."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
import yaml

from assistant import train
from assistant.brief import Brief, OpenQuestion
from assistant.components.decision import decide
from assistant.components.reader import Reader
from assistant.intent_model import model_files
from assistant.intent_model.intents import DANGER
from assistant.train import MODEL, ROOT

TOLD = Brief(turn="t", question=OpenQuestion("tell", "narrative"))
# Hellos are hellos; one part is a question of its own ("can i get my money back").
MOST_OTHERS = 3
MOST_SAFETY_LINES = 4


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    train.main()
    folder = tmp_path_factory.mktemp("model")
    with tarfile.open(MODEL) as archive:
        archive.extractall(folder)
    return Reader.assemble(*model_files.load(next(folder.rglob(model_files.FACTS)).parent))


def test_a_story_is_not_taken_for_anything_else(reader: Reader) -> None:
    files = sorted(Path(ROOT / "tests" / "stories").glob("*.yml"))
    parts = [part for file in files for part in yaml.safe_load(file.read_text("utf-8"))["parts"]]
    decided = [decide(reader.read(part), TOLD).intent for part in parts]

    others = [intent for intent in decided if intent not in {"add_information", *DANGER}]
    alarms = [intent for intent in decided if intent in DANGER]
    print(f"\n{len(parts)} parts: {len(alarms)} safety lines, others {others}")
    assert len(others) <= MOST_OTHERS
    assert len(alarms) <= MOST_SAFETY_LINES
