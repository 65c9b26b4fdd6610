"""Rasa without TensorFlow: everything we use works, and anything that needs it says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.train import ROOT
from assistant.without_tensorflow import CURE, TensorFlowMissing

CONFIG = """
recipe: default.v1
assistant_id: heard
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: {classifier}
    epochs: 1
policies:
  - name: RulePolicy
{policy}
"""
TRAIN = """
from assistant.prepare import prepare_rasa
prepare_rasa()
from rasa.model_training import train
train(domain="assistant/domain", config={config!r}, output={output!r}, force_training=True,
      training_files=["data/nlu/en/greet.yml", "data/nlu/en/goodbye.yml", "data/stories", "data/rules"])
"""


def test_everything_of_rasa_that_we_use_can_be_imported() -> None:
    names = "rasa.core.agent rasa.core.run rasa.model_training rasa.engine.recipes.default_components rasa.validator"
    script = f"from assistant.prepare import prepare_rasa\nprepare_rasa()\nimport {names.replace(' ', ', ')}"

    ran = _python(script)

    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("classifier", "policy"), [("DIETClassifier", ""), ("LogisticRegressionClassifier", "  - name: TEDPolicy")]
)
def test_a_component_that_needs_tensorflow_fails_with_the_cure(classifier: str, policy: str, tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(CONFIG.format(classifier=classifier, policy=policy))

    ran = _python(TRAIN.format(config=str(config), output=str(tmp_path)))

    assert ran.returncode != 0
    assert CURE in ran.stderr


def test_building_anything_out_of_tensorflow_is_refused() -> None:
    import tensorflow  # the stand-in: conftest has installed it

    class Model(tensorflow.keras.Model):
        """Subclassing is what an import does."""

    with pytest.raises(TensorFlowMissing, match="on purpose"):
        Model()
    with pytest.raises(TensorFlowMissing):
        tensorflow.constant(1)


def _python(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
